import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { dueDate, money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { MoneyInput } from '@/ui/inputs';
import { api, type Deal, percent, type Row, type View } from './api';
import css from './forecast.module.css';

/** The months with what they come to; each opens to its opportunities. */
export function MonthsTab({ view, onWhy }: { view: View; onWhy: (id: number) => void }) {
  const t = useText();
  const f = t.forecast;
  const [open, setOpen] = useState('');
  const most = Math.max(1, ...[...view.months, ...view.open].flatMap((row) => [row.best, row.target]));
  const rows: Row[] = [...view.months, ...view.open];
  const named = (row: Row) =>
    row.key === 'overdue' || row.key === 'later' || row.key === 'undated' ? f.rows[row.key] : row.key;
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{f.columns.month}</th>
          <th scope="col" className={css.number}>
            {f.columns.won}
          </th>
          <th scope="col" className={css.number} title={f.notes.commit}>
            {f.columns.commit}
          </th>
          <th scope="col" className={css.number} title={f.notes.weighted}>
            {f.columns.weighted}
          </th>
          <th scope="col" className={css.number} title={f.notes.best}>
            {f.columns.best}
          </th>
          <th scope="col" className={css.number}>
            {f.columns.target}
          </th>
          <th scope="col" className={css.barHead}>
            <span className={css.legend}>
              <i className={css.wonFill} /> {f.columns.won}
            </span>
            <span className={css.legend}>
              <i className={css.weightedFill} /> {f.columns.weighted}
            </span>
            <span className={css.legend}>
              <i className={css.bestFill} /> {f.columns.best}
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const shown = open === row.key && row.deals.length > 0;
          return (
            <Fragment key={row.key}>
              <tr className={row.key === view.this ? css.now : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className={css.month}
                    disabled={row.deals.length === 0}
                    aria-expanded={shown}
                    aria-label={f.show(named(row))}
                    onClick={() => setOpen(shown ? '' : row.key)}
                  >
                    {shown ? <IconChevronDown size="1rem" /> : <IconChevronRight size="1rem" />}
                    <span>
                      <span className="num">{named(row)}</span>
                      {row.key === view.this && <small> {f.thisMonth}</small>}
                      <small className={css.note}>{f.deals(row.deals.length)}</small>
                    </span>
                  </button>
                </th>
                <Amount value={row.won} currency={view.currency} />
                <Amount value={row.commit} currency={view.currency} />
                <Amount value={row.weighted} currency={view.currency} strong />
                <Amount value={row.best} currency={view.currency} />
                <td className={css.number}>
                  {/^\d/.test(row.key) && (
                    <TargetInput month={row.key} amount={row.target} currency={view.currency} />
                  )}
                </td>
                <td>
                  <Bars row={row} most={most} />
                </td>
              </tr>
              {shown && (
                <tr className={css.opened}>
                  <td colSpan={7}>
                    <Deals row={row} currency={view.currency} onWhy={onWhy} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

function Amount({ value, currency, strong }: { value: number; currency: string; strong?: boolean }) {
  return (
    <td className={`num ${css.number} ${strong ? css.strong : ''}`}>
      {value === 0 ? <span className={css.none}>—</span> : money(value, currency)}
    </td>
  );
}

/** Won, weighted and best case on one line, and a mark where the target is. */
function Bars({ row, most }: { row: Row; most: number }) {
  const t = useText();
  const width = (amount: number) => `${((100 * amount) / most).toFixed(2)}%`;
  const reached = row.target > 0 ? `${Math.round((100 * row.weighted) / row.target)}%` : '';
  return (
    <div className={css.bars} title={reached && `${t.forecast.columns.reach} ${reached}`}>
      <span className={css.track}>
        <span className={css.bestFill} style={{ width: width(row.best) }} />
        <span className={css.weightedFill} style={{ width: width(row.weighted) }} />
        <span className={css.wonFill} style={{ width: width(row.won) }} />
        {row.target > 0 && <span className={css.mark} style={{ left: width(row.target) }} />}
      </span>
      <span className={`num ${css.reach}`}>{reached}</span>
    </div>
  );
}

/** The target of a month, edited in its place. */
function TargetInput(props: { month: string; amount: number; currency: string }) {
  const t = useText();
  const [typed, setTyped] = useState<number | null>();
  const save = () => {
    if (typed === undefined) return;
    const amount = typed ?? 0;
    setTyped(undefined);
    if (amount !== props.amount)
      void api
        .SetTarget(props.month, props.currency, amount)
        .catch((cause) => show({ text: sentence(cause), tone: 'bad' }));
  };
  return (
    <MoneyInput
      aria-label={t.forecast.targetOf(props.month)}
      placeholder={t.forecast.setTarget}
      variant="unstyled"
      className={css.target}
      problem={t.forecast.badAmount}
      value={typed === undefined ? (props.amount === 0 ? null : props.amount) : typed}
      onChange={setTyped}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setTyped(undefined);
      }}
    />
  );
}

function Deals({ row, currency, onWhy }: { row: Row; currency: string; onWhy: (id: number) => void }) {
  const t = useText();
  const go = useGo();
  return (
    <ul className={css.deals}>
      {row.deals.map((deal: Deal) => (
        <li key={deal.id}>
          <button type="button" className={css.deal} onClick={() => go(`/opportunities/${deal.id}`)}>
            <span className={css.dealName}>{deal.name}</span>
            <span className={css.note}>
              {deal.customerName} · {deal.stageName}
            </span>
          </button>
          <span className={css.note}>
            {deal.outcome === 'open' && deal.expectedClose !== '' && dueDate(deal.expectedClose)}
          </span>
          {deal.outcome === 'open' ? (
            <button
              type="button"
              className={css.chance}
              aria-label={t.forecast.why.open(deal.name)}
              title={t.forecast.why.title}
              onClick={() => onWhy(deal.id)}
            >
              <span className="num">{percent(deal.probability)}</span>
            </button>
          ) : (
            <span className={css.wonMark}>{t.forecast.columns.won}</span>
          )}
          <span className={`num ${css.number}`}>{money(deal.amount, currency)}</span>
          <span className={`num ${css.number} ${css.strong}`}>{money(deal.weighted, currency)}</span>
        </li>
      ))}
    </ul>
  );
}
