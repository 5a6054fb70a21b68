import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Block, LinkButton } from '@/ui/layout';
import type { Row } from './api';
import css from './cards.module.css';

/** A short list of contracts on 今日; nothing to show is nothing at all. */
export function TodayList(props: {
  title: string;
  rows: Row[];
  total?: number;
  more?: string;
  /** Where its rows are opened. */
  at?: string;
  when: (row: Row) => string;
}) {
  const t = useText();
  const go = useGo();
  const { rows, total, more } = props;
  if (rows.length === 0) return null;
  return (
    <Block
      title={props.title}
      actions={
        total !== undefined &&
        total > rows.length &&
        more && <LinkButton onClick={() => go(more)}>{t.contracts.all(total)}</LinkButton>
      }
    >
      <div className={css.card}>
        {rows.map((row) => (
          <button
            key={row.id}
            type="button"
            className={css.cardRow}
            onClick={() => go(`${props.at ?? '/contracts'}/${row.id}`)}
          >
            <span className={css.cardName}>
              {row.customerName} <span className={css.cardNote}>{row.name}</span>
            </span>
            {row.amount !== 0 && <span className="num">{money(row.amount, row.currency)}</span>}
            <span className={css.cardWhen}>{props.when(row)}</span>
          </button>
        ))}
      </div>
    </Block>
  );
}
