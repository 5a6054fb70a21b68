import { Checkbox, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { IconButton } from '@/ui/layout';
import css from './menu.module.css';
import { lineColumns, lineTotals } from './schema';

interface LinesColumn {
  name: string;
  label?: string;
}

/** Which columns the lines table shows, in which order and under which heading, and its totals. */
export function LinesPanel(props: {
  columns: LinesColumn[];
  totals: string[];
  onChange: (columns: LinesColumn[], totals: string[]) => void;
}) {
  const t = useText().editor.lines;
  const { columns, totals, onChange } = props;
  const chosen = columns.filter((c) => (lineColumns as readonly string[]).includes(c.name));
  const rest = lineColumns.filter((name) => !columns.some((c) => c.name === name));
  const label = (name: string) => t.names[name as keyof typeof t.names] ?? name;
  const move = (i: number, by: number) => {
    const next = [...chosen];
    const [column] = next.splice(i, 1);
    if (column) next.splice(i + by, 0, column);
    onChange(next, totals);
  };
  return (
    <div className={css.panel}>
      <b>{t.columns}</b>
      <div className={css.columns}>
        {chosen.map((c, i) => (
          <div key={c.name} className={css.columnRow}>
            <Checkbox
              label={label(c.name)}
              checked
              disabled={chosen.length === 1}
              onChange={() =>
                onChange(
                  chosen.filter((x) => x !== c),
                  totals,
                )
              }
            />
            <TextInput
              size="xs"
              aria-label={t.heading(label(c.name))}
              placeholder={label(c.name)}
              value={c.label ?? ''}
              maxLength={40}
              onChange={(event) => {
                const text = event.currentTarget.value.replace(/["\u201c\u201d\\\u3000]/g, '').trimStart();
                onChange(
                  chosen.map((x) => (x === c ? { name: c.name, ...(text !== '' && { label: text }) } : x)),
                  totals,
                );
              }}
            />
            <IconButton label={t.up(label(c.name))} disabled={i === 0} onClick={() => move(i, -1)}>
              <IconArrowUp size="1rem" />
            </IconButton>
            <IconButton
              label={t.down(label(c.name))}
              disabled={i === chosen.length - 1}
              onClick={() => move(i, 1)}
            >
              <IconArrowDown size="1rem" />
            </IconButton>
          </div>
        ))}
        {rest.map((name) => (
          <div key={name} className={css.columnRow}>
            <Checkbox
              label={label(name)}
              checked={false}
              onChange={() => onChange([...chosen, { name }], totals)}
            />
          </div>
        ))}
      </div>
      <b>{t.totals}</b>
      <div className={css.totals}>
        {lineTotals.map((name) => (
          <Checkbox
            key={name}
            label={t.totalNames[name]}
            checked={totals.includes(name)}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              onChange(
                chosen,
                lineTotals.filter((x) => (x === name ? on : totals.includes(x))),
              );
            }}
          />
        ))}
      </div>
    </div>
  );
}
