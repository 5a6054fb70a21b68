import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '@/i18n';
import { dueDate, money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Block, LinkButton } from '@/ui/layout';
import { api, type Card, keys, kinds } from './api';
import css from './opportunities.module.css';
import { useWords } from './words';

const FEW = 5;

/** On 今日: opportunities that nobody does anything about, that stand still, that are overdue. */
export default function TodayOpportunities() {
  const t = useText();
  const d = t.opportunities.today;
  const o = t.opportunities;
  const waiting = useQuery({
    queryKey: keys.waiting,
    queryFn: () => api.Waiting(),
    meta: { kinds },
  }).data;
  if (!waiting) return null;
  return (
    <>
      <Part title={d.without} rows={waiting.without} total={waiting.withoutCount} view="without" />
      <Part
        title={d.late}
        rows={waiting.late}
        total={waiting.lateCount}
        view="late"
        note={(card) => <span className={css.amber}>{o.overTarget(card.days, card.targetDays)}</span>}
      />
      <Part
        title={d.past}
        rows={waiting.past}
        total={waiting.pastCount}
        view="past"
        note={(card) => <span className={css.overdue}>{dueDate(card.expectedClose)}</span>}
      />
    </>
  );
}

function Part(props: {
  title: string;
  rows: Card[];
  total: number;
  view: string;
  note?: (card: Card) => ReactNode;
}) {
  const t = useText();
  const go = useGo();
  if (props.rows.length === 0) return null;
  const rows = props.rows.slice(0, FEW);
  return (
    <Block
      title={props.title}
      actions={
        props.total > rows.length && (
          <LinkButton onClick={() => go(`/opportunities?view=${props.view}`)}>
            {t.opportunities.today.all(props.total)}
          </LinkButton>
        )
      }
    >
      <div className={css.todayCard}>
        {rows.map((card) => (
          <CardRow key={card.id} card={card} withCustomer note={props.note?.(card)} />
        ))}
      </div>
    </Block>
  );
}

/** One opportunity in a short list: what, where it stands, how much, and what is next. */
export function CardRow({
  card,
  withCustomer = false,
  note,
}: {
  card: Card;
  withCustomer?: boolean;
  note?: ReactNode;
}) {
  const t = useText();
  const go = useGo();
  const words = useWords();
  const open = card.outcome === 'open';
  return (
    <button type="button" className={css.row} onClick={() => go(`/opportunities/${card.id}`)}>
      <span className={css.rowMain}>
        <span>
          {withCustomer && `${card.customerName} `}
          <span className={withCustomer ? css.muted : css.name}>{card.name}</span>
        </span>
        <span className={css.muted}>
          {open ? card.stageName : words.outcome(card.outcome)}
          {!note && open && (
            <>
              {' · '}
              {card.nextTitle === '' ? (
                <span className={css.amber}>{t.opportunities.noNext}</span>
              ) : (
                `${dueDate(card.nextDue)} ${card.nextTitle}`
              )}
            </>
          )}
          {note && <> · {note}</>}
        </span>
      </span>
      {card.amount > 0 && <span className="num">{money(card.amount, card.currency)}</span>}
    </button>
  );
}
