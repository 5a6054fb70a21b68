import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import type { Clause, Conflict, DeviationInput, Target } from './api';
import { ClauseEditor } from './ClauseEditor';
import { nameOfClause } from './ClauseRow';
import css from './clauses.module.css';
import shared from './contracts.module.css';
import { Pieces } from './Pieces';
import { fail } from './printing';
import { useWords } from './words';

/** Changes whose clause is another one in the template's new version: decided one by one. */
export function Conflicts(props: {
  list: readonly Conflict[];
  clauses: readonly Clause[];
  editable: boolean;
  targets: Target[];
  versionId: number;
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
  targets: Target[];
  versionId: number;
  onDecide: (input: DeviationInput) => Promise<void>;
  onDrop: (deviation: string) => Promise<void>;
}) {
  const { conflict, clauses } = props;
  const { deviation: v } = conflict;
  const t = useText();
  const c = t.contracts.clauses;
  const words = useWords();
  const [editing, setEditing] = useState(false);
  const found = clauses.find((clause) => clause.address === v.clause && clause.state !== 'added');
  const places = clauses.filter((clause) => clause.state !== 'added');
  const [chosen, setChosen] = useState(() => (found ? '' : likest(places, v.was ?? '')));
  const there = found ?? places.find((clause) => clause.address === chosen);
  const body = v.body ?? [];
  const first = body[0];
  const at = there?.address ?? '';
  const decide = (input: Omit<DeviationInput, 'id' | 'reason'>) =>
    void props.onDecide({ id: v.id, reason: v.reason, clause: at, ...input }).catch(fail);
  const added = clauses.find((clause) => clause.address === at && clause.state === 'added')?.deviation;
  const now = found ? conflict.now : (there?.text ?? '');
  return (
    <div className={css.conflict}>
      <p>
        <b>{v.heading}</b>{' '}
        <span className={css.state}>{words.shared(`template.deviation.kind.${v.kind}`)}</span>
        {v.reason !== '' && <span className={shared.muted}> {c.because(v.reason)}</span>}
      </p>
      <p className={shared.muted}>{c.conflictThen}</p>
      <div className={css.pieces}>
        <Pieces pieces={conflict.pieces} whole />
      </div>
      {!found && (
        <Select
          className={css.place}
          label={c.conflictPlace}
          placeholder={t.ui.actions.choose}
          searchable
          disabled={!props.editable}
          data={places.map((clause) => ({ value: clause.address, label: nameOfClause(clause) }))}
          value={chosen === '' ? null : chosen}
          onChange={(value) => setChosen(value ?? '')}
        />
      )}
      {now !== '' && (
        <>
          <p className={shared.muted}>{c.conflictNow}</p>
          <div className={css.pieces}>{now}</div>
        </>
      )}
      {editing && first && there ? (
        <ClauseEditor
          label={c.editOf(v.heading ?? '')}
          start={first}
          place={{
            versionId: props.versionId,
            ordinals: there.ordinals.length > 0 ? there.ordinals : [1],
            targets: props.targets,
          }}
          reason={v.reason}
          always
          onSave={async (body, reason) =>
            await props.onDecide({ id: v.id, clause: at, kind: 'changed', body, reason })
          }
          onCancel={() => setEditing(false)}
          problemOf={sentence}
        />
      ) : (
        props.editable && (
          <div className={css.decide}>
            {there && v.kind === 'changed' && (
              <>
                <Button onClick={() => decide({ kind: 'changed', body })}>{c.keepChange}</Button>
                <Button variant="default" onClick={() => setEditing(true)}>
                  {c.changeAgain}
                </Button>
              </>
            )}
            {there && v.kind === 'removed' && (
              <Button onClick={() => decide({ kind: 'removed', body: [] })}>{c.keepRemoval}</Button>
            )}
            {there && body.length > 0 && (v.kind === 'added' || !found) && (
              <Button
                variant={v.kind === 'added' ? 'filled' : 'default'}
                onClick={() => decide({ kind: 'added', body: [...(added?.body ?? []), ...body] })}
              >
                {c.keepAddition}
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

/** The clause that says most of what another said; '' when none does. */
function likest(places: readonly Clause[], was: string): string {
  const pairs = (text: string) => new Set(Array.from(text, (_, i) => text.slice(i, i + 2)));
  const wanted = pairs(was);
  let best = '';
  let most = 0.5;
  for (const { address, text } of places) {
    const there = pairs(text);
    const both = [...wanted].filter((pair) => there.has(pair)).length;
    const share = (2 * both) / Math.max(1, wanted.size + there.size);
    if (share <= most) continue;
    best = address;
    most = share;
  }
  return best;
}
