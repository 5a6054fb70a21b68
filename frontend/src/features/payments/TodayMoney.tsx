import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { LinkButton } from '@/ui/layout';
import { api, type Due, keys, kinds } from './api';
import { ask } from './ask';
import { RowState } from './Pieces';
import css from './payments.module.css';
import { useWords } from './words';

/** 应收款 on 今日: what is overdue and what is due within seven days, each one key from being recorded. */
export default function TodayMoney() {
  const t = useText();
  const go = useGo();
  const overview = useQuery({
    queryKey: keys.overview,
    queryFn: () => api.Overview(),
    meta: { kinds },
  }).data;
  if (!overview || overview.overdueCount + overview.soonCount === 0) return null;
  const p = t.payments;
  const late = overview.sums.filter((sum) => sum.overdue > 0);
  const soon = overview.sums.filter((sum) => sum.soon > 0);
  return (
    <section aria-label={p.today}>
      <h2 className={css.todayTitle}>
        {p.today}
        {late.length > 0 && (
          <span className={`${css.todaySum} ${css.overdue}`}>
            {p.overdueSum(late.map((s) => money(s.overdue, s.currency)).join(' + '), overview.overdueCount)}
          </span>
        )}
        {soon.length > 0 && (
          <span className={`${css.todaySum} ${css.soon}`}>
            {p.soonSum(soon.map((s) => money(s.soon, s.currency)).join(' + '))}
          </span>
        )}
        <span className={css.gap} />
        <LinkButton onClick={() => go('/payments')}>{p.title}</LinkButton>
      </h2>
      <div className={css.card}>
        {[...overview.overdue, ...overview.soon].map((due) => (
          <DueRow key={due.rowId} due={due} />
        ))}
      </div>
      {overview.overdueCount > overview.overdue.length && (
        <LinkButton onClick={() => go('/customers?view=overdue')}>{p.allOverdue}</LinkButton>
      )}
    </section>
  );
}

function DueRow({ due }: { due: Due }) {
  const t = useText();
  const words = useWords();
  const go = useGo();
  return (
    <div className={css.cardRow}>
      <button
        type="button"
        className={css.cardMain}
        onClick={() => go(`/contracts/${due.contractId}?tab=payments`)}
      >
        <span className={css.cardName}>{due.customerName}</span>
        <span className={css.muted}>
          <span className="num">{due.number || due.name}</span> {t.payments.rowNo(due.n)}{' '}
          {words.kind(due.kind)}
        </span>
      </button>
      <RowState state={due.state} dueOn={due.dueOn} />
      <span className={`num ${css.cardAmount}`}>{money(due.amount, due.currency)}</span>
      <LinkButton
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
    </div>
  );
}
