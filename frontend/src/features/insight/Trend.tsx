import { useText } from '@/i18n';
import type { DayShare } from './api';
import css from './insight.module.css';

/** Whole percent; never 100 % while somebody is missing, never 0 % while somebody is there. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0%';
  const exact = (100 * part) / whole;
  const shown = part === whole ? 100 : part === 0 ? 0 : Math.min(Math.max(Math.round(exact), 1), 99);
  return `${shown}%`;
}

const WIDTH = 240;
const HEIGHT = 72;
const PAD = 4;

/** The share over the days that were noted, from 0 to 100 %. */
export function Trend({ days }: { days: DayShare[] }) {
  const t = useText();
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return null;
  if (days.length < 2)
    return (
      <div className={css.trend}>
        <div className={css.muted}>{t.insight.trend}</div>
        <p className={css.muted}>{t.insight.trendToday}</p>
      </div>
    );
  const start = Date.parse(first.day);
  const span = Math.max(Date.parse(last.day) - start, 1);
  const at = (d: DayShare) => {
    const x = PAD + ((WIDTH - 2 * PAD) * (Date.parse(d.day) - start)) / span;
    const y = HEIGHT - PAD - (HEIGHT - 2 * PAD) * (d.total === 0 ? 0 : d.complete / d.total);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  const from = percent(first.complete, first.total);
  const to = percent(last.complete, last.total);
  const [x, y] = at(last).split(',');
  return (
    <figure className={css.trend}>
      <figcaption className={css.muted}>{t.insight.trend}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t.insight.trendLabel(first.day, from, to)}
        className={css.chart}
      >
        <path d={`M0 ${PAD}H${WIDTH}M0 ${HEIGHT - PAD}H${WIDTH}`} className={css.rule} />
        <polyline points={days.map(at).join(' ')} className={css.line} />
        <circle cx={x} cy={y} r="3" className={css.dot} />
      </svg>
      <div className={`num ${css.ends}`}>
        <span>
          {from} · {first.day}
        </span>
        <span>{to}</span>
      </div>
    </figure>
  );
}
