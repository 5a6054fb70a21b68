import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Block, LinkButton } from '@/ui/layout';
import { api, type Due, keys, kinds } from './api';
import { ask } from './ask';
import { RowState } from './Pieces';
import css from './payments.module.css';
import { useWords } from './words';

/** How many are shown until more are asked for, so that the tasks stay on the first screen. */
const SHOWN = 3;

/** 应收款 at the top of 今日: the sums, and what is overdue or will be soon, each one key from being recorded. */
export default function TodayMoney() {
  const t = useText();
  const go = useGo();
  const [open, setOpen] = useState(false);
  const overview = useQuery({
    queryKey: keys.overview,
    queryFn: () => api.Overview(),
    meta: { kinds },
  }).data;
  if (!overview || overview.overdueCount + overview.soonCount === 0) return null;
  const p = t.payments;
  const late = overview.sums.filter((sum) => sum.overdue > 0);
  const soon = overview.sums.filter((sum) => sum.soon > 0);
  const dues = [...overview.overdue, ...overview.soon];
  return (
    <Block
      title={p.today}
      beside={
        <>
          {late.length > 0 && (
            <span className={`num ${css.todaySum} ${css.overdue}`}>
              {p.overdueSum(late.map((s) => money(s.overdue, s.currency)).join(' + '), overview.overdueCount)}
            </span>
          )}
          {soon.length > 0 && (
            <span className={`num ${css.todaySum} ${css.soon}`}>
              {p.soonSum(soon.map((s) => money(s.soon, s.currency)).join(' + '), overview.soonCount)}
            </span>
          )}
        </>
      }
      actions={
        <>
          {dues.length > SHOWN && (
            <LinkButton onClick={() => setOpen(!open)}>
              {open ? p.fewer : p.moreDue(dues.length - SHOWN)}
            </LinkButton>
          )}
          {overview.overdueCount > overview.overdue.length && (
            <LinkButton onClick={() => go('/customers?view=overdue')}>{p.allOverdue}</LinkButton>
          )}
          <LinkButton onClick={() => go('/payments')}>{p.title}</LinkButton>
        </>
      }
    >
      <ul className={css.todayDues}>
        {dues.slice(0, open ? dues.length : SHOWN).map((due) => (
          <DueCard key={due.rowId} due={due} />
        ))}
      </ul>
    </Block>
  );
}

function DueCard({ due }: { due: Due }) {
  const t = useText();
  const words = useWords();
  const go = useGo();
  const number = due.number || due.name;
  return (
    <li className={css.dueCard}>
      <button
        type="button"
        className={css.cardMain}
        title={due.note}
        onClick={() => go(`/contracts/${due.contractId}?tab=payments`)}
      >
        <span className={css.cardName}>{due.customerName}</span>
        <span className={css.cardLine}>
          <span className="num">{money(due.amount, due.currency)}</span>
          <RowState state={due.state} dueOn={due.dueOn} />
          <span className={css.cardNote}>
            <span className="num">{number}</span> {t.payments.rowNo(due.n)} {words.kind(due.kind)}
          </span>
        </span>
      </button>
      <LinkButton
        title={t.payments.takeFrom(due.customerName)}
        onClick={() =>
          ask({
            form: 'record',
            direction: 'in',
            customerId: due.customerId,
            contractId: due.contractId,
            rowId: due.rowId,
          })
        }
      >
        {t.payments.take}
      </LinkButton>
    </li>
  );
}
