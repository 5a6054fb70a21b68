import { Button, Group, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { useSaving } from '@/lib/saving';
import { api, type Entry } from './api';
import css from './payments.module.css';
import { useWords } from './words';

/** Why a payment is void; it keeps its number and counts no more. */
export function VoidForm({ payment, onClose }: { payment: Entry; onClose: () => void }) {
  const t = useText();
  const words = useWords();
  const [reason, setReason] = useState('');
  const { problems, busy, save, clear } = useSaving();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      await api.Cancel(payment.id, payment.version, reason);
      onClose();
    });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <p>
        {payment.customerName} · <span className="num">{payment.paidOn}</span> ·{' '}
        <span className="num">{money(payment.amount, payment.currency)}</span>
      </p>
      <p className={css.muted}>{t.payments.voidNote}</p>
      <Textarea
        label={words.field('reason')}
        data-autofocus
        autosize
        minRows={3}
        withAsterisk
        value={reason}
        error={problems.reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          clear();
        }}
      />
      <Group justify="flex-end" className={css.foot}>
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" color="red" loading={busy}>
          {t.payments.makeVoid}
        </Button>
      </Group>
    </form>
  );
}
