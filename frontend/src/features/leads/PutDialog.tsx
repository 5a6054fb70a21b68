import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useSaving } from '@/lib/saving';
import { DateInput } from '@/ui/inputs';
import { api } from './api';
import css from './leads.module.css';
import { useWords } from './useLead';

interface Props {
  ids: number[];
  state: 'recycled' | 'invalid' | '';
  onClose: () => void;
  onDone?: () => void;
}

/** Puts leads away, with a reason. */
export function PutDialog(props: Props) {
  const t = useText();
  const p = t.leads.put;
  const n = props.ids.length;
  return (
    <Modal
      opened={props.state !== ''}
      onClose={props.onClose}
      title={props.state === 'invalid' ? p.invalidTitle(n) : p.recycleTitle(n)}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {props.state !== '' && <Form {...props} state={props.state} />}
    </Modal>
  );
}

function Form({ ids, state, onClose, onDone }: Props & { state: 'recycled' | 'invalid' }) {
  const t = useText();
  const words = useWords();
  const [draft, setDraft] = useState({ reason: '', note: '', again: '' });
  const { problems, busy, save } = useSaving();
  const reasons =
    useQuery({
      queryKey: ['lead', 'reasons'],
      queryFn: () => api.Reasons(),
      staleTime: Number.POSITIVE_INFINITY,
    }).data?.[state] ?? [];
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save(async () => {
          await api.Put(ids, state, draft.reason, draft.note, draft.again);
          onDone?.();
          onClose();
        });
      }}
    >
      <Select
        data-autofocus
        label={t.leads.put.reason}
        withAsterisk
        data={reasons.map((r) => ({ value: r, label: words.word('reason', r) }))}
        value={draft.reason === '' ? null : draft.reason}
        error={problems.reason}
        onChange={(value) => setDraft({ ...draft, reason: value ?? '' })}
      />
      <TextInput
        label={t.leads.put.note}
        value={draft.note}
        error={problems.reasonNote}
        onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })}
      />
      {state === 'recycled' && (
        <DateInput
          label={t.leads.put.again}
          value={draft.again}
          error={problems.again}
          onChange={(again) => setDraft({ ...draft, again })}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {state === 'invalid' ? t.leads.put.invalid : t.leads.put.recycle}
        </Button>
      </Group>
    </form>
  );
}
