import { en } from '@/i18n/en';
import { zh } from '@/i18n/zh-CN';
import { ourCurrency } from '@/lib/currency';
import { formatAmount, formatScaled, parseAmount, parsePercent, parseScaled } from '@/ui/amount';
import type { Line } from './api';

/** Columns of the lines grid, in order. */
export const cells = ['name', 'spec', 'unit', 'qty', 'price', 'discount', 'tax', 'code', 'note'] as const;
export type Cell = (typeof cells)[number];
const numeric = new Set<Cell>(['qty', 'price', 'discount', 'tax']);
export const isNumeric = (cell: Cell): boolean => numeric.has(cell);

/** A row as it is typed: every cell is text; `key` names it while it is on screen. */
export type Draft = Record<Cell, string> & {
  key: number;
  listPrice: number;
  /** The floor price of the product, and why this row is sold for less. */
  floor: number;
  floorReason: string;
};

let nextKey = 1;
export const blankRow = (): Draft => ({
  key: nextKey++,
  listPrice: 0,
  floor: 0,
  floorReason: '',
  name: '',
  spec: '',
  unit: '',
  qty: '1',
  price: '',
  discount: '',
  tax: '',
  code: '',
  note: '',
});

/** The number in a cell in the backend's unit; an empty cell is 0, undefined is not a number. */
export function numberIn(cell: Cell, typed: string): number | undefined {
  if (typed.trim() === '') return 0;
  if (cell === 'qty') return parseScaled(typed, 3);
  if (cell === 'price') return parseAmount(typed);
  const percent = parsePercent(typed);
  return percent !== undefined && percent >= 0 && percent <= 10_000 ? percent : undefined;
}

/** A cell as it reads when nobody types in it. */
export function tidy(cell: Cell, typed: string): string {
  if (!isNumeric(cell)) return typed.trim();
  const value = numberIn(cell, typed);
  if (value === undefined || typed.trim() === '') return typed.trim();
  if (cell === 'price') return formatAmount(value);
  return formatScaled(value, cell === 'qty' ? 3 : 2);
}

export function fromLine(line: Line): Draft {
  return {
    key: nextKey++,
    listPrice: line.listPrice,
    floor: line.floor,
    floorReason: line.floorReason,
    name: line.name,
    spec: line.spec,
    unit: line.unit,
    qty: formatScaled(line.qty, 3),
    price: formatAmount(line.price),
    discount: line.discount === 0 ? '' : formatScaled(line.discount, 2),
    tax: line.tax === 0 ? '' : formatScaled(line.tax, 2),
    code: line.code,
    note: line.note,
  };
}

/** Whether nothing was written in a row; the quantity it starts with does not count. */
export const isBlank = (row: Draft): boolean =>
  cells.every((cell) => row[cell].trim() === '' || (cell === 'qty' && row.qty.trim() === '1'));

/**
 * Puts pasted rows into the grid from the row `key` on. Whole rows (with a name) only take rows in
 * which nothing is written, else come between; columns without names go down the rows that are there.
 */
export function placed(rows: readonly Draft[], key: number, values: readonly Partial<Draft>[]): Draft[] {
  const next = [...rows];
  const here = Math.max(
    0,
    next.findIndex((row) => row.key === key),
  );
  const whole = values.some((value) => value.name);
  let at = here;
  if (whole && !isBlank(next[here] ?? blankRow())) {
    const empty = next.findIndex(isBlank);
    at = empty === -1 ? next.length : empty;
  }
  for (const { qty, ...value } of values) {
    const old = next[at];
    const free = old !== undefined && (!whole || isBlank(old));
    const row = { ...(free ? old : blankRow()), ...value, ...(qty ? { qty } : {}) };
    next.splice(at, free ? 1 : 0, row);
    at++;
  }
  return next;
}

/** Cells that cannot be saved as they stand; a row that says something needs a name. */
export function faults(row: Draft): Cell[] {
  if (isBlank(row)) return [];
  return cells.filter((cell) =>
    cell === 'name' ? row.name.trim() === '' : isNumeric(cell) && numberIn(cell, row[cell]) === undefined,
  );
}

/** A row of a quantity of 0: it may stand, but is not issued. */
export const isZero = (row: Draft): boolean =>
  row.name.trim() !== '' && row.qty.trim() !== '' && numberIn('qty', row.qty) === 0;

/** The rows that can be saved; a row still being written waits. */
export function toLines(rows: readonly Draft[]): Line[] {
  return rows
    .filter((row) => !isBlank(row) && faults(row).length === 0)
    .map((row) => ({
      code: row.code.trim(),
      name: row.name.trim(),
      spec: row.spec.trim(),
      unit: row.unit.trim(),
      // One is what a person means who writes a price and no quantity; the cell says so when it is left.
      qty: row.qty.trim() === '' ? 1000 : (numberIn('qty', row.qty) ?? 0),
      listPrice: row.listPrice,
      floor: row.floor,
      floorReason: row.floorReason.trim(),
      price: numberIn('price', row.price) ?? 0,
      discount: numberIn('discount', row.discount) ?? 0,
      tax: numberIn('tax', row.tax) ?? 0,
      note: row.note.trim(),
    }));
}

/** Lines in one spelling, whatever the order of their keys: to tell whether they are the same. */
export const spelling = (lines: readonly Line[]): string =>
  JSON.stringify(lines.map((line) => Object.entries(line).sort(([a], [b]) => (a < b ? -1 : 1))));

/** quantity × price × (1 − discount), rounded once, half away from zero, as backend/template does. */
export function subtotal(line: Pick<Line, 'qty' | 'price' | 'discount'>): number {
  const product = BigInt(line.price) * BigInt(line.qty) * BigInt(10_000 - line.discount);
  const half = product < 0n ? -5_000_000n : 5_000_000n;
  return Number((product + half) / 10_000_000n);
}

type Floored = Pick<Line, 'price' | 'discount' | 'floor'>;

/** What is left of a price after the line's own discount and the whole one, to the fen. */
export const netPrice = (line: Floored, whole: number): number =>
  Math.round((line.price * (10_000 - line.discount) * (10_000 - whole)) / 100_000_000);

/** Under the floor price of its product, exactly as backend/template's UnderFloor; floors are in our currency. */
export function underFloor(line: Floored, whole: number, currency: string): boolean {
  if (line.floor <= 0 || currency !== ourCurrency()) return false;
  const net = BigInt(line.price) * BigInt(10_000 - line.discount) * BigInt(10_000 - whole);
  return net < BigInt(line.floor) * 100_000_000n;
}

/** The lines that are not issued before somebody says why they are sold under the floor. */
export const unreasoned = (lines: readonly Line[], whole: number, currency: string): Line[] =>
  lines.filter((line) => line.floorReason.trim() === '' && underFloor(line, whole, currency));

/** What the columns of other people's tables are called, in both languages. */
const headers = cells.map((cell) => ({
  cell,
  words: new Set(
    `${zh.contracts.lines.headers[cell]} ${en.contracts.lines.headers[cell]}`.toLowerCase().split(/\s+/),
  ),
}));
const cellNamed = (title: string): Cell | undefined => {
  const word = title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s(（[【].*$/, '')
    .replace(/[:：*]/g, '');
  return headers.find((header) => header.words.has(word))?.cell;
};

/** Text of a clipboard as a table: Excel and WPS separate by tabs and quote what holds a line break. */
export function table(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quoted) {
      if (c !== '"') value += c;
      else if (text[i + 1] === '"') {
        value += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && value === '') quoted = true;
    else if (c === '\t') {
      row.push(value);
      value = '';
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++;
      row.push(value);
      rows.push(row);
      row = [];
      value = '';
    } else value += c;
  }
  if (value !== '' || row.length > 0) rows.push([...row, value]);
  return rows
    .map((r) => r.map((v) => v.replace(/\s*\n\s*/g, ' ').trim()))
    .filter((r) => r.some((v) => v !== ''));
}

/**
 * Rows of a pasted table. A first row of known titles says which column is which; without one the
 * columns go from the cell `from` to the right.
 */
export function pasted(text: string, from: Cell, shown: readonly Cell[]): Partial<Draft>[] {
  const rows = table(text);
  const named = (rows[0] ?? []).map(cellNamed);
  const known = named.filter((cell) => cell !== undefined).length;
  const hasHeader = known >= 2 || (known === 1 && (rows[0]?.length ?? 0) === 1 && rows.length > 1);
  const start = Math.max(0, shown.indexOf(from));
  const columns: (Cell | undefined)[] = hasHeader ? named : shown.slice(start);
  return (hasHeader ? rows.slice(1) : rows).map((row) => {
    const out: Partial<Draft> = {};
    row.forEach((value, i) => {
      const cell = columns[i];
      if (cell) out[cell] = tidy(cell, isNumeric(cell) ? value.replace(/[¥￥$€£]/g, '') : value);
    });
    return out;
  });
}
