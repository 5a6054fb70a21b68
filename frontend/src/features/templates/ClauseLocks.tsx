import { Button, Checkbox, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { LinkButton, Section } from '@/ui/layout';
import { api, type OuterClause } from './api';
import css from './library.module.css';
import old from './templates.module.css';

/** Which clauses of a template are locked, and the way to lock all or some of them. */
export function ClauseLocks({ version }: { version: number }) {
  const l = useText().library.locks;
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ['template', 'locks', version],
    queryFn: () => api.ClauseLocks(version),
    enabled: version !== 0,
  });
  const list = query.data ?? [];
  if (list.length === 0) return null;
  const locked = list.filter((c) => c.lock === 'standard').length;
  return (
    <Section
      title={l.title}
      count={list.length}
      action={<LinkButton onClick={() => setOpen(true)}>{l.action}</LinkButton>}
    >
      <p className={css.small}>{locked === 0 ? l.none : locked === list.length ? l.all : l.some(locked)}</p>
      {open && <Choose version={version} list={list} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function Choose(props: { version: number; list: OuterClause[]; onClose: () => void }) {
  const t = useText();
  const l = t.library.locks;
  const shared = useShared();
  const { list, onClose } = props;
  const [locked, setLocked] = useState<ReadonlySet<string>>(
    new Set(list.filter((c) => c.lock === 'standard').map((c) => c.address)),
  );
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  // A clause that is left open keeps the lock it has: negotiable or free.
  const changes = list
    .filter((c) => locked.has(c.address) !== (c.lock === 'standard') || (c.mixed && locked.has(c.address)))
    .map((c) => ({ address: c.address, lock: locked.has(c.address) ? 'standard' : 'negotiable' }));
  const save = async () => {
    setBusy(true);
    setProblem('');
    try {
      await api.SetLocks(props.version, changes);
      onClose();
    } catch (cause) {
      setProblem(sentence(cause));
      setBusy(false);
    }
  };
  const all = locked.size === list.length;
  return (
    <Modal opened onClose={onClose} title={l.dialog} closeButtonProps={{ 'aria-label': t.ui.actions.close }}>
      <p className={css.small}>{l.note}</p>
      {problem !== '' && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      <Checkbox
        className={css.lockAll}
        label={l.lockAll}
        checked={all}
        indeterminate={!all && locked.size > 0}
        onChange={() => setLocked(new Set(all ? [] : list.map((c) => c.address)))}
      />
      <ul className={css.lockList}>
        {list.map((c) => (
          <li key={c.address}>
            <Checkbox
              label={[c.number, c.heading].filter((s) => s !== '').join(' ')}
              description={
                locked.has(c.address) || c.lock === 'standard' ? undefined : shared(`template.lock.${c.lock}`)
              }
              checked={locked.has(c.address)}
              onChange={(event) => {
                const next = new Set(locked);
                if (event.currentTarget.checked) next.add(c.address);
                else next.delete(c.address);
                setLocked(next);
              }}
            />
          </li>
        ))}
      </ul>
      <div className={old.dialogFoot}>
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button loading={busy} disabled={changes.length === 0} onClick={() => void save()}>
          {l.save}
        </Button>
      </div>
    </Modal>
  );
}
