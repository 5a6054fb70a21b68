import { EditorState, NodeSelection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { Field, Source } from '@/features/templates/api';
import { type Context, outlineOf, type Part } from '@/features/templates/editor/annotate';
import { behaviour } from '@/features/templates/editor/assemble';
import { blockChange, blockNames } from '@/features/templates/editor/blocks';
import * as blocks from '@/features/templates/editor/commands/blocks';
import * as clauses from '@/features/templates/editor/commands/clauses';
import { type Change, command } from '@/features/templates/editor/commands/command';
import * as table from '@/features/templates/editor/commands/table';
import { begin } from '@/features/templates/editor/condition';
import { Names } from '@/features/templates/editor/names';
import { fromTree, schema, type Tree, toTree } from '@/features/templates/editor/schema';
import { wordsOf } from '@/features/templates/editor/words';
import { zh } from '@/i18n/zh-CN';

export const fields: Field[] = [
  { key: 'buyer', label: '买方', type: 'party', source: 'customer' },
  { key: 'goods', label: '货物', type: 'lines', source: 'lines' },
  { key: 'price', label: '价款', type: 'money' },
  { key: 'day', label: '交货日期', type: 'date' },
  { key: 'retention', label: '所有权保留', type: 'yesNo' },
  {
    key: 'payment',
    label: '付款方式',
    type: 'choice',
    choices: [
      { value: 'cod', label: '货到付款' },
      { value: 'parts', label: '预付加尾款' },
    ],
  },
];
export const sources: Source[] = [
  { path: 'today', type: 'date', zh: '今天', en: 'Today' },
  { path: 'customer', type: 'party', zh: '客户', en: 'Customer' },
  {
    path: 'customer.name',
    type: 'text',
    zh: '客户名称',
    en: 'Customer name',
    zhFact: '名称',
    enFact: 'name',
  },
  {
    path: 'customer.phone',
    type: 'text',
    zh: '客户电话',
    en: 'Customer phone',
    zhFact: '电话',
    enFact: 'phone',
  },
  { path: 'contract.amount', type: 'money', zh: '合同金额', en: 'Contract amount' },
  { path: 'lines.name', type: 'text', zh: '明细名称', en: 'Line name', list: true },
];

export function contextOf(
  o: { fields?: Field[]; language?: string; numbering?: string[]; part?: Part } = {},
): Context {
  return {
    names: new Names(o.fields ?? fields, sources, 'zh-CN', { no: '序号', count: '行数', sum: '合计' }),
    language: o.language ?? 'zh-CN',
    numbering: o.numbering,
    words: wordsOf(zh),
    part: o.part,
  };
}

export const stateOf = (tree: Tree, context: Context = contextOf()): EditorState =>
  EditorState.create({ schema, doc: fromTree(tree), plugins: behaviour(context) });

/** A document written as nested lists: ['clause', ['heading', 'text'], …]; strings are text. */
export type Short = string | [string, ...(Short | Record<string, unknown>)[]];
export function tree(short: Short): Tree {
  if (typeof short === 'string') return { type: 'text', text: short };
  const [type, ...rest] = short;
  const out: Tree = { type };
  const content: Tree[] = [];
  for (const part of rest) {
    if (typeof part === 'object' && !Array.isArray(part)) out.attrs = part;
    else if (part !== '') content.push(tree(part));
  }
  if (content.length > 0) out.content = content;
  return out;
}
export const doc = (...content: Short[]): Tree => tree(['doc', ...content]);

/** The state with the cursor where | stands in the text, or the selection between two of them. */
export function at(from: Tree, context?: Context): EditorState {
  const marks: number[] = [];
  const clean = (node: Tree): Tree[] => {
    if (node.type !== 'text') {
      const content = node.content?.flatMap(clean) ?? [];
      const { content: _, ...rest } = node;
      return [{ ...rest, ...(content.length > 0 && { content }) }];
    }
    const text = (node.text ?? '').replaceAll('|', '');
    return text === '' ? [] : [{ ...node, text }];
  };
  let state = stateOf(clean(from)[0] as Tree, context);
  // Positions of the signs, found in a document that still has them.
  const marked = fromTree(from);
  marked.descendants((node, pos) => {
    if (!node.isText) return;
    for (let i = (node.text ?? '').indexOf('|'); i >= 0; i = (node.text ?? '').indexOf('|', i + 1))
      marks.push(pos + i - marks.length);
  });
  const [a = 1, b = a] = marks;
  const { doc: d } = state;
  state = state.apply(state.tr.setSelection(TextSelection.between(d.resolve(a), d.resolve(b))));
  return state;
}

export function run(state: EditorState, change: Change): EditorState {
  let next = state;
  command(change)(state, (tr) => {
    next = state.apply(tr);
  });
  return next;
}

/** What a state says, short: for comparing. */
export function short(state: EditorState): Short[] {
  const of = (node: Tree): Short => {
    if (node.type === 'text') return node.text ?? '';
    const kids = (node.content ?? []).map(of);
    return [node.type, ...(node.attrs ? [node.attrs] : []), ...kids] as Short;
  };
  return (toTree(state.doc).content ?? []).map(of);
}

/** Random numbers that are the same for the same seed. */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Every change a person can make, with whatever it needs chosen at random. */
export function anyChange(
  state: EditorState,
  next: () => number,
  context: Context,
): { name: string; change: Change } {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const nodes: { pos: number; type: string }[] = [];
  state.doc.descendants((node, pos) => {
    if (!node.isText) nodes.push({ pos, type: node.type.name });
  });
  const of = (...types: string[]) => nodes.filter((n) => types.includes(n.type));
  const where = (...types: string[]) => pick(of(...types))?.pos ?? 0;
  const keys = context.names.list.map((m) => m.key);
  const meaning = pick(context.names.forCondition(undefined));
  const list: [string, () => Change][] = [
    ['enter', () => clauses.enter],
    ['enter', () => clauses.enter],
    ['backward', () => (tr) => (tr.selection.empty ? clauses.backward(tr) : blocks.deleteSelection(tr))],
    ['backward', () => (tr) => (tr.selection.empty ? clauses.backward(tr) : blocks.deleteSelection(tr))],
    ['forward', () => clauses.forward],
    ['emptyLines', () => blocks.emptyLines],
    ['indent', () => clauses.indent],
    ['outdent', () => clauses.outdent],
    ['up', () => clauses.move(-1)],
    ['down', () => clauses.move(1)],
    ['moveTo', () => clauses.moveTo(pick(nodes)?.pos ?? 0, Math.floor(next() * state.doc.content.size))],
    [
      'restyle',
      () => clauses.restyle(pick(['title', 'subtitle', 'heading', 'clause', 'paragraph', 'note'] as const)),
    ],
    ['align', () => clauses.align(pick([null, 'left', 'center', 'right', 'justify']))],
    ['lock', () => clauses.lock(where('clause'), pick([null, 'standard', 'negotiable', 'free']))],
    ['lineBreak', () => clauses.lineBreak],
    ['wrapWhen', () => blocks.wrapWhen(begin(meaning))],
    ['wrapEach', () => blocks.wrapEach('lines')],
    ['unwrap', () => blocks.unwrap(where('when', 'each'))],
    ['removeBlock', () => blocks.removeBlock(pick(nodes.filter((n) => n.type !== 'cell'))?.pos ?? 0)],
    ['field', () => blocks.insertInline({ type: 'field', attrs: { key: pick(keys) } })],
    ['blank', () => blocks.insertInline({ type: 'blank', attrs: { em: 3 + Math.floor(next() * 50) } })],
    ['ref', () => blocks.insertRef(where('clause', 'attachment'))],
    ['pair', () => blocks.addPair(where('pairs', 'signatory'), '电话')],
    ['signatory', () => blocks.addSignatory(where('signature'), '丙方', '日期')],
    ['addRow', () => table.addRow(pick([0, 1] as const))],
    ['removeRow', () => table.removeRow],
    ['addColumn', () => table.addColumn(pick([0, 1] as const))],
    ['removeColumn', () => table.removeColumn],
    ['merge', () => table.mergeRight],
    ['split', () => table.splitCell],
    ['part', () => table.rowPart(pick(['head', null, 'foot'] as const))],
    ['columnAlign', () => table.columnAlign(pick([null, 'left', 'right']))],
    ['weight', () => table.columnWeight(pick([1, -1]))],
    ['plain', () => table.tablePlain],
    ['nextCell', () => table.nextCell(pick([1, -1] as const))],
    ['rename', () => blocks.renameKey('price', 'price')],
    ['delete', () => blocks.deleteSelection],
    ['insert', () => blockChange(pick(blockNames), context.names, 'zh-CN') ?? clauses.enter],
    ['insert', () => blockChange(pick(blockNames), context.names, 'en') ?? clauses.enter],
    [
      'type',
      () => (tr: Transaction) => {
        if (!tr.selection.$from.parent.inlineContent) return false;
        if (blocks.across(tr)) blocks.clearSelection(tr);
        tr.insertText(pick(['甲方', ' x ', '1.', '（一）', '。', '𠮷']));
        return true;
      },
    ],
  ];
  const [name, make] = pick(list);
  return { name, change: make() };
}

/** A random place for the cursor, a selection or a node chosen. */
export function anySelection(state: EditorState, next: () => number): Transaction {
  const size = state.doc.content.size;
  const a = Math.floor(next() * (size + 1));
  const kind = next();
  if (kind < 0.15) {
    for (let pos = a; pos < size; pos++) {
      const node = state.doc.nodeAt(pos);
      if (node && !node.isText && NodeSelection.isSelectable(node))
        return state.tr.setSelection(NodeSelection.create(state.doc, pos));
    }
  }
  const b = kind < 0.6 ? a : Math.min(size, a + Math.floor(next() * (kind < 0.8 ? 12 : 400)));
  return state.tr.setSelection(TextSelection.between(state.doc.resolve(a), state.doc.resolve(b)));
}

export interface Walk {
  bodies: Tree[];
  done: Record<string, number>;
  said: string[];
}

/** Makes changes at random and keeps what the document was every few steps. */
export function wander(
  start: Tree,
  seed: number,
  steps: number,
  every: number,
  context: Context = contextOf(),
): Walk {
  const next = random(seed);
  let state = stateOf(start, context);
  const walk: Walk = { bodies: [], done: {}, said: [] };
  for (let i = 1; i <= steps; i++) {
    if (next() < 0.6) state = state.apply(anySelection(state, next));
    const { name, change } = anyChange(state, next, context);
    const before = state;
    state = run(state, change);
    if (state.doc !== before.doc) {
      walk.done[name] = (walk.done[name] ?? 0) + 1;
      // The numbers that were drawn step by step are those of a document drawn anew.
      const drawn = outlineOf(state.doc, context);
      if (drawn.some((n) => n.number === undefined)) walk.said.push(name);
    }
    if (i % every === 0) walk.bodies.push(toTree(state.doc));
  }
  return walk;
}
