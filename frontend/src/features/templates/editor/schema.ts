import { Extension, type Extensions, getSchema, Mark, Node } from '@tiptap/core';
import type { Node as PmNode, Schema } from '@tiptap/pm/model';

/**
 * The closed schema of backend/template: the nodes of the editor carry the names and attributes
 * of the stored tree, so the editor's JSON is the stored tree. tests/editor/schema.test.ts
 * compares this file with what Go says of itself (backend/template/schema.json).
 */

/** A node as it is stored. */
export interface Tree {
  type: string;
  attrs?: Record<string, unknown>;
  content?: Tree[];
  marks?: { type: string }[];
  text?: string;
}

export const blocks = [
  'title',
  'subtitle',
  'clause',
  'paragraph',
  'when',
  'each',
  'table',
  'pairs',
  'lines',
  'signature',
  'attachment',
  'pageBreak',
  'image',
] as const;

/** What a type of node holds. */
interface Rule {
  content: readonly string[];
  min?: number;
  /** A line of text. */
  inline?: boolean;
}

export const rules: Record<string, Rule> = {
  doc: { content: blocks },
  title: { content: [], inline: true },
  subtitle: { content: [], inline: true },
  clause: {
    content: [
      'heading',
      'paragraph',
      'clause',
      'when',
      'each',
      'table',
      'pairs',
      'lines',
      'pageBreak',
      'image',
    ],
    min: 1,
  },
  heading: { content: [], inline: true },
  paragraph: { content: [], inline: true },
  when: { content: ['row', 'pair', 'signatory', ...blocks], min: 1 },
  each: { content: ['row', 'pair', ...blocks], min: 1 },
  table: { content: ['row', 'when', 'each'], min: 1 },
  row: { content: ['cell'], min: 1 },
  cell: { content: [], inline: true },
  pairs: { content: ['pair', 'when', 'each'], min: 1 },
  pair: { content: [], inline: true },
  lines: { content: [] },
  signature: { content: ['signatory', 'when'], min: 1 },
  signatory: { content: ['pair', 'when'] },
  attachment: { content: blocks.filter((b) => b !== 'attachment') },
  pageBreak: { content: [] },
  image: { content: [] },
};

export const inlines = ['text', 'field', 'blank', 'ref', 'check', 'break'] as const;
export const marks = ['bold', 'underline', 'superscript'] as const;

/** Attributes of each type, in the order in which they are stored. */
export const attributes: Record<string, readonly string[]> = {
  clause: ['id', 'lock', 'library', 'libraryVersion'],
  paragraph: ['align', 'note'],
  when: ['condition'],
  each: ['list'],
  table: ['grid', 'plain'],
  row: ['part'],
  cell: ['span'],
  pairs: ['across'],
  pair: ['label'],
  lines: ['columns', 'totals'],
  signature: ['closing'],
  signatory: ['label', 'key'],
  attachment: ['id', 'title'],
  image: ['align', 'asset', 'width', 'height', 'alt'],
  field: ['key', 'format'],
  check: ['key', 'value'],
  blank: ['em'],
  ref: ['clause'],
};

export const limits = {
  levels: 5,
  depth: 24,
  label: 60,
  blankMin: 3,
  blankMax: 60,
  columns: 20,
  nodes: 20000,
};
export const numberStyles = [
  '\u7b2c\u4e00\u6761',
  '\u7b2c\u4e00\u7ae0',
  '\u4e00\u3001',
  '\uff08\u4e00\uff09',
  '1.',
  '1\u3001',
  '\uff081\uff09',
  '\u2460',
  '1.1',
  '(a)',
  '(i)',
  '(A)',
  'Article 1',
  'none',
];
export const formats = [
  'text',
  'money',
  'money-in-words',
  'date',
  'date-in-words',
  'percent',
  'number',
] as const;
export const lineColumns = [
  'no',
  'name',
  'code',
  'spec',
  'unit',
  'qty',
  'price',
  'discount',
  'tax',
  'subtotal',
  'note',
] as const;
export const lineTotals = ['subtotal', 'discount', 'tax', 'total', 'words'] as const;

const frames = ['when', 'each'];
const either = (names: readonly string[]) => `(${names.join(' | ')})`;
/** Paragraph first: it is what ProseMirror fills an empty place with. */
const sorted = (names: readonly string[]) =>
  [...names].sort((a, b) => Number(b === 'paragraph') - Number(a === 'paragraph'));

/** The same rules as ProseMirror reads them; what depends on the place is in `misplaced`. */
function contentOf(type: string): string {
  const rule = rules[type];
  if (!rule) return '';
  if (rule.inline) return 'inline*';
  if (rule.content.length === 0) return '';
  if (type === 'clause')
    return `(paragraph | heading) ${either(rule.content.filter((c) => c !== 'heading'))}*`;
  if (frames.includes(type)) {
    const parts = ['row', 'pair', ...(type === 'when' ? ['signatory'] : [])];
    return [sorted(blocks), ...parts.map((p) => [p, ...frames])].map((g) => `${either(g)}+`).join(' | ');
  }
  const many = rule.min || type === 'doc' ? '+' : '*';
  return either(sorted(rule.content)) + many;
}

/** What a screen reader calls the lines and cells; the name of the template is the screen's own heading. */
const spoken: Record<string, Record<string, string>> = {
  title: { role: 'heading', 'aria-level': '2' },
  heading: { role: 'heading', 'aria-level': '3' },
  row: { role: 'row' },
  cell: { role: 'cell' },
};
const text = new Set(['title', 'subtitle', 'heading', 'paragraph', 'cell', 'pair']);

function nodeOf(name: string) {
  const inline = (inlines as readonly string[]).includes(name);
  const names = attributes[name] ?? [];
  const leaf = inline || (rules[name]?.content.length === 0 && !rules[name]?.inline);
  return Node.create({
    name,
    topNode: name === 'doc',
    inline,
    group: inline ? 'inline' : undefined,
    content: inline ? undefined : contentOf(name) || undefined,
    atom: leaf,
    selectable: leaf,
    draggable: false,
    isolating: ['cell', 'pair', 'table', 'pairs', 'signature', 'signatory', 'attachment'].includes(name),
    defining: ['clause', 'when', 'each', 'heading', 'title', 'subtitle'].includes(name),
    linebreakReplacement: name === 'break',
    addAttributes: () => Object.fromEntries(names.map((attr) => [attr, { default: null, rendered: false }])),
    parseHTML: () => (name === 'paragraph' ? [{ tag: 'p' }] : name === 'break' ? [{ tag: 'br' }] : []),
    renderHTML: ({ node }: { node: PmNode }) => {
      const tag = inline ? 'span' : text.has(name) ? 'p' : 'div';
      if (name === 'break') return ['br'];
      const shown: Record<string, string> = { class: `ky-${name}`, ...spoken[name] };
      for (const attr of ['align', 'note', 'part', 'span'])
        if (node.attrs[attr]) shown[`data-${attr}`] = String(node.attrs[attr]);
      return leaf ? [tag, shown] : [tag, shown, 0];
    },
  });
}

const markTags: Record<string, { tags: string[]; style?: string }> = {
  bold: { tags: ['strong', 'b'] },
  underline: { tags: ['u'] },
  superscript: { tags: ['sup'] },
};

/** What stands only beside its own kind: nothing can be written between two of them. */
const unparted = ['pairs', 'signature', 'signatory', 'table', 'row', ...frames];

/** Nodes and marks as TipTap takes them. */
export const schemaExtensions: Extensions = [
  Extension.create({
    name: 'unparted',
    extendNodeSchema: ({ name }: { name: string }) =>
      unparted.includes(name) ? { allowGapCursor: false } : {},
  }),
  ...['doc', 'paragraph', ...Object.keys(rules).filter((n) => n !== 'doc' && n !== 'paragraph')].map(nodeOf),
  Node.create({ name: 'text', group: 'inline' }),
  ...inlines.filter((n) => n !== 'text').map(nodeOf),
  ...marks.map((name) =>
    Mark.create({
      name,
      parseHTML: () => markTags[name]?.tags.map((tag) => ({ tag })) ?? [],
      renderHTML: () => [markTags[name]?.tags[0] ?? 'span', 0],
    }),
  ),
];

export const schema: Schema = getSchema(schemaExtensions);

const empty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0);

/** What cannot be printed is not stored. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffd]/g;
export const printable = (text: string): string => text.replace(unprintable, '').replace(halves, '');

const halves = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The node as it is stored: usual values left out, marks only where they mean something. */
export function toTree(node: PmNode): Tree {
  const out: Tree = { type: node.type.name };
  const attrs: Record<string, unknown> = {};
  for (const name of attributes[out.type] ?? []) if (!empty(node.attrs[name])) attrs[name] = node.attrs[name];
  if (Object.keys(attrs).length > 0) out.attrs = attrs;
  if (node.childCount > 0) {
    const content: Tree[] = [];
    for (let i = 0; i < node.childCount; i++) {
      const child = toTree(node.child(i));
      if (child.type !== 'text' || child.text !== '') content.push(child);
    }
    if (content.length > 0) out.content = content;
  }
  if (node.marks.length > 0 && ['text', 'field', 'ref'].includes(out.type)) {
    out.marks = marks
      .filter((name) => node.marks.some((m) => m.type.name === name))
      .map((name) => ({ type: name }));
  }
  if (node.isText) out.text = printable(node.text ?? '');
  return out;
}

/** The stored tree as a document that can be edited; one with nothing in it gets a line to write on. */
export function fromTree(tree: Tree, in_: Schema = schema): PmNode {
  if (tree.type === 'doc' && !tree.content?.length)
    return in_.nodeFromJSON({ type: 'doc', content: [{ type: 'paragraph' }] });
  return in_.nodeFromJSON(tree);
}

/** Whether a child may stand in these parents, outermost first: `fits` of backend/template. */
export function fits(child: string, parents: readonly string[]): boolean {
  let inEach = false;
  for (let i = parents.length - 1; i >= 0; i--) {
    const parent = parents[i] as string;
    if (parent === 'each') {
      if (inEach || ['each', 'attachment', 'signature', 'title', 'subtitle'].includes(child)) return false;
      inEach = true;
    } else if (parent !== 'when') return rules[parent]?.content.includes(child) ?? false;
  }
  return false;
}

/** Whether the subtree keeps the schema in its place: `CheckTree` of backend/template. */
export function sound(node: PmNode, parents: readonly string[] = [], depth = 0, levels = 0): boolean {
  const type = node.type.name;
  const rule = rules[type];
  if (!rule || depth > limits.depth) return false;
  let level = levels;
  if (type === 'clause') level++;
  if (type === 'attachment') level = 0;
  if (level > limits.levels || node.childCount < (rule.min ?? 0)) return false;
  if (type === 'when' && !node.attrs.condition) return false;
  if (rule.inline || rule.content.length === 0) return true;
  const inside = [...parents, type];
  for (let i = 0; i < node.childCount; i++) {
    const child = node.child(i);
    const name = child.type.name;
    if (!rule.content.includes(name) || !fits(name, inside) || (name === 'heading' && i > 0)) return false;
    if (type === 'clause' && i === 0 && name !== 'heading' && name !== 'paragraph') return false;
    if (!sound(child, inside, depth + 1, level)) return false;
  }
  return type !== 'table' || soundTable(node);
}

const parts = ['head', '', 'foot'];

/** Every row as wide as the table; head, body and foot in this order. */
function soundTable(table: PmNode): boolean {
  const width = (table.attrs.grid as unknown[] | null)?.length ?? 0;
  let last = 0;
  let ok = width > 0 && width <= limits.columns;
  table.descendants((row) => {
    if (row.type.name !== 'row') return frames.includes(row.type.name);
    let cells = 0;
    row.forEach((cell) => {
      cells += Math.max(1, Number(cell.attrs.span ?? 0));
    });
    const part = parts.indexOf((row.attrs.part as string | null) ?? '');
    ok = ok && cells === width && part >= last;
    last = part;
    return false;
  });
  return ok;
}
