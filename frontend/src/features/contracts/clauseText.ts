import type { template } from '@/bridge';

export type Node = template.Node;

/** How things in a line are called; words of the template's language where it has them. */
export interface Names {
  /** The label of a field by its key. */
  field: (key: string) => string;
  /** The word of a format: 大写. */
  format: (format: string) => string;
  /** The heading of a clause by its id. */
  clause: (id: string) => string;
}

const marks = [
  { type: 'bold', sign: '**' },
  { type: 'underline', sign: '++' },
  { type: 'superscript', sign: '^^' },
] as const;

const pattern =
  /\\([\s\S])|([{｛][^{}｛｝\n]*[}｝])|(\[\[[^\]\n]*\]\])|(\[\?[^\]\n]*\])|(_{3,}(?:\d+_{3,})?)|(\*\*|\+\+|\^\^)|(\n)/g;

const escaped = (text: string): string =>
  text.replace(/[\\{}｛｝]|\[(?=[[?])|_(?=__)|(?<=__)_|\*(?=\*)|\+(?=\+)|\^(?=\^)/g, '\\$&');

const MAX_RULE = 12;

/**
 * A line of a clause as text that can be typed: fields by their labels in braces, as everywhere in
 * the notation of templates. What a line held comes back as the very same nodes.
 */
export class LineText {
  private readonly nodes = new Map<string, Node>();
  private readonly known = new Map<string, Node>();

  /** fields are those that may be put in, by key and label. */
  constructor(
    private readonly names: Names,
    fields: readonly { key: string; label: string }[],
  ) {
    for (const f of fields) this.known.set(`{${f.label}}`, { type: 'field', attrs: { key: f.key } });
  }

  write(content: readonly Node[]): string {
    let out = '';
    let on = new Set<string>();
    const turn = (wanted: Set<string>) => {
      for (const mark of [...marks].reverse())
        if (on.has(mark.type) && !wanted.has(mark.type)) out += mark.sign;
      for (const mark of marks) if (!on.has(mark.type) && wanted.has(mark.type)) out += mark.sign;
      on = wanted;
    };
    for (const node of content) {
      turn(new Set(node.marks?.map((mark) => mark.type) ?? []));
      out += node.type === 'text' ? escaped(node.text ?? '') : this.token(node);
    }
    turn(new Set());
    return out;
  }

  private token(node: Node): string {
    const { type, attrs = {} } = node;
    if (type === 'break') return '\n';
    if (type === 'blank') {
      const em = Math.max(3, attrs.em ?? 3);
      return em > MAX_RULE ? `___${em}___` : '_'.repeat(em);
    }
    const { marks: _, ...bare } = node;
    const wrap = (text: string) =>
      type === 'ref' ? `[[${text}]]` : type === 'check' ? `[?${text}]` : `{${text}}`;
    const name = this.call(node).replace(/[[\]{}\n]/g, ' ');
    for (let n = 1; ; n++) {
      const token = wrap(n === 1 ? name : `${name} ${n}`);
      const there = this.nodes.get(token) ?? this.known.get(token);
      if (there && JSON.stringify(there) !== JSON.stringify(bare)) continue;
      this.nodes.set(token, bare);
      return token;
    }
  }

  private call({ type, attrs = {} }: Node): string {
    if (type === 'ref') return this.names.clause(attrs.clause ?? '');
    const label = this.names.field(attrs.key ?? '');
    if (type === 'check') return attrs.value ? `${label}=${attrs.value}` : label;
    return attrs.format ? `${label}:${this.names.format(attrs.format)}` : label;
  }

  /** The nodes of what was typed, and what stands in braces without meaning anything. */
  read(text: string): { content: Node[]; unknown: string[] } {
    const content: Node[] = [];
    const unknown: string[] = [];
    const on = new Set<string>();
    const found = [...text.matchAll(pattern)];
    const single = alone(found);
    const put = (node: Node) => {
      const worn = marks.filter((mark) => on.has(mark.type)).map(({ type }) => ({ type }));
      const last = content.at(-1);
      const dressed: Node = worn.length > 0 ? { ...node, marks: worn } : node;
      if (
        node.type === 'text' &&
        last?.type === 'text' &&
        JSON.stringify(last.marks) === JSON.stringify(dressed.marks)
      )
        last.text = (last.text ?? '') + (node.text ?? '');
      else content.push({ ...dressed });
    };
    const write = (s: string) => s !== '' && put({ type: 'text', text: s });
    let at = 0;
    for (const match of found) {
      write(text.slice(at, match.index));
      at = match.index + match[0].length;
      const [whole, literal, field, ref, check, rule, sign, line] = match;
      const mark = marks.find((m) => m.sign === sign);
      if (literal !== undefined) write(literal);
      else if (rule) put({ type: 'blank', attrs: { em: Number(/\d+/.exec(rule)?.[0] ?? rule.length) } });
      else if (line) put({ type: 'break' });
      else if (mark && !single.has(match.index)) {
        if (!on.delete(mark.type)) on.add(mark.type);
      } else if (mark) write(whole);
      else {
        const token = field ? `{${field.slice(1, -1).trim()}}` : (ref ?? check ?? '');
        const node = this.nodes.get(token) ?? this.known.get(token);
        if (node) put(structuredClone(node));
        else {
          if (token !== '{}') unknown.push(field ? token.slice(1, -1) : token);
          write(token === '{}' ? '' : whole);
        }
      }
    }
    write(text.slice(at));
    return { content, unknown };
  }
}

/** Places of signs that open something and close nothing: they are text. */
function alone(found: RegExpMatchArray[]): Set<number> {
  const out = new Set<number>();
  for (const { sign } of marks) {
    const places = found.filter((match) => match[6] === sign).map((match) => match.index ?? 0);
    if (places.length % 2 === 1) out.add(places.at(-1) ?? 0);
  }
  return out;
}

/** A clause that is being written: lines as text, everything else as it is. */
export interface Draft {
  key: number;
  node: Node;
  kids?: Draft[];
  text?: string;
}

/** One row of the editor. */
export interface Line {
  key: number;
  kind: 'heading' | 'paragraph' | 'fixed';
  /** How deep the clause is in which it stands, from 0. */
  depth: number;
  /** It begins a clause inside the one that is edited. */
  begins: boolean;
  /** Stands under a condition or a repetition. */
  sometimes: boolean;
  text: string;
}

const lined = new Set(['heading', 'paragraph']);
const open = new Set(['clause', 'when', 'each']);

let next = 1;

export function draftOf(node: Node, text: LineText): Draft {
  const { content = [], ...rest } = node;
  const key = next++;
  if (lined.has(node.type)) return { key, node: rest, text: text.write(content) };
  if (open.has(node.type)) return { key, node: rest, kids: content.map((kid) => draftOf(kid, text)) };
  return { key, node };
}

/** An empty clause, with a heading where the one it follows has one. */
export function emptyClause(like: Node | undefined): Node {
  const heading = like?.content?.[0]?.type === 'heading';
  return {
    type: 'clause',
    content: heading ? [{ type: 'heading' }, { type: 'paragraph' }] : [{ type: 'paragraph' }],
  };
}

/** The words of a node that is shown and not edited. */
export function plain(node: Node, names: Names): string {
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'field') return `〔${names.field(node.attrs?.key ?? '')}〕`;
  if (node.type === 'lines') return (node.attrs?.columns ?? []).map((c) => c.label || c.name).join(' | ');
  const label = node.attrs?.label ? `${node.attrs.label} ` : '';
  const parts = (node.content ?? []).map((kid) => plain(kid, names));
  const gap = node.type === 'row' || node.type === 'pairs' ? ' | ' : node.type === 'table' ? '\n' : '';
  return label + parts.filter((part) => part !== '').join(gap);
}

export function lines(root: Draft, names: Names): Line[] {
  const out: Line[] = [];
  const visit = (draft: Draft, depth: number, begins: boolean, sometimes: boolean) => {
    if (draft.kids) {
      const inner = draft.node.type === 'clause' && draft !== root;
      draft.kids.forEach((kid, i) => {
        visit(
          kid,
          depth + (inner ? 1 : 0),
          inner ? i === 0 : begins && i === 0,
          sometimes || draft.node.type !== 'clause',
        );
      });
      return;
    }
    const kind = draft.text === undefined ? 'fixed' : (draft.node.type as 'heading' | 'paragraph');
    out.push({
      key: draft.key,
      kind,
      depth,
      begins,
      sometimes,
      text: draft.text ?? plain(draft.node, names),
    });
  };
  visit(root, 0, false, false);
  return out;
}

const within = (draft: Draft, key: number): boolean =>
  draft.key === key || (draft.kids ?? []).some((kid) => within(kid, key));

function change(draft: Draft, key: number, to: (kids: Draft[], at: number, parent: Draft) => Draft[]): Draft {
  if (!draft.kids) return draft;
  const at = draft.kids.findIndex((kid) => kid.key === key);
  if (at >= 0) return { ...draft, kids: to(draft.kids, at, draft) };
  return { ...draft, kids: draft.kids.map((kid) => (within(kid, key) ? change(kid, key, to) : kid)) };
}

export const withText = (root: Draft, key: number, text: string): Draft =>
  change(root, key, (kids, at) => kids.map((kid, i) => (i === at ? { ...kid, text } : kid)));

/** A new line after one, of its own kind: a point after a point, a paragraph after a paragraph. */
export function withLineAfter(root: Draft, key: number): { root: Draft; key: number } {
  const made: Draft = { key: next++, node: { type: 'paragraph' }, text: '' };
  const point = (): Draft => ({ key: next++, node: { type: 'clause' }, kids: [made] });
  const insert = (kids: Draft[], at: number, what: Draft) => [
    ...kids.slice(0, at + 1),
    what,
    ...kids.slice(at + 1),
  ];
  let own: number | undefined; // the inner clause that the line begins
  const changed = change(root, key, (kids, at, parent) => {
    if (parent.node.type === 'clause' && parent !== root && at === 0) {
      own = parent.key;
      return kids;
    }
    if (kids[at + 1]?.node.type === 'clause') return insert(kids, at, point());
    const like = kids[at]?.node.type === 'paragraph' ? kids[at]?.node.attrs : undefined;
    return insert(kids, at, like ? { ...made, node: { type: 'paragraph', attrs: like } } : made);
  });
  if (own === undefined) return { root: changed, key: made.key };
  const of = own;
  return { root: change(root, of, (kids, at) => insert(kids, at, point())), key: made.key };
}

/** Without a line; what is empty then goes with it. */
export function withoutLine(root: Draft, key: number): Draft {
  const prune = (draft: Draft): Draft | undefined => {
    if (draft.key === key) return undefined;
    if (!draft.kids) return draft;
    const kids = draft.kids.map(prune).filter((kid) => kid !== undefined);
    return kids.length === 0 && draft !== root ? undefined : { ...draft, kids };
  };
  return prune(root) ?? root;
}

export interface Built {
  /** Absent when nothing is left or something is wrong. */
  node?: Node;
  unknown: string[];
  /** A clause would begin with something that is no text. */
  headless: boolean;
}

/** The clause as it is stored; empty lines are left out. */
export function build(root: Draft, text: LineText): Built {
  const unknown: string[] = [];
  let headless = false;
  const make = (draft: Draft): Node | undefined => {
    if (draft.text !== undefined) {
      if (draft.text.trim() === '') return undefined;
      const read = text.read(draft.text.replace(/\s+$/, ''));
      unknown.push(...read.unknown);
      return { ...draft.node, content: read.content };
    }
    if (!draft.kids) return draft.node;
    const content = draft.kids.map(make).filter((kid) => kid !== undefined);
    if (content.length === 0) return undefined;
    if (draft.node.type === 'clause' && !lined.has(content[0]?.type ?? '')) headless = true;
    return { ...draft.node, content };
  };
  const node = make(root);
  return { node: unknown.length > 0 || headless ? undefined : node, unknown, headless };
}
