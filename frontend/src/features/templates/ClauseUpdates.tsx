import { Button, Checkbox, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { api } from './api';
import { Pieces } from './Difference';
import type { ClauseItem, ClauseUpdate } from './library';
import css from './library.module.css';
import old from './templates.module.css';

/** What bringing the templates up to date with a clause would change, then does it in one step that can be undone. */
export function ClauseUpdates({ clause, onClose }: { clause: ClauseItem; onClose: () => void }) {
  const t = useText();
  const c = t.library.clauses;
  const [without, setWithout] = useState<ReadonlySet<number>>(new Set());
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const query = useQuery({
    queryKey: ['template', 'clause update', clause.id, clause.version],
    queryFn: () => api.PlanClauseUpdate(clause.id, []),
    staleTime: 0,
  });
  const plan = query.data ?? [];
  const stopped = (u: ClauseUpdate) => u.problems.some((p) => !p.warning);
  const chosen = plan.filter((u) => !without.has(u.templateId) && !stopped(u));
  const update = async () => {
    setBusy(true);
    setProblem('');
    try {
      await api.UpdateTemplates(
        clause.id,
        chosen.map((u) => u.templateId),
      );
      onClose();
    } catch (cause) {
      setProblem(sentence(cause));
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={`${c.updateTitle} · ${clause.name}`}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <p className={css.muted}>{query.isSuccess && plan.length === 0 ? c.upToDate : c.updateNote}</p>
      {(problem !== '' || query.error) && (
        <p role="alert" className={css.problem}>
          {problem || sentence(query.error)}
        </p>
      )}
      {plan.map((u) => (
        <Planned
          key={u.templateId}
          update={u}
          stopped={stopped(u)}
          on={!without.has(u.templateId) && !stopped(u)}
          onToggle={(on) => {
            const next = new Set(without);
            if (on) next.delete(u.templateId);
            else next.add(u.templateId);
            setWithout(next);
          }}
        />
      ))}
      <div className={old.dialogFoot}>
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        {plan.length > 0 && (
          <Button data-autofocus loading={busy} disabled={chosen.length === 0} onClick={() => void update()}>
            {c.updateNow(chosen.length)}
          </Button>
        )}
      </div>
    </Modal>
  );
}

function Planned(props: {
  update: ClauseUpdate;
  stopped: boolean;
  on: boolean;
  onToggle: (on: boolean) => void;
}) {
  const c = useText().library.clauses;
  const shared = useShared();
  const { update, stopped } = props;
  return (
    <section className={css.part} aria-label={update.templateName}>
      <Checkbox
        label={update.templateName}
        checked={props.on}
        disabled={stopped}
        onChange={(event) => props.onToggle(event.currentTarget.checked)}
      />
      {update.changed && <p className={css.warn}>{c.lost}</p>}
      {update.draft && <p className={css.small}>{c.draftToo}</p>}
      {update.fields.length > 0 && (
        <p className={css.small}>{c.addsFields(update.fields.map((f) => f.label).join(' · '))}</p>
      )}
      {stopped && (
        <p className={css.problem}>
          {c.blocked}{' '}
          {update.problems
            .filter((p) => !p.warning)
            .map((p) => shared(p.code, { ...p.params, label: p.label ?? '', field: p.field ?? '' }))
            .join(' ')}
        </p>
      )}
      <ul className={css.changes}>
        {update.differences.map((change, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes follow each other
          <li key={i}>
            {change.where !== '' && <p className={css.where}>{change.where}</p>}
            <p className={css.words}>
              <Pieces pieces={change.pieces} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
