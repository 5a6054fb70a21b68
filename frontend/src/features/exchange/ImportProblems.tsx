import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n';
import { count } from '@/lib/format';
import { LinkButton } from '@/ui/layout';
import type { Fix, Problem } from './api';
import css from './import.module.css';

const page = 100;

/** Rows with the same thing wrong at the same column: put right together. */
interface Group {
  problem: Problem;
  rows: number[];
}

/** The same wrong word in many rows is one line; what is of a whole row stands alone. */
export function grouped(list: readonly Problem[]): Group[] {
  const groups: Group[] = [];
  const known = new Map<string, Group>();
  for (const problem of list) {
    const key = JSON.stringify([problem.part, problem.at, problem.code, problem.value]);
    const old = problem.at >= 0 && problem.value !== '' ? known.get(key) : undefined;
    if (old) old.rows.push(problem.row);
    else {
      const fresh = { problem, rows: [problem.row] };
      groups.push(fresh);
      known.set(key, fresh);
    }
  }
  return groups;
}

/** How many rows of a line are named. */
const NAMED = 2;

/** The rows that are not taken as they are. A cell is corrected where it stands; a row may be left out. */
export function ImportProblems(props: {
  label: string;
  /** What the rows are of, as the head of a column. */
  record: string;
  list: readonly Problem[];
  several: boolean;
  fixes: readonly Fix[];
  /** Missing where nothing can be changed any more. */
  onFix?: (fixes: Fix[]) => void;
}) {
  const i = useText().exchange.importer;
  const [shown, setShown] = useState(page);
  const groups = grouped(props.list);
  return (
    <>
      <table className={css.problems} aria-label={props.label}>
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
          {groups.slice(0, shown).map(({ problem: p, rows }) => (
            <Row key={`${p.part}-${p.row}-${p.at}-${p.code}-${p.value}`} problem={p} rows={rows} {...props} />
          ))}
        </tbody>
      </table>
      {groups.length > shown && (
        <Button variant="default" className={css.more} onClick={() => setShown(shown + 5 * page)}>
          {i.more(count(groups.length - shown))}
        </Button>
      )}
    </>
  );
}

function Row(props: {
  problem: Problem;
  rows: readonly number[];
  several: boolean;
  fixes: readonly Fix[];
  onFix?: (fixes: Fix[]) => void;
}) {
  const i = useText().exchange.importer;
  const { problem: p, rows, onFix } = props;
  const many = rows.length > 1;
  const of = props.fixes.filter((f) => f.part === p.part && f.row === p.row);
  const dropped = of.some((f) => f.drop);
  const sum = p.code === 'exchange.note.sum';
  const kept = of.some((f) => f.keep);
  const fixed = of.find((f) => !f.drop && !f.keep && f.column === p.at);
  const name = i.cell(p.column, String(p.row));
  const each = (fix: Omit<Fix, 'part' | 'row'>) =>
    onFix?.(rows.map((row) => ({ part: p.part, row, ...fix })));
  const fix = (value: string) =>
    value !== (fixed?.value ?? p.value) && each({ column: p.at, value, drop: false, keep: false });
  const number =
    rows.slice(0, NAMED).join(i.listed) + (rows.length > NAMED ? i.andMore(count(rows.length)) : '');
  return (
    <tr className={dropped ? css.dropped : undefined}>
      <td className="num">{props.several && p.part !== '' ? `${p.part} · ${number}` : number}</td>
      <td className={css.samples} title={p.title}>
        {many ? i.manyRows(count(rows.length)) : p.title}
      </td>
      <td>
        <div className={css.fix}>
          {p.column !== '' && <span className={css.note}>{p.column}</span>}
          {onFix && p.at >= 0 && !dropped ? (
            <input
              key={fixed?.value}
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
        {onFix && !dropped && p.choices && (
          <div className={css.choices}>
            {p.choices.map((word) => (
              <button
                key={word}
                type="button"
                className={css.word}
                title={i.become(p.value, word, count(rows.length))}
                onClick={() => fix(word)}
              >
                {word}
              </button>
            ))}
          </div>
        )}
      </td>
      <td>{(fixed || kept) && !dropped ? i.changed : p.message}</td>
      <td>
        {onFix &&
          (dropped ? (
            <span className={css.note}>{i.dropped}</span>
          ) : sum ? (
            !kept && (
              <LinkButton onClick={() => each({ column: -1, value: '', drop: false, keep: true })}>
                {i.takeAnyway}
              </LinkButton>
            )
          ) : (
            <LinkButton
              title={many ? i.dropMany(count(rows.length)) : i.drop1(String(p.row))}
              onClick={() => each({ column: -1, value: '', drop: true, keep: false })}
            >
              {i.leaveOut(many)}
            </LinkButton>
          ))}
      </td>
    </tr>
  );
}
