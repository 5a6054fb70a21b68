import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useText } from '@/i18n';
import { count } from '@/lib/format';
import { isComposing } from '@/lib/ime';
import { rootPixels, useTextSize } from '@/lib/prefs';
import css from './DataGrid.module.css';
import { isPicked, nothingPicked, type Selection, selectedCount, toggled } from './selection';

/** One column. Widths are rem; columns leave by `priority` (highest first) when the grid is narrow. */
export interface Column<Row> {
  key: string;
  header: string;
  width: number;
  grow?: number;
  /** 0 never leaves. */
  priority: number;
  align?: 'end';
  sortable?: boolean;
  render: (row: Row) => ReactNode;
}

export interface Sort {
  by: string;
  desc: boolean;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  total: number;
  rowAt: (index: number) => Row | undefined;
  idOf: (row: Row) => number;
  onRange: (first: number, last: number) => void;
  stale?: boolean;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Index of the row the keyboard is on; -1 none. */
  current: number;
  onCurrent: (index: number, row: Row | undefined, by: 'key' | 'mouse') => void;
  /** Enter or double click. */
  onOpen: (row: Row) => void;
  onEscape?: () => void;
  selection?: Selection;
  onSelection?: (selection: Selection) => void;
  /** Stands in place of the hint line, e.g. the bar of a selection. */
  footer?: ReactNode;
  empty: ReactNode;
}

/** The columns that fit, in order: `priority` 0 always stays. Exported for its test. */
export function fitting<Row>(columns: Column<Row>[], width: number, fixed: number): Column<Row>[] {
  let kept = columns;
  const need = (list: Column<Row>[]) => fixed + list.reduce((sum, c) => sum + c.width, 0);
  while (need(kept) > width) {
    const last = Math.max(...kept.map((c) => c.priority));
    if (last === 0) break;
    const drop = kept.findLastIndex((c) => c.priority === last);
    kept = kept.filter((_, i) => i !== drop);
  }
  return kept;
}

/**
 * A list of any length: only the rows in sight exist, as plain elements (kit components inside
 * rows cost twice the frame). Rows come in windows through `rowAt` and `onRange`.
 */
export function DataGrid<Row>(props: Props<Row>) {
  const { columns, total, rowAt, current, selection, onSelection, onRange } = props;
  const t = useText();
  const id = useId();
  const size = useTextSize();
  const rem = rootPixels();
  const rowHeight = Math.round(2.75 * rem);
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text size changes every row's height
  useEffect(() => virtual.measure(), [size, virtual]);

  // The cursor may be set from outside: a panel opened by its address, next and previous in the panel.
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the cursor moves, not when rows arrive
  useEffect(() => {
    if (current >= 0 && current < total) virtual.scrollToIndex(current, { align: 'auto' });
  }, [current, virtual]);

  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: reported when the range moves, not when the callback is new
  useEffect(() => onRange(first, last), [first, last]);

  const shown = useMemo(
    () =>
      width === 0
        ? columns.filter((c) => c.priority === 0)
        : fitting(columns, width / rem, onSelection ? 4.5 : 1.5),
    [columns, width, rem, onSelection],
  );

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index));
    if (total === 0) return;
    virtual.scrollToIndex(next, { align: 'auto' });
    props.onCurrent(next, rowAt(next), 'key');
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (isComposing(event.nativeEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: total - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) {
      event.preventDefault();
      moveTo(target);
      return;
    }
    const row = current >= 0 ? rowAt(current) : undefined;
    if (event.key === 'Enter' && row && event.target === event.currentTarget) {
      event.preventDefault();
      props.onOpen(row);
    } else if (
      event.code === 'Space' &&
      row &&
      selection &&
      onSelection &&
      event.target === event.currentTarget
    ) {
      event.preventDefault();
      onSelection(toggled(selection, props.idOf(row)));
    } else if (event.key === 'Escape') {
      if (selection && onSelection && selectedCount(selection, total) > 0) onSelection(nothingPicked);
      else props.onEscape?.();
    }
  };

  const picked = selection ? selectedCount(selection, total) : 0;
  return (
    <div
      ref={frame}
      className={css.grid}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-multiselectable={selection !== undefined}
      aria-activedescendant={current >= first && current <= last ? `${id}-${current}` : undefined}
      onKeyDown={onKeyDown}
      data-grid
    >
      <div className={css.head} role="row" aria-rowindex={1}>
        {selection && onSelection && (
          <div className={css.check} role="columnheader">
            <input
              type="checkbox"
              className={css.box}
              aria-label={t.ui.grid.selectAll}
              checked={picked > 0 && picked === total}
              ref={(box) => {
                if (box) box.indeterminate = picked > 0 && picked < total;
              }}
              onChange={() =>
                onSelection(picked === total ? nothingPicked : { mode: 'all', except: new Set() })
              }
            />
          </div>
        )}
        {shown.map((column) => (
          <HeadCell key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
        ))}
      </div>
      <div ref={scroller} className={css.scroll} role="presentation">
        {total === 0 ? (
          props.empty
        ) : (
          <div
            className={`${css.space} ${props.stale ? css.stale : ''}`}
            role="presentation"
            style={{ height: virtual.getTotalSize() }}
          >
            {items.map((item) => {
              const row = rowAt(item.index);
              const rowId = row ? props.idOf(row) : 0;
              const isCurrent = item.index === current;
              const checked = row !== undefined && selection !== undefined && isPicked(selection, rowId);
              return (
                <div
                  key={item.index}
                  id={`${id}-${item.index}`}
                  className={`${css.row} ${isCurrent ? css.current : checked ? css.picked : ''}`}
                  role="row"
                  tabIndex={-1}
                  aria-rowindex={item.index + 2}
                  aria-selected={selection ? checked : isCurrent}
                  style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
                  onClick={() => {
                    frame.current?.focus({ preventScroll: true });
                    if (row) props.onCurrent(item.index, row, 'mouse');
                  }}
                  onDoubleClick={() => row && props.onOpen(row)}
                >
                  {selection && onSelection && (
                    <label className={css.check} onClick={(event) => event.stopPropagation()}>
                      <input
                        type="checkbox"
                        tabIndex={-1}
                        className={css.box}
                        aria-label={t.ui.grid.selectRow}
                        checked={checked}
                        onChange={() => row && onSelection(toggled(selection, rowId))}
                      />
                    </label>
                  )}
                  {row ? <Cells columns={shown} row={row} /> : <div className={`${css.cell} ${css.ghost}`} />}
                </div>
              );
            })}
          </div>
        )}
      </div>
      {props.footer || (
        <div className={css.foot}>
          <span className="num">
            {current >= 0 ? t.ui.grid.position(count(current + 1), count(total)) : count(total)}
          </span>
          <span>{t.ui.grid.move}</span>
          <span>{t.ui.grid.open}</span>
          {selection && <span>{t.ui.grid.select}</span>}
        </div>
      )}
    </div>
  );
}

const sizeOf = <Row,>(column: Column<Row>) => ({
  flex: `${column.grow ?? 0} 0 ${column.width}rem`,
  ...(column.grow ? {} : { maxWidth: `${column.width}rem` }),
});

/** Drawn again only for a new row or new columns: moving the cursor touches two rows. */
const Cells = memo(function Cells<Row>({ columns, row }: { columns: Column<Row>[]; row: Row }) {
  return columns.map((column) => (
    <div
      key={column.key}
      role="gridcell"
      className={`${css.cell} ${column.align === 'end' ? css.end : ''}`}
      style={sizeOf(column)}
    >
      {column.render(row)}
    </div>
  ));
}) as <Row>(props: { columns: Column<Row>[]; row: Row }) => ReactNode;

function HeadCell<Row>(props: { column: Column<Row>; sort?: Sort; onSort?: (sort: Sort) => void }) {
  const { column, sort, onSort } = props;
  const t = useText();
  const on = sort?.by === column.key;
  return (
    <div
      role="columnheader"
      className={`${css.cell} ${column.align === 'end' ? css.end : ''}`}
      style={sizeOf(column)}
      aria-sort={on ? (sort.desc ? 'descending' : 'ascending') : undefined}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          className={`${css.sort} ${on ? css.sorted : ''}`}
          title={t.ui.grid.sortBy(column.header)}
          onClick={() => onSort({ by: column.key, desc: on ? !sort.desc : false })}
        >
          {column.header}
          {on && (sort.desc ? <IconArrowDown size="0.875rem" /> : <IconArrowUp size="0.875rem" />)}
        </button>
      ) : (
        column.header
      )}
    </div>
  );
}
