import { IconGripVertical, IconX } from '@tabler/icons-react';
import { memo, type PointerEvent } from 'react';
import { useText } from '@/i18n';
import { formatAmount } from '@/ui/amount';
import { type Cell, type Draft, isNumeric, isZero } from './lines';
import css from './lines.module.css';

/** One line: its cells, and below them the reason of a price under the floor. */
export const LineRow = memo(function LineRow(props: {
  row: Draft;
  no: number;
  shown: string;
  bad: string;
  sum: number | undefined;
  /** Says that the price is under the floor of its product; undefined when it is not. */
  under: string | undefined;
  /** Ask for the reason of that now. */
  ask: boolean;
  disabled: boolean;
  /** The list of products below the name, and the one marked in it. */
  offers: string | undefined;
  offered: string | undefined;
  onEdit: (key: number, cell: Cell, value: string) => void;
  onReason: (key: number, reason: string) => void;
  onLeave: (key: number, cell: Cell) => void;
  onRemove: (key: number) => void;
  onDrag: (event: PointerEvent<HTMLElement>, key: number) => void;
}) {
  const { row, no, disabled } = props;
  const t = useText();
  const w = t.contracts.lines;
  const bad = props.bad.split(' ');
  const asks = props.under !== undefined && props.ask;
  const zero = !disabled && isZero(row);
  return (
    <div role="row" className={`${css.row} ${asks || zero ? css.asking : ''}`} data-line={row.key}>
      <span role="cell" className={css.grip}>
        <span
          className={css.handle}
          title={w.move}
          onPointerDown={disabled ? undefined : (event) => props.onDrag(event, row.key)}
        >
          <IconGripVertical size="1rem" className={css.dots} />
          <span className={`${css.no} num`}>{no}</span>
        </span>
      </span>
      {(props.shown.split(' ') as Cell[]).map((cell) => (
        <span key={cell} role="cell" className={css[cell]}>
          <input
            className={`${css.input} ${isNumeric(cell) ? css.numeric : ''} ${cell === 'price' && props.under !== undefined ? css.under : ''}`}
            aria-label={w.cell(no, w.columns[cell])}
            aria-invalid={bad.includes(cell) || undefined}
            title={
              bad.includes(cell)
                ? cell === 'name'
                  ? w.needName
                  : w.badNumber
                : cell === 'price'
                  ? props.under
                  : undefined
            }
            placeholder={cell === 'name' && bad.includes('name') ? w.needName : undefined}
            data-row={row.key}
            data-cell={cell}
            inputMode={isNumeric(cell) ? 'decimal' : undefined}
            autoComplete="off"
            disabled={disabled}
            {...(cell === 'name' && {
              role: 'combobox',
              'aria-autocomplete': 'list',
              'aria-expanded': props.offers !== undefined,
              'aria-controls': props.offers,
              'aria-activedescendant': props.offered,
            })}
            value={row[cell]}
            onChange={(event) => props.onEdit(row.key, cell, event.currentTarget.value)}
            onBlur={() => props.onLeave(row.key, cell)}
          />
        </span>
      ))}
      <span role="cell" className={`${css.subtotal} ${css.end} num`}>
        {props.sum === undefined ? '—' : formatAmount(props.sum)}
      </span>
      <span role="cell" className={css.remove}>
        {!disabled && (
          <button
            type="button"
            tabIndex={-1}
            className={css.x}
            aria-label={w.removeRow(no)}
            title={w.removeRow(no)}
            onClick={() => props.onRemove(row.key)}
          >
            <IconX size="0.9375rem" />
          </button>
        )}
      </span>
      {zero && (
        <span role="cell" className={css.why}>
          <span className={css.floor}>{w.zero}</span>
        </span>
      )}
      {asks && !zero && (
        <span role="cell" className={css.why}>
          <span className={css.floor}>{props.under}</span>
          <input
            className={css.reason}
            aria-label={w.floorReasonOf(no)}
            aria-invalid={row.floorReason.trim() === '' || undefined}
            placeholder={disabled ? undefined : w.floorReason}
            data-reason={row.floorReason.trim()}
            maxLength={200}
            autoComplete="off"
            disabled={disabled}
            value={row.floorReason}
            onChange={(event) => props.onReason(row.key, event.currentTarget.value)}
          />
        </span>
      )}
    </div>
  );
});
