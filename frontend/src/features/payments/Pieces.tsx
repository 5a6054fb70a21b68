import { Menu } from '@mantine/core';
import { IconDots, IconPaperclip, IconPencil, IconReceiptRefund, IconTrash } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { dueDate, money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { IconButton } from '@/ui/layout';
import type { Entry, Sum } from './api';
import { ask } from './ask';
import css from './payments.module.css';
import { useWords } from './words';

const tones: Record<string, string> = {
  paid: css.paid ?? '',
  soon: css.soon ?? '',
  part: css.part ?? '',
  overdue: css.overdue ?? '',
  open: css.open ?? '',
};

/** The state of a row, in a word and its colour; how long it is overdue in words. */
export function RowState({ state, dueOn }: { state: string; dueOn: string }) {
  const words = useWords();
  return (
    <span className={`${css.state} ${tones[state] ?? ''}`}>
      {state === 'overdue' || state === 'soon' ? dueDate(dueOn) : words.state(state)}
    </span>
  );
}

/** How much of an amount arrived, and how much of it is overdue. */
export function Bar(props: { paid: number; overdue: number; whole: number; label: string }) {
  const part = (n: number) => `${props.whole <= 0 ? 0 : Math.min(100, (100 * n) / props.whole)}%`;
  return (
    <div className={css.bar} role="img" aria-label={props.label}>
      <span className={css.barPaid} style={{ width: part(props.paid) }} />
      <span className={css.barOverdue} style={{ width: part(props.overdue) }} />
    </div>
  );
}

/** What is owed, overdue and paid, one line for each currency. */
export function Sums({ sums }: { sums: Sum[] }) {
  const t = useText();
  return (
    <>
      {sums.map((sum) => (
        <dl key={sum.currency} className={css.sums}>
          <Figure label={t.payments.owed} value={money(sum.owed, sum.currency)} />
          {sum.overdue > 0 && (
            <Figure label={t.payments.overdue} value={money(sum.overdue, sum.currency)} tone={css.overdue} />
          )}
          <Figure label={t.payments.paid} value={money(sum.paid, sum.currency)} />
          {sum.free !== 0 && <Figure label={t.payments.free} value={money(sum.free, sum.currency)} />}
        </dl>
      ))}
    </>
  );
}

function Figure(props: { label: string; value: string; tone?: string }) {
  return (
    <div className={css.figure}>
      <dt>{props.label}</dt>
      <dd className={`num ${props.tone ?? ''}`}>{props.value}</dd>
    </div>
  );
}

/** Payments, the latest first; each can be changed, given back or made void. */
export function PaymentList(props: { list: Entry[]; contracts: boolean }) {
  const t = useText();
  const words = useWords();
  const go = useGo();
  return (
    <ul className={css.payments}>
      {props.list.map((payment) => {
        const gone = payment.state === 'void';
        const note = [
          words.method(payment.method),
          props.contracts ? payment.contracts : '',
          payment.free > 0 && !gone ? t.payments.freeOf(money(payment.free, payment.currency)) : '',
          gone ? t.payments.voided(payment.reason) : payment.remark,
        ].filter((part) => part !== '');
        return (
          <li key={payment.id} className={gone ? css.gone : ''}>
            <span className={css.paymentMain}>
              <span className="num">{payment.paidOn}</span> <span className="num">{payment.number}</span>
              <span className={css.muted}>
                {note.join(' · ')}
                {payment.files > 0 && (
                  <button
                    type="button"
                    className={css.files}
                    title={t.payments.vouchers}
                    onClick={() => go(`/payments?peek=${payment.id}`)}
                  >
                    <IconPaperclip size="0.875rem" aria-hidden />
                    {payment.files}
                  </button>
                )}
              </span>
            </span>
            <span className={`num ${css.paymentAmount}`}>
              {payment.direction === 'refund' && (
                <span className={css.refundMark}>{words.direction('refund')}</span>
              )}
              {money(payment.direction === 'refund' ? -payment.amount : payment.amount, payment.currency)}
            </span>
            {!gone ? <PaymentMenu payment={payment} /> : <span className={css.noMenu} />}
          </li>
        );
      })}
    </ul>
  );
}

/** What can be done with a payment that counts. */
export function PaymentMenu({ payment }: { payment: Entry }) {
  const t = useText();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton label={t.payments.actionsOf(payment.number)}>
          <IconDots size="1.125rem" />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size="1.125rem" />}
          onClick={() => ask({ form: 'edit', payment })}
        >
          {t.payments.edit}
        </Menu.Item>
        {payment.direction === 'in' && (
          <Menu.Item
            leftSection={<IconReceiptRefund size="1.125rem" />}
            onClick={() =>
              ask({
                form: 'record',
                direction: 'refund',
                customerId: payment.customerId,
                contractId: payment.for.length === 1 ? payment.for[0] : undefined,
              })
            }
          >
            {t.payments.refund}
          </Menu.Item>
        )}
        <Menu.Item
          c="var(--crm-seal)"
          leftSection={<IconTrash size="1.125rem" />}
          onClick={() => ask({ form: 'void', payment })}
        >
          {t.payments.makeVoid}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
