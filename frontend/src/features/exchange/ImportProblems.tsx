import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n';
import { count } from '@/lib/format';
import { LinkButton } from '@/ui/layout';
import type { Fix, ImportResult, Problem } from './api';
import css from './import.module.css';

const page = 100;

/** The rows that are not taken as they are. A cell is corrected where it stands; a row may be left out. */
export function ImportProblems(props: {
  /** What the rows are of, as the head of a column. */
  record: string;
  result: ImportResult;
  several: boolean;
  fixes: readonly Fix[];
  /** Missing where nothing can be changed any more. */
  onFix?: (fix: Fix) => void;
}) {
  const i = useText().exchange.importer;
  const [shown, setShown] = useState(page);
  const { failed } = props.result;
  const rows = failed.slice(0, shown);
  return (
    <>
      <table className={css.problems} aria-label={i.problems}>
        <thead>
          <tr>
            <th className={props.several ? css.rowPart : css.rowNumber}>{i.row}</th>
            <th className={css.rowTitle}>{props.record}</th>
            <th>{i.value}</th>
            <th>{i.problem}</th>
            <th className={css.rowAction} />
          </tr>
        </thead>
        <tbody>
          {rows.map((p) => (
            <Row key={`${p.part}-${p.row}-${p.at}-${p.code}-${p.value}`} problem={p} {...props} />
          ))}
        </tbody>
      </table>
      {failed.length > shown && (
        <Button variant="default" className={css.more} onClick={() => setShown(shown + 5 * page)}>
          {i.more(count(failed.length - shown))}
        </Button>
      )}
    </>
  );
}

function Row(props: {
  problem: Problem;
  several: boolean;
  fixes: readonly Fix[];
  onFix?: (fix: Fix) => void;
}) {
  const i = useText().exchange.importer;
  const { problem: p, onFix } = props;
  const dropped = props.fixes.some((f) => f.drop && f.part === p.part && f.row === p.row);
  const fixed = props.fixes.find((f) => !f.drop && f.part === p.part && f.row === p.row && f.column === p.at);
  const name = i.cell(p.column, String(p.row));
  const fix = (value: string) =>
    onFix &&
    value !== (fixed?.value ?? p.value) &&
    onFix({ part: p.part, row: p.row, column: p.at, value, drop: false });
  return (
    <tr className={dropped ? css.dropped : undefined}>
      <td className="num">{props.several && p.part !== '' ? `${p.part} · ${p.row}` : p.row}</td>
      <td className={css.samples}>{p.title}</td>
      <td>
        <div className={css.fix}>
          {p.column !== '' && <span className={css.note}>{p.column}</span>}
          {onFix && p.at >= 0 && !dropped ? (
            <input
              aria-label={name}
              className={`${css.input} ${fixed ? css.changed : ''}`}
              defaultValue={fixed?.value ?? p.value}
              onBlur={(event) => fix(event.currentTarget.value.trim())}
              onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            />
          ) : (
            <span className={css.samples}>{p.value}</span>
          )}
        </div>
      </td>
      <td>{fixed && !dropped ? i.changed : p.message}</td>
      <td>
        {' '}
        {onFix &&
          (dropped ? (
            <span className={css.note}>{i.dropped}</span>
          ) : (
            <LinkButton
              title={i.drop1(String(p.row))}
              onClick={() => onFix({ part: p.part, row: p.row, column: -1, value: '', drop: true })}
            >
              {i.leaveOut}
            </LinkButton>
          ))}
      </td>
    </tr>
  );
}
