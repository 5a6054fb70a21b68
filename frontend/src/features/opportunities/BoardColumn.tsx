import { IconAlertTriangle, IconPencil } from '@tabler/icons-react';
import { memo, useLayoutEffect, useRef } from 'react';
import { type Text, useText } from '@/i18n';
import { dueDate, money, moneyShort, today } from '@/lib/format';
import { rootPixels, useTextSize } from '@/lib/prefs';
import { formatScaled } from '@/ui/amount';
import { useRows } from '@/ui/rows';
import type { Card, Column, Sum } from './api';
import css from './board.module.css';
import { chance } from './words';

/** Height of a card with the gap below it, in rem; all are equal, so that only those in sight are drawn. */
const STEP = 6.75;

/** What cards come to, one amount for each currency. */
export function SumText({ sums }: { sums: Sum[] }) {
  const t = useText();
  return (
    <>
      {sums.map((sum) => (
        <span key={sum.currency} className={css.sum}>
          <span className="num" title={money(sum.total, sum.currency, true)}>
            {moneyShort(sum.total, sum.currency)}
          </span>
          <span className={`num ${css.weighted}`} title={money(sum.weighted, sum.currency, true)}>
            {t.opportunities.weighted(moneyShort(sum.weighted, sum.currency))}
          </span>
        </span>
      ))}
    </>
  );
}

/** A stage of the board with its cards. */
export const BoardColumn = memo(function BoardColumn(props: {
  column: Column;
  /** The card of this column that the keyboard is on; 0 for none. */
  current: number;
  /** The keyboard moved there: bring it into sight and focus it. */
  focus: number;
  onEdit: (stageId: number) => void;
}) {
  const { column, current } = props;
  const t = useText();
  const o = t.opportunities;
  useTextSize(); // cards are measured in rem
  const frame = useRef<HTMLDivElement>(null);
  const height = STEP * rootPixels();
  const rows = useRows(frame, column.cards.length, height, 0);
  const at = current === 0 ? -1 : column.cards.findIndex((card) => card.id === current);
  const wanted = useRef(0);
  useLayoutEffect(() => {
    if (at < 0 || wanted.current === props.focus) return;
    rows.scrollTo(at);
    const card = frame.current?.querySelector<HTMLElement>(`[data-card="${current}"]`);
    if (!card) return; // drawn with the next round
    wanted.current = props.focus;
    card.focus({ preventScroll: true });
  });
  const name = column.stage.name;
  return (
    <section
      className={css.column}
      data-drop={column.stage.id}
      data-colour={column.stage.colour}
      aria-label={o.columnOf(name, column.cards.length)}
    >
      <header className={css.columnHead}>
        <button
          type="button"
          className={css.stage}
          title={o.pipelines.editStage(name)}
          onClick={() => props.onEdit(column.stage.id)}
        >
          <span className={css.stageName}>{name}</span>
          <span className={css.number}>{column.cards.length}</span>
          <IconPencil size="0.875rem" className={css.pencil} />
        </button>
        <div className={css.sums}>
          <SumText sums={column.sums} />
        </div>
      </header>
      <div className={css.cards} ref={frame}>
        <div style={{ height: column.cards.length * height, position: 'relative' }}>
          {column.cards.slice(rows.first, rows.last + 1).map((card, n) => (
            <BoardCard
              key={card.id}
              card={card}
              top={(rows.first + n) * height}
              reachable={card.id === current || (at < 0 && rows.first + n === 0)}
            />
          ))}
        </div>
      </div>
    </section>
  );
});

/** Whose word the probability of a card is. */
const chanceOf = (t: Text, card: Card): string => {
  const o = t.opportunities;
  if (card.own) return o.own;
  return card.learned ? o.learned(o.percent(formatScaled(card.guess, 2))) : o.byStage;
};

const BoardCard = memo(function BoardCard({
  card,
  top,
  reachable,
}: {
  card: Card;
  top: number;
  reachable: boolean;
}) {
  const t = useText();
  const o = t.opportunities;
  const late = card.targetDays > 0 && card.days > card.targetDays;
  const overdue = card.nextDue !== '' && card.nextDue < today();
  return (
    <button
      type="button"
      className={css.card}
      style={{ top }}
      data-card={card.id}
      tabIndex={reachable ? 0 : -1}
    >
      <span className={css.cardName} title={card.name}>
        {card.name}
      </span>
      <span className={css.cardCustomer}>{card.customerName}</span>
      <span className={css.cardMoney}>
        {card.amount > 0 ? (
          <span className="num">{money(card.amount, card.currency)}</span>
        ) : (
          <span className={css.quiet}>{o.noAmount}</span>
        )}
        <span className={`num ${css.quiet}`} title={chanceOf(t, card)}>
          {chance(t, card)}
        </span>
      </span>
      <span className={css.cardFoot}>
        {card.nextTitle === '' ? (
          <span className={css.noNext}>{o.noNext}</span>
        ) : (
          <span className={overdue ? css.overdue : css.next} title={card.nextTitle}>
            {dueDate(card.nextDue)} {card.nextTitle}
          </span>
        )}
        <span
          className={late ? css.late : css.quiet}
          title={late ? o.overTarget(card.days, card.targetDays) : o.inStage(card.days)}
        >
          {late && <IconAlertTriangle size="0.875rem" />}
          {o.days(card.days)}
        </span>
      </span>
    </button>
  );
});
