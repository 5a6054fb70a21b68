import { Button, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { IconButton } from '@/ui/layout';
import { COLUMNS, type Column, columnTypes } from './fieldKeys';
import css from './fields.module.css';

/** The columns of a list field: what each row of a payment plan says. */
export function ColumnsInput(props: { columns: Column[]; onChange: (columns: Column[]) => void }) {
  const t = useText();
  const e = t.templates.editor;
  const shared = useShared();
  const id = useId();
  const { columns, onChange } = props;
  const put = (at: number, change: Partial<Column>) =>
    onChange(columns.map((c, i) => (i === at ? { ...c, ...change } : c)));
  const move = (at: number, by: number) => {
    const next = [...columns];
    const [column] = next.splice(at, 1);
    if (column) next.splice(at + by, 0, column);
    onChange(next);
  };
  return (
    <fieldset className={css.columns}>
      <legend id={id}>{e.columns}</legend>
      {columns.map((column, i) => {
        const name = column.label || e.nthColumn(i + 1);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column that is new has no key yet
          <div key={i} className={css.columnRow}>
            <TextInput
              aria-label={e.columnLabel(i + 1)}
              placeholder={e.nthColumn(i + 1)}
              value={column.label}
              maxLength={40}
              data-autofocus={column.label === '' || undefined}
              onChange={(event) => put(i, { label: event.currentTarget.value })}
            />
            <Select
              aria-label={e.columnType(name)}
              data={columnTypes.map((value) => ({ value, label: shared(`template.type.${value}`) }))}
              value={column.type}
              allowDeselect={false}
              comboboxProps={{ zIndex: 400 }}
              onChange={(type) => type && put(i, { type: type as Column['type'] })}
            />
            <IconButton label={e.up(name)} disabled={i === 0} onClick={() => move(i, -1)}>
              <IconArrowUp size="1rem" />
            </IconButton>
            <IconButton label={e.down(name)} disabled={i === columns.length - 1} onClick={() => move(i, 1)}>
              <IconArrowDown size="1rem" />
            </IconButton>
            <IconButton
              label={e.removeColumn(name)}
              disabled={columns.length === 1}
              onClick={() => onChange(columns.filter((_, k) => k !== i))}
            >
              <IconTrash size="1rem" />
            </IconButton>
          </div>
        );
      })}
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconPlus size="1rem" />}
        disabled={columns.length >= COLUMNS}
        onClick={() => onChange([...columns, { key: '', label: '', type: 'text' }])}
      >
        {e.addColumn}
      </Button>
      <p className={css.hint}>{e.columnsHelp}</p>
    </fieldset>
  );
}
