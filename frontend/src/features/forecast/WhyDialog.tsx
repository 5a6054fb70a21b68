import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import type { ChanceWhyProps } from '@/lib/feature';
import { ago, money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { api, kinds, percent, type Reason } from './api';
import css from './forecast.module.css';

/** Where a probability comes from, step by step, and the closed opportunities behind it. */
export default function WhyDialog({ id, onClose }: ChanceWhyProps) {
  const t = useText();
  const w = t.forecast.why;
  const go = useGo();
  const { data, error } = useQuery({
    queryKey: ['opportunity', 'why', id],
    queryFn: () => api.Why(id),
    meta: { kinds },
  });
  const own = data?.own !== null && data?.own !== undefined;
  const value = (reason: Reason): string =>
    reason.kind === 'size'
      ? w.values[reason.value as keyof typeof w.values]
      : reason.kind === 'age'
        ? w.ages[reason.value as keyof typeof w.ages]
        : reason.value;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={w.title}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {error && <p role="alert">{sentence(error)}</p>}
      {data && (
        <>
          <div className={css.bridge}>
            <span>
              <small>{own ? w.own : w.calibrated}</small>
              <b className="num">{percent(data.probability)}</b>
            </span>
            {own && (
              <span>
                <small>{w.calibrated}</small>
                <b className="num">{percent(data.calibrated)}</b>
              </span>
            )}
            <span>
              <small>{w.guess}</small>
              <b className="num">{percent(data.guess)}</b>
            </span>
          </div>
          <table className={css.table}>
            <tbody>
              {data.reasons.map((reason) => (
                <tr key={reason.kind}>
                  <th scope="row">{w.kinds[reason.kind as keyof typeof w.kinds]}</th>
                  <td>
                    {value(reason)}
                    <span className={css.note}> {w.of(reason.won, reason.deals)}</span>
                  </td>
                  <td className={`num ${css.number}`}>
                    {reason.used ? (
                      `${percent(reason.before)} → ${percent(reason.after)}`
                    ) : (
                      <span className={css.note}>{w.unused}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <h3 className={css.heading}>{data.cases.length === 0 ? w.noCases : w.cases(data.cases.length)}</h3>
          <ul className={`${css.deals} ${css.cases}`}>
            {data.cases.map((item) => (
              <li key={item.id}>
                <button
                  type="button"
                  className={css.deal}
                  onClick={() => {
                    onClose();
                    go(`/opportunities/${item.id}`);
                  }}
                >
                  <span className={css.dealName}>{item.name}</span>
                  <span className={css.note}>
                    {[item.customerName, item.channel].filter((s) => s !== '').join(' · ')}
                  </span>
                </button>
                <span className={css.note}>{ago(item.closedAt)}</span>
                <span className={item.outcome === 'won' ? css.wonMark : css.note}>
                  {item.outcome === 'won' ? w.won : w.lost}
                </span>
                <span className={`num ${css.number}`}>{money(item.amount, item.currency)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
