import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import type { Clause, Conflict, DeviationInput } from './api';
import { ClauseEditor } from './ClauseEditor';
import { readable } from './ClauseRow';
import type { Writing } from './Clauses';
import css from './clauses.module.css';
import { LineText } from './clauseText';
import shared from './contracts.module.css';
import { Pieces } from './Pieces';
import { fail } from './printing';
import { useWords } from './words';

/** Changes whose clause is another one in the template's new version: decided one by one. */
export function Conflicts(props: {
  list: readonly Conflict[];
  clauses: readonly Clause[];
  editable: boolean;
  writing: Writing;
  onDecide: (input: DeviationInput) => Promise<void>;
  onDrop: (deviation: string) => Promise<void>;
}) {
  const t = useText();
  const c = t.contracts.clauses;
  return (
    <section className={css.conflicts} aria-label={c.conflicts(props.list.length)}>
      <p className={css.conflictsTitle}>{c.conflicts(props.list.length)}</p>
      <p className={shared.muted}>{c.conflictsNote}</p>
      {props.list.map((conflict) => (
        <OneConflict key={conflict.deviation.id} {...props} conflict={conflict} />
      ))}
    </section>
  );
}

function OneConflict(props: {
  conflict: Conflict;
  clauses: readonly Clause[];
  editable: boolean;
  writing: Writing;
  onDecide: (input: DeviationInput) => Promise<void>;
  onDrop: (deviation: string) => Promise<void>;
}) {
  const { conflict, clauses, writing } = props;
  const { deviation: v } = conflict;
  const t = useText();
  const c = t.contracts.clauses;
  const words = useWords();
  const [editing, setEditing] = useState(false);
  const there = clauses.find((clause) => clause.address === v.clause && clause.state !== 'added');
  const last = clauses.filter((clause) => clause.level === 1 && clause.state !== 'added').at(-1);
  const body = v.body ?? [];
  const first = body[0];
  const decide = (input: Omit<DeviationInput, 'id' | 'reason'>) =>
    void props.onDecide({ id: v.id, reason: v.reason, ...input }).catch(fail);
  return (
    <div className={css.conflict}>
      <p>
        <b>{v.heading}</b>{' '}
        <span className={css.state}>{words.shared(`template.deviation.kind.${v.kind}`)}</span>
        {v.reason !== '' && <span className={shared.muted}> {c.because(v.reason)}</span>}
      </p>
      <p className={shared.muted}>{c.conflictThen}</p>
      <div className={css.pieces}>
        <Pieces
          pieces={conflict.pieces.map((p) => ({ ...p, text: readable(p.text, writing.names.clause) }))}
          whole
        />
      </div>
      <p className={shared.muted}>{conflict.now === '' ? c.conflictGone : c.conflictNow}</p>
      {conflict.now !== '' && (
        <div className={css.pieces}>{readable(conflict.now, writing.names.clause)}</div>
      )}
      {editing && first && there ? (
        <ClauseEditor
          label={c.editOf(v.heading ?? '')}
          start={first}
          text={new LineText(writing.names, writing.fields)}
          names={writing.names}
          chips={writing.fields}
          reason={v.reason}
          always
          onSave={async (node, reason) =>
            await props.onDecide({ id: v.id, clause: v.clause, kind: 'changed', body: [node], reason })
          }
          onCancel={() => setEditing(false)}
          problemOf={sentence}
        />
      ) : (
        props.editable && (
          <div className={css.decide}>
            {there && v.kind === 'changed' && (
              <>
                <Button onClick={() => decide({ clause: v.clause, kind: 'changed', body })}>
                  {c.keepChange}
                </Button>
                <Button variant="default" onClick={() => setEditing(true)}>
                  {c.changeAgain}
                </Button>
              </>
            )}
            {there && v.kind === 'removed' && (
              <Button onClick={() => decide({ clause: v.clause, kind: 'removed', body: [] })}>
                {c.keepRemoval}
              </Button>
            )}
            {there && v.kind === 'added' && (
              <Button onClick={() => decide({ clause: v.clause, kind: 'added', body })}>
                {c.keepAddition}
              </Button>
            )}
            {!there && body.length > 0 && last && (
              <Button
                onClick={() => {
                  const old = clauses.find(
                    (k) => k.address === last.address && k.state === 'added',
                  )?.deviation;
                  decide({ clause: last.address, kind: 'added', body: [...(old?.body ?? []), ...body] });
                }}
              >
                {c.keepAtEnd}
              </Button>
            )}
            <Button variant="default" onClick={() => void props.onDrop(v.id).catch(fail)}>
              {c.takeTemplate}
            </Button>
          </div>
        )
      )}
    </div>
  );
}
