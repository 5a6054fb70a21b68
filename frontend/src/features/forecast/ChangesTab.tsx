import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { ourCurrency } from '@/lib/currency';
import { sentence } from '@/lib/errors';
import { money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Empty } from '@/ui/layout';
import { api, type Change, kinds, type Question } from './api';
import css from './forecast.module.css';

type Kind = 'new' | 'won' | 'lost' | 'removed' | 'reopened' | 'amount' | 'date' | 'stage' | 'own' | 'time';

const signed = (amount: number, currency: string): string =>
  `${amount > 0 ? '+' : amount < 0 ? '−' : ''}${money(Math.abs(amount), currency)}`;

/** What moved the forecast in a week: from then to now, and by which opportunities. */
export function ChangesTab({ question }: { question: Question }) {
  const t = useText();
  const c = t.forecast.changes;
  const go = useGo();
  const unit = question.currency === '' ? ourCurrency() : question.currency;
  const { data, error } = useQuery({
    queryKey: ['opportunity', 'changes', question],
    queryFn: () => api.Changes(question, 7),
    meta: { kinds },
  });
  if (error) return <Empty title={sentence(error)} />;
  if (!data) return null;
  const said = (row: Change): string => {
    const parts: string[] = [];
    for (const kind of [row.kind, ...row.also] as Kind[]) {
      if (kind === 'amount') parts.push(`${money(row.amountWas, unit)} → ${money(row.amountNow, unit)}`);
      else if (kind === 'date') parts.push(`${row.closeWas || c.noDate} → ${row.closeNow || c.noDate}`);
      else if (kind === 'stage') parts.push(`${row.stageWas} → ${row.stageNow}`);
    }
    return parts.join(' · ');
  };
  return (
    <>
      <div className={css.bridge}>
        <span>
          <small>{c.was}</small>
          <b className="num">{money(data.was, unit)}</b>
        </span>
        {data.kinds.map((kind) => (
          <span key={kind.kind}>
            <small>
              {c.kinds[kind.kind as Kind]} <span className="num">{kind.count}</span>
            </small>
            <b className={`num ${kind.delta < 0 ? css.less : css.more}`}>{signed(kind.delta, unit)}</b>
          </span>
        ))}
        <span>
          <small>{c.now}</small>
          <b className="num">{money(data.now, unit)}</b>
        </span>
      </div>
      <p className={css.lead}>{data.rows.length === 0 ? c.none : c.note}</p>
      {data.rows.length > 0 && (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{c.what}</th>
              <th scope="col">{c.how}</th>
              <th scope="col" className={css.number}>
                {c.delta}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <button type="button" className={css.deal} onClick={() => go(`/opportunities/${row.id}`)}>
                    <span className={css.dealName}>{row.name}</span>
                    <span className={css.note}>{row.customerName}</span>
                  </button>
                </td>
                <td>
                  {[row.kind, ...row.also].map((kind) => c.kinds[kind as Kind]).join(' · ')}
                  <span className={css.note}> {said(row)}</span>
                </td>
                <td className={`num ${css.number} ${row.delta < 0 ? css.less : css.more}`}>
                  {signed(row.delta, unit)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
