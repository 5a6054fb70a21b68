import {
  IconArrowBackUp,
  IconLock,
  IconLockOpen,
  IconPencil,
  IconRowInsertBottom,
  IconTrash,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useText } from '@/i18n';
import { brief } from '@/lib/brief';
import { dateTime } from '@/lib/format';
import { IconButton } from '@/ui/layout';
import type { Clause } from './api';
import css from './clauses.module.css';
import shared from './contracts.module.css';
import { Pieces } from './Pieces';
import { useWords } from './words';

/** A clause with its place among the rows. */
export interface Row {
  key: string;
  clause: Clause;
  /** Of an added clause: which of those added there. */
  nth: number;
  /** Has rows of its own for the clauses in it. */
  parent: boolean;
  /** Changing or removing it touches standard text. */
  standard: boolean;
  /** A clause after it stands in standard text. */
  standardAfter: boolean;
}

export interface RowActions {
  edit: (row: Row) => void;
  add: (row: Row) => void;
  remove: (row: Row) => void;
  restore: (row: Row) => void;
}

/** How a clause is called in the labels of its buttons. */
export const nameOfClause = (clause: Clause): string => {
  const name = `${clause.number} ${brief(clause.heading, 48)}`.trim();
  // 附件一 1. 数据; "Annex 1, 1. Data" in an English contract.
  return clause.annex === '' ? name : `${clause.annex}${/^[A-Z]/.test(clause.annex) ? ',' : ''} ${name}`;
};

/** One clause: its number, what it says or how it differs, and what can be done with it. */
export const ClauseRow = memo(function ClauseRow(props: { row: Row; actions?: RowActions }) {
  const { row, actions } = props;
  const { clause } = row;
  const t = useText();
  const c = t.contracts.clauses;
  const words = useWords();
  const name = nameOfClause(clause);
  const removed = clause.state === 'removed';
  const locked = row.standard && !clause.deviation;
  return (
    <div className={css.clause}>
      <span className={`${css.number} num`}>{clause.number}</span>
      <div className={css.text}>
        {clause.deviation ? (
          <div className={css.pieces}>
            <Pieces pieces={clause.pieces} whole />
          </div>
        ) : (
          <Said clause={clause} parent={row.parent} />
        )}
        <div className={css.marks}>
          <span className={`${css.lock} ${clause.lock === 'standard' ? css.lockStandard : ''}`}>
            {clause.lock === 'standard' &&
              (locked ? <IconLock size="0.875rem" /> : <IconLockOpen size="0.875rem" />)}
            {c.locks[clause.lock as keyof typeof c.locks] ?? clause.lock}
          </span>
          {clause.deviation && (
            <span className={css.state}>{words.shared(`template.deviation.kind.${clause.state}`)}</span>
          )}
          {!clause.shown && !removed && <span className={css.hidden}>{c.notShown}</span>}
          {clause.deviation && (
            <span className={shared.muted} title={dateTime(clause.deviation.at)}>
              {[clause.deviation.reason !== '' && c.because(clause.deviation.reason), clause.deviation.by]
                .filter(Boolean)
                .join(' · ')}
            </span>
          )}
          {actions && (
            <span className={css.tools}>
              {!removed &&
                (locked ? (
                  <IconButton label={c.unlockOf(name)} data-clause-edit onClick={() => actions.edit(row)}>
                    <IconLock size="1.0625rem" />
                  </IconButton>
                ) : (
                  <IconButton label={c.editOf(name)} data-clause-edit onClick={() => actions.edit(row)}>
                    <IconPencil size="1.0625rem" />
                  </IconButton>
                ))}
              {clause.deviation && (
                <IconButton
                  label={clause.state === 'added' ? c.removeOf(name) : c.restoreOf(name)}
                  onClick={() => actions.restore(row)}
                >
                  {clause.state === 'added' ? (
                    <IconTrash size="1.0625rem" />
                  ) : (
                    <IconArrowBackUp size="1.0625rem" />
                  )}
                </IconButton>
              )}
              <span className={css.more}>
                <IconButton label={c.addAfter(name)} onClick={() => actions.add(row)}>
                  <IconRowInsertBottom size="1.0625rem" />
                </IconButton>
                {!removed && clause.state !== 'added' && (
                  <IconButton label={c.removeOf(name)} onClick={() => actions.remove(row)}>
                    <IconTrash size="1.0625rem" />
                  </IconButton>
                )}
              </span>
            </span>
          )}
        </div>
      </div>
    </div>
  );
});

/** What a clause says as it is printed; of one that is not printed now, the text of the template. */
function Said({ clause, parent }: { clause: Clause; parent: boolean }) {
  const text = clause.shown ? clause.printed : parent ? clause.heading : clause.text;
  const headed = clause.node?.content?.[0]?.type === 'heading';
  const [first = '', ...rest] = text.split('\n');
  return (
    <div className={clause.shown ? undefined : css.unshown}>
      <p className={headed ? css.heading : undefined}>{first}</p>
      {rest.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text
        <p key={i}>{line}</p>
      ))}
    </div>
  );
}
