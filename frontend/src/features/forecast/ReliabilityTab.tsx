import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { Empty } from '@/ui/layout';
import { api, kinds, percent } from './api';
import css from './forecast.module.css';

/** How well probabilities did: what was foretold beside what came of it. */
export function ReliabilityTab() {
  const t = useText();
  const r = t.forecast.reliability;
  const { data, error } = useQuery({
    queryKey: ['opportunity', 'reliability'],
    queryFn: () => api.Reliability(),
    meta: { kinds },
  });
  if (error) return <Empty title={sentence(error)} />;
  if (!data) return null;
  if (data.n === 0) return <Empty title={r.few} />;
  const gain = 1 - data.brier / data.constant;
  const share = `${Math.abs(100 * gain).toFixed(1)}%`;
  return (
    <>
      <p className={css.lead}>{r.lead(data.n)}</p>
      <div className={css.bridge}>
        <span>
          <small>{r.ours}</small>
          <b className="num">{data.brier.toFixed(3)}</b>
        </span>
        <span>
          <small>{r.constant}</small>
          <b className="num">{data.constant.toFixed(3)}</b>
        </span>
        <span>
          <small>{r.coin}</small>
          <b className="num">0.250</b>
        </span>
      </div>
      <p className={css.lead}>
        {r.brier} · {Math.abs(gain) < 0.0005 ? r.same : gain > 0 ? r.better(share) : r.worse(share)}
      </p>
      <table className={`${css.table} ${css.narrow}`}>
        <thead>
          <tr>
            <th scope="col">{r.band}</th>
            <th scope="col" className={css.number}>
              {r.n}
            </th>
            <th scope="col" className={css.number}>
              {r.mean}
            </th>
            <th scope="col" className={css.number}>
              {r.came}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {data.bands.map((band) => (
            <tr key={band.low}>
              <th scope="row" className="num">
                {percent(band.low)}–{percent(band.high)}
              </th>
              <td className={`num ${css.number}`}>{band.n}</td>
              <td className={`num ${css.number}`}>{percent(band.mean)}</td>
              <td className={`num ${css.number} ${css.strong}`}>{percent((10000 * band.won) / band.n)}</td>
              <td>
                <span className={css.track}>
                  <span className={css.wonFill} style={{ width: percent((10000 * band.won) / band.n) }} />
                  <span className={css.mark} style={{ left: percent(band.mean) }} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
