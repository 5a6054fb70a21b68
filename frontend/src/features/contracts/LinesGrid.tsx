import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useText } from '@/i18n';
import { ourCurrency } from '@/lib/currency';
import type { LineMemoryOf } from '@/lib/feature';
import { money } from '@/lib/format';
import { isComposing } from '@/lib/ime';
import { show } from '@/lib/toasts';
import { formatAmount, formatScaled } from '@/ui/amount';
import type { Line, Totals } from './api';
import { LineMemory, usePastPrices } from './LineMemory';
import { filled, useLineOffers } from './LineOffers';
import { LineRow } from './LineRow';
import {
  blankRow,
  type Cell,
  type Draft,
  faults,
  fromLine,
  isBlank,
  isNumeric,
  netPrice,
  pasted,
  placed,
  spelling,
  subtotal,
  tidy,
  toLines,
  underFloor,
} from './lines';
import css from './lines.module.css';

const usual: Cell[] = ['name', 'spec', 'unit', 'qty', 'price', 'discount', 'tax'];

/**
 * Goods and services as a grid of plain inputs: Tab and arrows move, Enter goes down and adds a
 * row, tables of Excel are pasted. A row without a name waits on screen until it has one.
 */
export function LinesGrid(props: {
  /** Whose prices are offered; without it the catalogue's own. */
  customerId?: number;
  /** What was asked for the goods of a line before; without it nothing is remembered. */
  memory?: LineMemoryOf;
  currency?: string;
  /** The discount on the whole, which floor prices are held against too. */
  whole?: number;
  lines: Line[];
  /** What the backend computed of `lines`; without it the grid computes by the same rule. */
  totals?: Totals;
  /** Columns the template's table shows: code and note appear when it has them. */
  columns: string[];
  /** `lines` is older than what was typed here. */
  pending: boolean;
  wide: boolean;
  disabled?: boolean;
  onChange: (lines: Line[]) => void;
  onFocus?: (on: boolean) => void;
}) {
  const { lines, totals, pending, onChange, disabled, currency = ourCurrency(), whole = 0 } = props;
  const t = useText();
  const [rows, setRows] = useState<Draft[]>(() => lines.map(fromLine));
  const sent = useRef(spelling(lines));
  const grid = useRef<HTMLTableSectionElement>(null);
  const toFocus = useRef<{ key: number; cell: Cell } | undefined>(undefined);

  // Lines that were changed elsewhere (an undo, another template) replace what is here. At once with
  // the drawing: a key that came between the two would be taken for such a change, and lose the focus.
  const fromBackend = spelling(lines);
  const given = useRef(lines);
  given.current = lines;
  useLayoutEffect(() => {
    if (pending || fromBackend === sent.current) return;
    sent.current = fromBackend;
    setRows(given.current.map(fromLine));
  }, [fromBackend, pending]);

  const latest = useRef(rows);
  latest.current = rows;
  const put = useCallback(
    (next: Draft[]) => {
      latest.current = next;
      setRows(next);
      const out = toLines(next);
      const text = spelling(out);
      if (text !== sent.current) {
        sent.current = text;
        onChange(out);
      }
    },
    [onChange],
  );

  useEffect(() => {
    const want = toFocus.current;
    if (!want) return;
    toFocus.current = undefined;
    focusCell(grid.current, want.key, want.cell);
  });

  const extra: Cell[] = props.wide
    ? (['code', 'note'] as const).filter((cell) => props.columns.includes(cell))
    : [];
  const shown = [...usual, ...extra];

  const edit = useCallback(
    (key: number, cell: Cell, value: string) =>
      put(latest.current.map((row) => (row.key === key ? { ...row, [cell]: value } : row))),
    [put],
  );
  const reason = useCallback(
    (key: number, floorReason: string) =>
      put(latest.current.map((row) => (row.key === key ? { ...row, floorReason } : row))),
    [put],
  );
  const leave = useCallback(
    (key: number, cell: Cell) => {
      const row = latest.current.find((r) => r.key === key);
      const typed = row && tidy(cell, row[cell]);
      const neat = cell === 'qty' && typed === '' ? '1' : typed;
      if (row && neat !== undefined && neat !== row[cell]) edit(key, cell, neat);
    },
    [edit],
  );
  const add = useCallback(
    (after: number, row = blankRow()) => {
      const next = [...latest.current];
      next.splice(after + 1, 0, row);
      toFocus.current = { key: row.key, cell: 'name' };
      put(next);
    },
    [put],
  );
  const remove = useCallback(
    (key: number) => {
      const at = latest.current.findIndex((r) => r.key === key);
      const next = latest.current.filter((r) => r.key !== key);
      const neighbour = next[Math.min(at, next.length - 1)];
      if (neighbour) toFocus.current = { key: neighbour.key, cell: 'name' };
      put(next);
    },
    [put],
  );
  const moveTo = useCallback(
    (key: number, to: number) => {
      const list = latest.current;
      const from = list.findIndex((r) => r.key === key);
      const row = list[from];
      if (!row || to < 0 || to >= list.length || from === to) return;
      const next = list.filter((r) => r.key !== key);
      next.splice(to, 0, row);
      put(next);
    },
    [put],
  );

  const offers = useLineOffers(props.customerId ?? 0, (key, offer) => {
    toFocus.current = { key, cell: 'qty' };
    put(latest.current.map((row) => (row.key === key ? filled(row, offer, currency) : row)));
  });
  // The row the keyboard is in, for what is remembered of its goods.
  const [active, setActive] = useState(0);
  // The row whose price is being written: it may be under the floor on the way to another one.
  const [pricing, setPricing] = useState(0);
  const activeRow = rows.find((row) => row.key === active);
  const past = usePastPrices(props.memory, activeRow && toLines([activeRow])[0]);
  const takeLast = () => {
    const last = past?.last;
    if (!last) return;
    const discount = last.discount === 0 ? '' : formatScaled(last.discount, 2);
    const price = formatAmount(last.price);
    put(latest.current.map((row) => (row.key === active ? { ...row, price, discount } : row)));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!isComposing(event.nativeEvent) && offers.onKey(event)) return;
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || isComposing(event.nativeEvent)) return;
    const key = Number(input.dataset.row);
    const cell = input.dataset.cell as Cell;
    const list = latest.current;
    const at = list.findIndex((r) => r.key === key);
    const row = list[at];
    if (!row) return;
    const mod = event.ctrlKey || event.metaKey;
    const go = (index: number, to: Cell) => {
      const target = list[index];
      if (target) focusCell(grid.current, target.key, to);
    };
    const column = shown.indexOf(cell);
    const done = () => event.preventDefault();
    if (event.altKey && event.code === 'KeyL') {
      done();
      takeLast();
    } else if (event.key === 'Enter' && !mod && !event.altKey) {
      done();
      if (event.shiftKey) go(at - 1, cell);
      else if (at === list.length - 1) {
        if (!isBlank(row)) add(at);
      } else go(at + 1, cell);
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      done();
      toFocus.current = { key, cell };
      moveTo(key, at + (event.key === 'ArrowUp' ? -1 : 1));
    } else if (event.key === 'ArrowDown') {
      done();
      go(at + 1, cell);
    } else if (event.key === 'ArrowUp') {
      done();
      go(at - 1, cell);
    } else if (event.key === 'ArrowLeft' && !mod && input.selectionStart === 0 && input.selectionEnd === 0) {
      const to = shown[column - 1];
      if (to) {
        done();
        go(at, to);
      }
    } else if (
      event.key === 'ArrowRight' &&
      !mod &&
      input.selectionStart === input.value.length &&
      input.selectionEnd === input.value.length
    ) {
      const to = shown[column + 1];
      if (to) {
        done();
        go(at, to);
      }
    } else if (
      event.key === 'Tab' &&
      !event.shiftKey &&
      column === shown.length - 1 &&
      at === list.length - 1
    ) {
      // The reason of a price under the floor comes before the next row.
      if (!isBlank(row) && !grid.current?.querySelector(`[data-line="${key}"] [data-reason=""]`)) {
        done();
        add(at);
      }
    } else if (mod && event.code === 'KeyD') {
      done();
      add(at, { ...row, key: blankRow().key });
    } else if (mod && (event.key === 'Delete' || event.key === 'Backspace')) {
      done();
      remove(key);
    }
  };

  const onPaste = (event: ClipboardEvent<HTMLElement>) => {
    const input = event.target;
    const text = event.clipboardData.getData('text/plain');
    if (!(input instanceof HTMLInputElement) || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const key = Number(input.dataset.row);
    const cells = pasted(text, input.dataset.cell as Cell, shown);
    put(placed(latest.current, key, cells));
    show({ text: t.contracts.lines.pasted(cells.length) });
  };

  // Rows are dragged by their handle with pointer events: HTML5 drag is broken in Wails on Linux.
  const onDrag = useCallback(
    (event: PointerEvent<HTMLElement>, key: number) => {
      event.preventDefault();
      const body = grid.current;
      if (!body) return;
      const follow = (move: globalThis.PointerEvent) => {
        const all = [...body.querySelectorAll<HTMLElement>('[data-line]')];
        const over = all.findIndex((r) => {
          const box = r.getBoundingClientRect();
          return move.clientY < box.top + box.height / 2;
        });
        const from = latest.current.findIndex((r) => r.key === key);
        const to = over === -1 ? all.length - 1 : over > from ? over - 1 : over;
        if (to !== from) moveTo(key, to);
      };
      const end = () => {
        window.removeEventListener('pointermove', follow);
        window.removeEventListener('pointerup', end);
        window.removeEventListener('pointercancel', end);
      };
      window.addEventListener('pointermove', follow);
      window.addEventListener('pointerup', end);
      window.addEventListener('pointercancel', end);
    },
    [moveTo],
  );

  let saved = -1;
  const w = t.contracts.lines;
  return (
    <div
      className={`${css.lines} ${props.wide ? css.wide : ''}`}
      style={
        props.wide
          ? ({
              '--line-columns': `1.5rem minmax(9rem, 2.2fr) minmax(5rem, 1.8fr) 3.5rem 4rem 6rem 3.5rem 3.25rem${extra
                .map((cell) => (cell === 'note' ? ' minmax(5rem, 1fr)' : ' 4.5rem'))
                .join('')} 6.5rem 1.5rem`,
              '--line-areas': `"grip name name name ${extra.includes('code') ? 'code' : 'spec'} spec ${
                extra.includes('note') ? 'note' : 'spec'
              } remove" "grip unit qty price discount tax subtotal remove"`,
            } as React.CSSProperties)
          : undefined
      }
      onFocus={(event) => {
        props.onFocus?.(true);
        if (!(event.target instanceof HTMLInputElement)) return;
        const { row, cell } = event.target.dataset;
        if (row) setActive(Number(row));
        setPricing(cell === 'price' || cell === 'discount' ? Number(row) : 0);
      }}
      onBlur={(event) => {
        offers.close();
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setPricing(0);
        props.onFocus?.(false);
      }}
      onInput={(event) => {
        const input = event.target;
        if (input instanceof HTMLInputElement && input.dataset.cell === 'name')
          offers.typed(Number(input.dataset.row), input.value, input);
      }}
    >
      {rows.length > 0 && (
        <div role="table" className={css.table} aria-label={w.title} onKeyDown={onKeyDown} onPaste={onPaste}>
          <div role="row" className={`${css.row} ${css.head}`}>
            <span role="columnheader" className={css.grip} aria-label={w.move} />
            {shown.map((cell) => (
              <span
                key={cell}
                role="columnheader"
                className={`${css[cell]} ${isNumeric(cell) ? css.end : ''}`}
              >
                {w.columns[cell]}
              </span>
            ))}
            <span role="columnheader" className={`${css.subtotal} ${css.end}`}>
              {w.subtotal}
            </span>
            <span role="columnheader" className={css.remove} aria-label={w.remove} />
          </div>
          <div ref={grid} role="rowgroup">
            {rows.map((row, i) => {
              const bad = faults(row);
              const good = !isBlank(row) && bad.length === 0;
              if (good) saved++;
              const own = good ? toLines([row])[0] : undefined;
              const sum = good ? (pending ? undefined : totals?.lines[saved]?.subtotal) : undefined;
              const under = own !== undefined && underFloor(own, whole, currency);
              const net = under ? netPrice(own, whole) : 0;
              const why = !under
                ? undefined
                : net === own.price
                  ? w.underFloor(money(row.floor))
                  : w.netUnderFloor(money(net), money(row.floor));
              return (
                <LineRow
                  key={row.key}
                  row={row}
                  no={i + 1}
                  shown={shown.join(' ')}
                  bad={bad.join(' ')}
                  sum={sum ?? (own ? subtotal(own) : undefined)}
                  under={why}
                  ask={pricing !== row.key || row.floorReason !== ''}
                  disabled={disabled ?? false}
                  offers={offers.controls?.key === row.key ? offers.controls.list : undefined}
                  offered={offers.controls?.key === row.key ? offers.controls.active : undefined}
                  onEdit={edit}
                  onReason={reason}
                  onLeave={leave}
                  onRemove={remove}
                  onDrag={onDrag}
                />
              );
            })}
          </div>
        </div>
      )}
      {rows.length === 0 && <p className={css.none}>{w.none}</p>}
      {!disabled && (
        <div className={css.tools}>
          <Button
            variant="default"
            leftSection={<IconPlus size="1rem" />}
            onClick={() => add(latest.current.length - 1)}
          >
            {w.add}
          </Button>
          <span className={css.hint}>
            {past?.last ? (
              <LineMemory last={past.last} lowest={past.lowest} currency={currency} onTake={takeLast} />
            ) : (
              w.hint
            )}
          </span>
        </div>
      )}
      {offers.list}
    </div>
  );
}

function focusCell(body: HTMLElement | null, key: number, cell: Cell): void {
  const input = body?.querySelector<HTMLInputElement>(`[data-row="${key}"][data-cell="${cell}"]`);
  input?.focus();
  input?.select();
}
