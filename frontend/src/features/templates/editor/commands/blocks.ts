import type { Fragment, Node as PmNode } from '@tiptap/pm/model';
import { NodeSelection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { Condition } from '../condition';
import { fits, type Tree } from '../schema';
import { ownClause } from './clauses';
import {
  around,
  type Change,
  childrenOf,
  cursor,
  cursorNear,
  isFrame,
  placeAt,
  put,
  rangeOf,
} from './command';

/** The types of the nodes around a position, outermost first, as `fits` wants them. */
function parentsAt(tr: Transaction, pos: number): string[] {
  const $pos = tr.doc.resolve(pos);
  return Array.from({ length: $pos.depth + 1 }, (_, d) => $pos.node(d).type.name);
}

/** Where blocks go that are put in at the cursor: in place of an empty line or item, else after it. */
export function gap(tr: Transaction, types: readonly string[]): { from: number; to: number } | undefined {
  const { $from } = tr.selection;
  const ok = (pos: number) => types.every((t) => fits(t, parentsAt(tr, pos)));
  const line = $from.parent;
  if (line.type.name === 'paragraph' && line.content.size === 0 && !ownClause(tr) && ok($from.before()))
    return { from: $from.before(), to: $from.after() };
  const own = ownClause(tr);
  const item = own && own.parent.type.name === 'clause' && own.node.childCount === 1 && !own.node.attrs.id;
  if (item && line.type.name === 'paragraph' && line.content.size === 0 && ok(own.pos))
    return { from: own.pos, to: own.pos + own.node.nodeSize };
  const deepest =
    tr.selection instanceof NodeSelection && tr.selection.node.isBlock ? $from.depth + 1 : $from.depth;
  for (let d = deepest; d > 0; d--) {
    const pos = d > $from.depth ? tr.selection.to : $from.after(d);
    if (ok(pos)) return { from: pos, to: pos };
  }
  return ok(tr.doc.content.size) ? { from: tr.doc.content.size, to: tr.doc.content.size } : undefined;
}

/** Puts blocks in at the cursor and goes into the first of them. */
export const insertBlocks =
  (nodes: readonly PmNode[], go: 'in' | 'after' = 'in'): Change =>
  (tr) => {
    if (!tr.selection.empty && tr.selection instanceof TextSelection) clearSelection(tr);
    const at = gap(
      tr,
      nodes.map((n) => n.type.name),
    );
    if (!at || nodes.length === 0) return false;
    put(tr, at.from, at.to, nodes);
    const size = nodes.reduce((sum, n) => sum + n.nodeSize, 0);
    if (go === 'after') cursorNear(tr, at.from + size - 1, -1);
    else if (nodes[0]?.isAtom) tr.setSelection(NodeSelection.create(tr.doc, at.from));
    else cursorNear(tr, at.from + 1);
    return true;
  };

export const fromJson = (tr: Transaction, trees: readonly Tree[]): PmNode[] =>
  trees.map((t) => tr.doc.type.schema.nodeFromJSON(t));

export const insertTrees =
  (trees: readonly Tree[]): Change =>
  (tr) =>
    insertBlocks(fromJson(tr, trees))(tr);

/** Puts a chip in the line in place of the selection. */
export const insertInline =
  (tree: Tree): Change =>
  (tr) => {
    const node = tr.doc.type.schema.nodeFromJSON(tree);
    if (!tr.selection.$from.parent.inlineContent) return false;
    tr.replaceSelectionWith(node, true);
    return true;
  };

/** Puts a condition or a repetition around what the selection is about. */
function wrap(tr: Transaction, type: 'when' | 'each', attrs: Record<string, unknown>): boolean {
  const { anchor, head } = tr.selection;
  const range = rangeOf(tr.selection);
  const frame = tr.doc.type.schema.nodes[type]?.create(attrs, childrenOf(range));
  if (!frame || (range.container.type.name === 'signatory' && type === 'each')) return false;
  put(tr, range.from, range.to, frame);
  if (tr.selection instanceof NodeSelection || frame.firstChild?.isAtom) cursorNear(tr, range.from + 2);
  else cursor(tr, anchor + 1, head + 1);
  return true;
}
export const wrapWhen =
  (condition: Condition): Change =>
  (tr) =>
    wrap(tr, 'when', { condition });
export const wrapEach =
  (list: string): Change =>
  (tr) =>
    wrap(tr, 'each', { list });

/** Takes a condition or repetition away; what is in it stays. */
export const unwrap =
  (pos: number): Change =>
  (tr) => {
    const frame = tr.doc.nodeAt(pos);
    if (!frame || !isFrame(frame)) return false;
    const { anchor, head } = tr.selection;
    put(tr, pos, pos + frame.nodeSize, frame.content);
    const by = (p: number) => (p > pos + frame.nodeSize - 1 ? -2 : p > pos ? -1 : 0);
    cursor(tr, anchor + by(anchor), head + by(head));
    return true;
  };

/** Takes a whole block away; a place that must not be empty gets a line to write on. */
export const removeBlock =
  (pos: number): Change =>
  (tr) => {
    const node = tr.doc.nodeAt(pos);
    if (!node) return false;
    const $pos = tr.doc.resolve(pos);
    let from = pos;
    let to = pos + node.nodeSize;
    let depth = $pos.depth;
    // What would be empty without it goes too.
    while (depth > 0 && $pos.node(depth).childCount === 1 && $pos.node(depth).type.name !== 'attachment') {
      from = $pos.before(depth);
      to = $pos.after(depth);
      depth--;
    }
    const last = depth === 0 && tr.doc.childCount === 1;
    put(tr, from, to, last ? (tr.doc.type.schema.nodes.paragraph?.create() as PmNode) : []);
    cursorNear(tr, Math.min(from, tr.doc.content.size), from > 0 ? -1 : 1);
    return true;
  };

/** Changes attributes of a node; what is in it stays. */
export const setAttrs =
  (pos: number, attrs: Record<string, unknown>): Change =>
  (tr) => {
    if (!tr.doc.nodeAt(pos)) return false;
    for (const [name, value] of Object.entries(attrs)) tr.setNodeAttribute(pos, name, value);
    return true;
  };

/** Whether a selection reaches over cells, facts or several lines, so that deleting it needs care. */
export function across(tr: { selection: Transaction['selection'] }): boolean {
  const { $from, $to } = tr.selection;
  return tr.selection instanceof TextSelection && !$from.sameParent($to);
}

/** Empties what is selected; cells and facts of a list stay as they are, only without their text. */
export function clearSelection(tr: Transaction): void {
  const { $from, $to, from, to } = tr.selection;
  if ($from.sameParent($to)) {
    tr.deleteSelection();
    return;
  }
  const lines: { from: number; to: number; fixed: boolean }[] = [];
  tr.doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    lines.push({
      from: Math.max(from, pos + 1),
      to: Math.min(to, pos + 1 + node.content.size),
      fixed: node.type.name === 'cell' || node.type.name === 'pair',
    });
    return false;
  });
  const shared = $from.node($from.sharedDepth(to)).type.name;
  const within =
    lines.every((l) => l.fixed) && ['row', 'table', 'pairs', 'signatory', 'signature'].includes(shared);
  const careful = within || lines[0]?.fixed || lines.at(-1)?.fixed;
  if (!careful) {
    tr.deleteSelection();
    return;
  }
  for (const line of lines.reverse()) if (line.to > line.from) tr.delete(line.from, line.to);
  cursor(tr, from);
}

export const deleteSelection: Change = (tr) => {
  if (tr.selection.empty) return false;
  if (tr.selection instanceof NodeSelection && tr.selection.node.isBlock)
    return removeBlock(tr.selection.from)(tr);
  clearSelection(tr);
  return true;
};

/** Empties the selection line by line, leaving every block where it is. */
export const emptyLines: Change = (tr) => {
  const { from, to } = tr.selection;
  const parts: [number, number][] = [];
  tr.doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    parts.push([Math.max(from, pos + 1), Math.min(to, pos + 1 + node.content.size)]);
    return false;
  });
  for (const [a, b] of parts.reverse()) if (b > a) tr.delete(a, b);
  cursor(tr, from);
  return true;
};

/** A further signatory, like the last one, without its name. */
export const addSignatory =
  (pos: number, label: string, date: string): Change =>
  (tr) => {
    const signature = tr.doc.nodeAt(pos);
    if (signature?.type.name !== 'signature') return false;
    const [made] = fromJson(tr, [signatory(label, '', [date])]);
    const end = pos + signature.nodeSize - 1;
    put(tr, end, end, made as PmNode);
    cursorNear(tr, end + 2);
    return true;
  };

/** A further line for a signatory, or a further fact. */
export const addPair =
  (pos: number, label = ''): Change =>
  (tr) => {
    const node = tr.doc.nodeAt(pos);
    const pair = tr.doc.type.schema.nodes.pair?.create({ label });
    if (!node || !pair) return false;
    const end = pos + node.nodeSize - 1;
    put(tr, end, end, pair);
    cursor(tr, end + 1);
    return true;
  };

export const signatory = (label: string, key: string, lines: readonly string[]): Tree => ({
  type: 'signatory',
  attrs: { label, ...(key !== '' && { key }) },
  content: lines.map((line) => ({
    type: 'pair',
    attrs: { label: line },
    content: [{ type: 'blank', attrs: { em: 8 } }],
  })),
});

/** An identifier that nothing carries yet. */
export function freeId(doc: PmNode, taken: readonly string[] = []): string {
  const used = new Set<unknown>(taken);
  doc.descendants((node) => {
    if (node.attrs.id) used.add(node.attrs.id);
    return !node.isTextblock;
  });
  for (let n = used.size + 1; ; n++) if (!used.has(`c${n}`)) return `c${n}`;
}

/**
 * The identifier of a clause at a position, which gets one if it has none; of one in the document
 * around, taken as it is.
 */
function named(tr: Transaction, target: number | string, taken: readonly string[]): string | undefined {
  if (typeof target === 'string') return target;
  const clause = tr.doc.nodeAt(target);
  if (!clause) return undefined;
  const id = String(clause.attrs.id ?? '') || freeId(tr.doc, taken);
  if (!clause.attrs.id) tr.setNodeAttribute(target, 'id', id);
  return id;
}

/** Puts a reference into the line; taken are identifiers of the document around. */
export const insertRef =
  (target: number | string, taken: readonly string[] = []): Change =>
  (tr) => {
    if (!tr.selection.$from.parent.inlineContent) return false;
    const id = named(tr, target, taken);
    if (id === undefined) return false;
    tr.replaceSelectionWith(tr.doc.type.schema.nodes.ref?.create({ clause: id }) as PmNode, true);
    return true;
  };

/** Lets the reference at a position point elsewhere. */
export const pointAt =
  (ref: number, target: number | string, taken: readonly string[] = []): Change =>
  (tr) => {
    const id = named(tr, target, taken);
    if (id !== undefined) tr.setNodeAttribute(ref, 'clause', id);
    return id !== undefined;
  };

/** Nodes that come from elsewhere must not bring a second clause of the same name. */
export function withoutTakenIds(nodes: Fragment, doc: PmNode): PmNode[] {
  const used = new Set<string>();
  doc.descendants((node) => {
    if (node.attrs.id) used.add(String(node.attrs.id));
    return !node.isTextblock;
  });
  const clean = (node: PmNode): PmNode => {
    if (node.isText || node.isLeaf || node.isTextblock) return node;
    const kids: PmNode[] = [];
    node.forEach((child) => {
      kids.push(clean(child));
    });
    const id = String(node.attrs.id ?? '');
    const taken = id !== '' && used.has(id);
    if (id !== '') used.add(id);
    return node.type.create(taken ? { ...node.attrs, id: null } : node.attrs, kids, node.marks);
  };
  const out: PmNode[] = [];
  nodes.forEach((node) => {
    out.push(clean(node));
  });
  return out;
}

/** Renames a field's key wherever the text uses it. */
export const renameKey =
  (from: string, to: string): Change =>
  (tr) => {
    const renamed = (key: unknown): unknown =>
      typeof key !== 'string'
        ? key
        : key === from
          ? to
          : key.startsWith(`${from}.`)
            ? to + key.slice(from.length)
            : key;
    const inCondition = (c: Condition): Condition => ({
      ...c,
      ...(c.field !== undefined && { field: renamed(c.field) as string }),
      ...(c.other !== undefined && { other: renamed(c.other) as string }),
      ...(c.args && { args: c.args.map(inCondition) }),
    });
    tr.doc.descendants((node, pos) => {
      if (node.attrs.key && renamed(node.attrs.key) !== node.attrs.key)
        tr.setNodeAttribute(pos, 'key', renamed(node.attrs.key));
      if (node.attrs.list && node.attrs.list === from) tr.setNodeAttribute(pos, 'list', to);
      if (node.attrs.condition)
        tr.setNodeAttribute(pos, 'condition', inCondition(node.attrs.condition as Condition));
    });
    return tr.docChanged;
  };

/** The frame or table around the cursor, for menus. */
export const innermost = (tr: { selection: Transaction['selection'] }, ...types: string[]) =>
  around(tr.selection.$from, ...types) ??
  (tr.selection instanceof NodeSelection && types.includes(tr.selection.node.type.name)
    ? {
        node: tr.selection.node,
        pos: tr.selection.from,
        depth: tr.selection.$from.depth + 1,
        parent: tr.selection.$from.parent,
        index: tr.selection.$from.index(),
      }
    : undefined);
export { placeAt };
