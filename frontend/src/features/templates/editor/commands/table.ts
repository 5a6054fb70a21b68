import type { Node as PmNode } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';
import type { Tree } from '../schema';
import { around, type Change, cursor, cursorNear, isFrame, put } from './command';

interface GridColumn {
  align?: string;
  weight?: number;
}
export const gridOf = (table: PmNode): GridColumn[] => (table.attrs.grid as GridColumn[] | null) ?? [];
export const spanOf = (cell: PmNode): number => Math.max(1, Number(cell.attrs.span ?? 0));

/** The cell that holds the cursor: its table, row, and the columns it covers. */
export interface CellPlace {
  table: PmNode;
  tablePos: number;
  row: PmNode;
  rowPos: number;
  cell: PmNode;
  cellPos: number;
  index: number;
  column: number;
}
export function cellOf(selection: Transaction['selection']): CellPlace | undefined {
  const cell = around(selection.$from, 'cell');
  const table = around(selection.$from, 'table');
  if (!cell || !table) return undefined;
  const row = cell.parent;
  let column = 0;
  for (let i = 0; i < cell.index; i++) column += spanOf(row.child(i));
  return {
    table: table.node,
    tablePos: table.pos,
    row,
    rowPos: selection.$from.before(cell.depth - 1),
    cell: cell.node,
    cellPos: cell.pos,
    index: cell.index,
    column,
  };
}

/** The same node with every row changed, through conditions and repetitions. */
function mapRows(node: PmNode, change: (row: PmNode) => PmNode): PmNode {
  const kids: PmNode[] = [];
  node.forEach((child) => {
    kids.push(isFrame(child) ? mapRows(child, change) : change(child));
  });
  return node.type.create(node.attrs, kids);
}

function replaceTable(tr: Transaction, at: CellPlace, table: PmNode): void {
  put(tr, at.tablePos, at.tablePos + at.table.nodeSize, table);
}

const rowCells = (row: PmNode): PmNode[] => Array.from({ length: row.childCount }, (_, i) => row.child(i));

export const addColumn =
  (side: 0 | 1): Change =>
  (tr) => {
    const at = cellOf(tr.selection);
    if (!at) return false;
    const grid = gridOf(at.table);
    const column = side === 0 ? at.column : at.column + spanOf(at.cell);
    const cellType = at.cell.type;
    const table = mapRows(at.table, (row) => {
      const cells: PmNode[] = [];
      let c = 0;
      let done = false;
      for (const cell of rowCells(row)) {
        const span = spanOf(cell);
        if (!done && c === column) {
          cells.push(cellType.create());
          done = true;
        }
        if (!done && c < column && column < c + span) {
          cells.push(cellType.create({ span: span + 1 }, cell.content));
          done = true;
        } else cells.push(cell);
        c += span;
      }
      if (!done) cells.push(cellType.create());
      return row.type.create(row.attrs, cells);
    });
    const like = grid[at.column] ?? {};
    const wider = [...grid.slice(0, column), { ...like }, ...grid.slice(column)];
    replaceTable(tr, at, table.type.create({ ...table.attrs, grid: wider }, table.content));
    toCell(tr, at.tablePos, rowNumber(at), column);
    return true;
  };

export const removeColumn: Change = (tr) => {
  const at = cellOf(tr.selection);
  if (!at) return false;
  const grid = gridOf(at.table);
  if (grid.length <= 1) return false;
  const table = mapRows(at.table, (row) => {
    const cells: PmNode[] = [];
    let c = 0;
    for (const cell of rowCells(row)) {
      const span = spanOf(cell);
      const covers = c <= at.column && at.column < c + span;
      if (covers && span > 1)
        cells.push(cell.type.create({ span: span - 1 > 1 ? span - 1 : null }, cell.content));
      else if (!covers) cells.push(cell);
      c += span;
    }
    return row.type.create(row.attrs, cells);
  });
  const narrower = grid.filter((_, i) => i !== at.column);
  replaceTable(tr, at, table.type.create({ ...table.attrs, grid: narrower }, table.content));
  toCell(tr, at.tablePos, rowNumber(at), Math.min(at.column, narrower.length - 1));
  return true;
};

/** Which row of the table this is, counted through conditions. */
function rowNumber(at: CellPlace): number {
  let n = -1;
  let found = 0;
  at.table.descendants((node, pos) => {
    if (node.type.name !== 'row') return isFrame(node);
    n++;
    if (at.tablePos + 1 + pos === at.rowPos) found = n;
    return false;
  });
  return found;
}

function toCell(tr: Transaction, tablePos: number, row: number, column: number): void {
  const table = tr.doc.nodeAt(tablePos);
  let n = -1;
  table?.descendants((node, pos) => {
    if (node.type.name !== 'row') return isFrame(node);
    n++;
    if (n !== row) return false;
    let c = 0;
    node.forEach((cell, offset) => {
      if (c <= column && column < c + spanOf(cell)) cursor(tr, tablePos + 1 + pos + 1 + offset + 1);
      c += spanOf(cell);
    });
    return false;
  });
}

export const addRow =
  (side: 0 | 1): Change =>
  (tr) => {
    const at = cellOf(tr.selection);
    if (!at) return false;
    const cells = rowCells(at.row).map((cell) => cell.type.create({ span: cell.attrs.span }));
    const pos = side === 0 ? at.rowPos : at.rowPos + at.row.nodeSize;
    put(tr, pos, pos, at.row.type.create({ part: at.row.attrs.part }, cells));
    cursorNear(tr, pos + 2);
    return true;
  };

export const removeRow: Change = (tr) => {
  const at = cellOf(tr.selection);
  if (!at) return false;
  const $row = tr.doc.resolve(at.rowPos);
  let from = at.rowPos;
  let to = at.rowPos + at.row.nodeSize;
  for (let d = $row.depth; d > 0 && $row.node(d).childCount === 1; d--) {
    from = $row.before(d);
    to = $row.after(d);
    if ($row.node(d).type.name === 'table') {
      put(tr, from, to, tr.doc.type.schema.nodes.paragraph?.create() as PmNode);
      cursor(tr, from + 1);
      return true;
    }
  }
  put(tr, from, to, []);
  cursorNear(tr, Math.min(from + 1, at.tablePos + (tr.doc.nodeAt(at.tablePos)?.nodeSize ?? 2) - 2), 1);
  return true;
};

/** Joins a cell with the one right of it. */
export const mergeRight: Change = (tr) => {
  const at = cellOf(tr.selection);
  const next = at && at.index + 1 < at.row.childCount ? at.row.child(at.index + 1) : undefined;
  if (!at || !next) return false;
  const content = at.cell.content.append(next.content);
  const merged = at.cell.type.create({ span: spanOf(at.cell) + spanOf(next) }, content);
  put(tr, at.cellPos, at.cellPos + at.cell.nodeSize + next.nodeSize, merged);
  cursor(tr, at.cellPos + 1);
  return true;
};

export const splitCell: Change = (tr) => {
  const at = cellOf(tr.selection);
  if (!at || spanOf(at.cell) < 2) return false;
  const cells = [at.cell.type.create(null, at.cell.content)];
  for (let i = 1; i < spanOf(at.cell); i++) cells.push(at.cell.type.create());
  put(tr, at.cellPos, at.cellPos + at.cell.nodeSize, cells);
  cursor(tr, at.cellPos + 1);
  return true;
};

export const rowPart =
  (part: 'head' | 'foot' | null): Change =>
  (tr) => {
    const at = cellOf(tr.selection);
    if (!at) return false;
    tr.setNodeAttribute(at.rowPos, 'part', part);
    return true;
  };

export const columnAlign =
  (align: string | null): Change =>
  (tr) => {
    const at = cellOf(tr.selection);
    if (!at) return false;
    const grid = gridOf(at.table).map((g, i) => {
      if (i !== at.column) return g;
      const { align: _, ...rest } = g;
      return align ? { align, ...rest } : rest;
    });
    tr.setNodeAttribute(at.tablePos, 'grid', grid);
    return true;
  };

/** The share of the width that the column takes. */
export const columnWeight =
  (by: number): Change =>
  (tr) => {
    const at = cellOf(tr.selection);
    if (!at) return false;
    const grid = gridOf(at.table).map((g, i) => {
      const { weight: _, ...rest } = g;
      const weight = Math.max(1, Math.min(99, (g.weight || 1) + (i === at.column ? by : 0)));
      return { ...rest, weight };
    });
    tr.setNodeAttribute(at.tablePos, 'grid', grid);
    return true;
  };

export const tablePlain: Change = (tr) => {
  const at = cellOf(tr.selection);
  if (!at) return false;
  tr.setNodeAttribute(at.tablePos, 'plain', at.table.attrs.plain ? null : true);
  return true;
};

/** Tab in a table: the next cell; behind the last one a new row. */
export const nextCell =
  (by: 1 | -1): Change =>
  (tr) => {
    const at = cellOf(tr.selection);
    if (!at) return false;
    const cells: number[] = [];
    at.table.descendants((node, pos) => {
      if (node.type.name === 'cell') cells.push(at.tablePos + 1 + pos);
      return node.type.name !== 'cell';
    });
    const i = cells.indexOf(at.cellPos) + by;
    if (i < 0) return true;
    const target = cells[i];
    if (target === undefined) return addRow(1)(tr);
    const cell = tr.doc.nodeAt(target);
    cursor(tr, target + 1, target + 1 + (cell?.content.size ?? 0));
    return true;
  };

export const emptyTable = (columns: number, rows: number): Tree => {
  const row = (part?: string): Tree => ({
    type: 'row',
    ...(part && { attrs: { part } }),
    content: Array.from({ length: columns }, () => ({ type: 'cell' })),
  });
  return {
    type: 'table',
    attrs: { grid: Array.from({ length: columns }, () => ({ weight: 1 })) },
    content: [row('head'), ...Array.from({ length: rows - 1 }, () => row())],
  };
};
