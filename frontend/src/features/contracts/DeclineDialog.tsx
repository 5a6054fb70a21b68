import { Button, Modal, Select, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { lostReasons } from '@/lib/reasons';
import { useSaving } from '@/lib/saving';
import { api, type Contract } from './api';
import css from './contracts.module.css';
import type { ContractModel } from './useContract';

/** 未接受: why the customer did not take the quote. */
export function DeclineDialog(props: { model: ContractModel; contract: Contract; onClose: () => void }) {
  const t = useText();
  const d = t.quotes.decline;
  const shared = useShared();
  const [typed, setTyped] = useState({ reason: '', note: '' });
  const { problems, busy, save, clear } = useSaving();
  const set = (changes: Partial<typeof typed>) => {
    setTyped((now) => ({ ...now, ...changes }));
    clear();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      await props.model.act((version) => api.Decline(props.contract.id, version, typed));
      props.onClose();
    });
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={d.title(props.contract.number)}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form className={css.dialog} onSubmit={submit} noValidate>
        <Select
          label={d.reason}
          data-autofocus
          withAsterisk
          data={lostReasons.map((code) => ({ value: code, label: shared(`opportunity.reason.${code}`) }))}
          value={typed.reason === '' ? null : typed.reason}
          error={problems.reason}
          onChange={(reason) => set({ reason: reason ?? '' })}
        />
        <Textarea
          label={d.note}
          placeholder={d.noteHint}
          autosize
          minRows={2}
          maxRows={8}
          value={typed.note}
          error={problems.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
        <div className={css.dialogFoot}>
          <Button variant="default" onClick={props.onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {d.ok}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
