import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useApprovalRules } from '@/lib/approvals';
import { useSaving } from '@/lib/saving';
import { useStaff } from '@/lib/staff';
import { api, reasons } from './api';
import { type Meanwhile, meanwhile, told } from './conflict';
import css from './opportunities.module.css';
import { useWords } from './words';

export type Ending = 'won' | 'lost' | 'void';

/** What is being closed: as which stage it was seen in, and how it ends. */
export interface Closed {
  id: number;
  name: string;
  from: number;
  as: Ending;
}

/** 赢单, 输单: why, against whom, and what to remember. */
export function CloseDialog({ asked, onClose }: { asked: Closed | undefined; onClose: () => void }) {
  const t = useText();
  return (
    <Modal
      opened={asked !== undefined}
      onClose={onClose}
      title={asked && t.opportunities.close[asked.as](asked.name)}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {asked && <Form key={asked.id} asked={asked} onClose={onClose} />}
    </Modal>
  );
}

function Form({ asked, onClose }: { asked: Closed; onClose: () => void }) {
  const t = useText();
  const c = t.opportunities.close;
  const words = useWords();
  const [typed, setTyped] = useState({ reason: '', competitor: '', note: '' });
  const { problems, busy, save, clear } = useSaving();
  const client = useQueryClient();
  const { canApprove } = useStaff();
  const ask = useApprovalRules()?.lost === true && !canApprove && asked.as === 'lost';
  // What somebody else did with it before this was sent.
  const [now, setNow] = useState<Meanwhile | undefined>();
  const set = (changes: Partial<typeof typed>) => {
    setTyped((now) => ({ ...now, ...changes }));
    clear();
  };
  const done = ask ? t.approvals.ask : c.ok[asked.as];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      try {
        const from = now?.stageId || asked.from;
        if (ask) await api.AskLost(asked.id, from, typed);
        else await api.Close(asked.id, from, { outcome: asked.as, ...typed });
        onClose();
      } catch (cause) {
        const other = meanwhile(cause);
        if (!other) throw cause;
        setNow(other);
        void client.invalidateQueries({ queryKey: ['opportunity'] });
      }
    });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      {now && (
        <p className={css.warned} role="alert">
          {told(t, now)} {now.stageId === 0 ? t.opportunities.conflict.notClosed : ''}
        </p>
      )}
      {ask && <p className={css.lead}>{t.approvals.lostNote}</p>}
      {asked.as !== 'void' && (
        <>
          <Select
            label={asked.as === 'won' ? c.reasonWon : c.reasonLost}
            data-autofocus
            withAsterisk={asked.as === 'lost'}
            clearable={asked.as === 'won'}
            data={reasons[asked.as].map((code) => ({ value: code, label: words.reason(code) }))}
            value={typed.reason === '' ? null : typed.reason}
            error={problems.closingReason}
            onChange={(reason) => set({ reason: reason ?? '' })}
          />
          <TextInput
            label={c.competitor}
            value={typed.competitor}
            error={problems.competitor}
            onChange={(event) => set({ competitor: event.currentTarget.value })}
          />
        </>
      )}
      <Textarea
        label={c.note}
        placeholder={c.noteHint}
        autosize
        minRows={2}
        maxRows={8}
        value={typed.note}
        error={problems.closingNote}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      <div className={css.formFoot}>
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        {now?.stageId !== 0 && (
          <Button type="submit" loading={busy}>
            {now ? t.opportunities.conflict.anyway(done) : done}
          </Button>
        )}
      </div>
    </form>
  );
}
