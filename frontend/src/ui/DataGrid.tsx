import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
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
import { LinkButton } from './layout';
import { useRows } from './rows';
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
  /** Why rows in sight are missing, and how to ask for them again. */
  problem?: { text: string; retry: () => void };
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
  useTextSize(); // a new size of text is another height of rows
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

  const headHeight = Math.round(2.5 * rem);
  const { first, last, scrollTo } = useRows(scroller, total, rowHeight, headHeight);

  // The cursor may be set from outside: a panel opened by its address, next and previous in the panel.
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the cursor moves, not when rows arrive
  useEffect(() => {
    if (current >= 0 && current < total) scrollTo(current);
  }, [current]);

  // After every drawing, not only when the range moves: a list that was exchanged under a grid that
  // stands still has other windows to load. Saying the same again costs nothing.
  useEffect(() => {
    if (last >= first) onRange(first, last);
  });

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
    scrollTo(next);
    props.onCurrent(next, rowAt(next), 'key');
  };

  // A list just opened hears the arrow keys without a click; so does one left for the sidebar.
  useEffect(() => {
    const element = scroller.current;
    if (element && unused(document.activeElement)) element.focus({ preventScroll: true });
    const onArrow = (event: globalThis.KeyboardEvent) => {
      if (!['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'].includes(event.key)) return;
      if (event.defaultPrevented || !unused(event.target) || document.querySelector('[aria-modal="true"]'))
        return;
      scroller.current?.focus({ preventScroll: true });
      scroller.current?.dispatchEvent(new globalThis.KeyboardEvent('keydown', event));
    };
    window.addEventListener('keydown', onArrow);
    return () => window.removeEventListener('keydown', onArrow);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (isComposing(event.nativeEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
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
    if (event.key === 'Enter' && current < 0 && event.target === event.currentTarget) {
      event.preventDefault();
      moveTo(0);
    } else if (event.key === 'Enter' && row && event.target === event.currentTarget) {
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
    } else if (event.key === 'Escape' && !event.defaultPrevented) {
      if (selection && onSelection && selectedCount(selection, total) > 0) onSelection(nothingPicked);
      else props.onEscape?.();
    }
  };

  const picked = selection ? selectedCount(selection, total) : 0;
  // One object that never changes: a row is drawn again only when something of its own does.
  const latest = useRef(props);
  latest.current = props;
  const act = useMemo<RowActions<Row>>(
    () => ({
      pick: (index, row) => {
        scroller.current?.focus({ preventScroll: true });
        latest.current.onCurrent(index, row, 'mouse');
      },
      open: (row) => latest.current.onOpen(row),
      toggle: (row) => {
        const now = latest.current;
        if (now.selection) now.onSelection?.(toggled(now.selection, now.idOf(row)));
      },
    }),
    [],
  );
  return (
    <div ref={frame} className={css.frame}>
      <div
        ref={scroller}
        className={css.grid}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={total + 1}
        aria-multiselectable={selection ? true : undefined}
        aria-activedescendant={current >= first && current <= last ? `${id}-${current}` : undefined}
        onKeyDown={onKeyDown}
        data-grid
      >
        {total > 0 && (
          <div className={css.head} style={{ height: headHeight }} role="row" aria-rowindex={1}>
            {selection && onSelection && (
              <div className={css.check} role="columnheader">
                <input
                  type="checkbox"
                  className={css.box}
                  aria-label={t.ui.grid.selectAll}
                  checked={picked === total}
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
        )}
        {total === 0 ? (
          <div role="row">
            <div role="gridcell">{props.empty}</div>
          </div>
        ) : (
          <div
            className={`${css.space} ${props.stale ? css.stale : ''}`}
            role="presentation"
            style={{ height: total * rowHeight }}
          >
            {Array.from({ length: last - first + 1 }, (_, n) => first + n).map((index) => {
              const row = rowAt(index);
              return (
                <GridRow
                  key={index}
                  id={`${id}-${index}`}
                  index={index}
                  top={index * rowHeight}
                  height={rowHeight}
                  row={row}
                  columns={shown}
                  current={index === current}
                  checked={selection && row ? isPicked(selection, props.idOf(row)) : undefined}
                  checkLabel={t.ui.grid.selectRow}
                  selectable={selection !== undefined}
                  act={act}
                />
              );
            })}
          </div>
        )}
      </div>
      {props.problem && total > 0 && (
        <div className={css.problem} role="alert">
          {props.problem.text}
          <LinkButton onClick={props.problem.retry}>{t.ui.actions.retry}</LinkButton>
        </div>
      )}
      {props.footer || (
        <div className={css.foot}>
          <span className="num">
            {total > 0 &&
              (current >= 0 ? t.ui.grid.position(count(current + 1), count(total)) : count(total))}
          </span>
          <span>{t.ui.grid.move}</span>
          <span>{t.ui.grid.open}</span>
          {selection && <span>{t.ui.grid.select}</span>}
        </div>
      )}
    </div>
  );
}

/** Whether the keyboard is nowhere in particular: on the page itself, on the screen as a whole or in the sidebar. */
const unused = (target: EventTarget | null): boolean =>
  !(target instanceof Element) || target.matches('body, main') || target.closest('[data-sidebar]') !== null;

interface RowActions<Row> {
  pick: (index: number, row: Row) => void;
  open: (row: Row) => void;
  toggle: (row: Row) => void;
}

interface RowProps<Row> {
  id: string;
  index: number;
  top: number;
  height: number;
  row: Row | undefined;
  columns: Column<Row>[];
  current: boolean;
  checked: boolean | undefined;
  checkLabel: string;
  selectable: boolean;
  act: RowActions<Row>;
}

/** Drawn again only when its own row, place or state changes: scrolling draws the new rows and no other. */
const GridRow = memo(function GridRow<Row>(props: RowProps<Row>) {
  const { row, columns, act, checked } = props;
  return (
    <div
      id={props.id}
      className={`${css.row} ${props.current ? css.current : checked ? css.picked : ''}`}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.selectable ? checked === true : props.current}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      onClick={() => row && act.pick(props.index, row)}
      onDoubleClick={() => row && act.open(row)}
    >
      {props.selectable && (
        <div role="gridcell">
          <label className={css.check} onClick={(event) => event.stopPropagation()}>
            <input
              type="checkbox"
              tabIndex={-1}
              className={css.box}
              aria-label={props.checkLabel}
              checked={checked === true}
              onChange={() => row && act.toggle(row)}
            />
          </label>
        </div>
      )}
      {row ? (
        columns.map((column) => (
          <div
            key={column.key}
            role="gridcell"
            className={`${css.cell} ${column.align === 'end' ? css.end : ''}`}
            style={sizeOf(column)}
          >
            {column.render(row)}
          </div>
        ))
      ) : (
        <div role="gridcell" className={`${css.cell} ${css.ghost}`} />
      )}
    </div>
  );
}) as <Row>(props: RowProps<Row>) => ReactNode;

const sizeOf = <Row,>(column: Column<Row>) => ({
  flex: `${column.grow ?? 0} 0 ${column.width}rem`,
  ...(column.grow ? {} : { maxWidth: `${column.width}rem` }),
});

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
