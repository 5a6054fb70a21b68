import { printable, type Tree } from './schema';

/** A line of text from elsewhere, with what is known of its place in an outline. */
export interface PastedLine {
  kind: 'line';
  inline: Tree[];
  /** Numbered in the source, as the n-th level of one of its lists. */
  list?: string;
  /** h1 to h6. */
  heading?: number;
  title?: boolean;
  align?: 'center' | 'right';
  /** A footnote of the source. */
  note?: true;
}
export type Pasted = PastedLine | { kind: 'table'; table: Tree } | { kind: 'pageBreak' };

const zhDigits = '\u96f6\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u4e24';
const space = '[\\s\\u3000\\u00a0]*';
/** What people type before a clause; each family is one level of an outline. Data, not text. */
const families: [string, RegExp][] = [
  ['chapter', new RegExp(`^\u7b2c[${zhDigits}\\d]+[\u7ae0\u7f16\u8282]${space}[:\uff1a\u3001.]?${space}`)],
  ['article', new RegExp(`^\u7b2c[${zhDigits}\\d]+\u6761${space}[:\uff1a\u3001.]?${space}`)],
  ['article', /^(?:Article|ARTICLE|Section|SECTION)\s+\d+[.:]?\s*/],
  ['zh', new RegExp(`^[${zhDigits}]+[\u3001.\uff0e]${space}`)],
  ['zhParen', new RegExp(`^[(\uff08][${zhDigits}]+[)\uff09][\u3001.]?${space}`)],
  ['dec4', /^\d{1,2}(?:[.\uff0e]\d{1,2}){3}[.\u3001]?[\s\u3000\u00a0]+/],
  ['dec3', /^\d{1,2}(?:[.\uff0e]\d{1,2}){2}[.\u3001]?[\s\u3000\u00a0]+/],
  [
    'dec2',
    /^\d{1,2}[.\uff0e]\d{1,2}[.\u3001]?(?:[\s\u3000\u00a0]+|(?=\p{Script=Han})(?![\u500d\u5143\u4e07\u4ebf\u7c73\u5e74\u6708\u65e5\u4e2a\u4ef6\u5428\u5343\u53f7\u516c\u5206\u5c0f]))/u,
  ],
  ['num', /^\d{1,3}(?:[\u3001\uff0e][\s\u3000\u00a0]*|\.(?![\d])[\s\u3000\u00a0]*)/],
  ['numParen', new RegExp(`^[(\uff08]\\d{1,3}[)\uff09][\u3001.]?${space}`)],
  ['numHalf', new RegExp(`^\\d{1,3}[)\uff09]${space}`)],
  ['circled', /^[\u2460-\u2473][\s\u3000\u00a0]*/],
  ['roman', /^\((?:i{1,3}|iv|vi{0,3}|ix|xi{0,3})\)\s+/],
  ['alpha', /^\([a-z]\)\s+/],
  ['alphaDot', /^[a-z][.)]\s+/],
  ['Alpha', /^\([A-Z]\)\s+/],
];

/** The number typed before a text, if it looks like one. */
export function typedNumber(text: string): { family: string; length: number } | undefined {
  for (const [family, pattern] of families) {
    const match = pattern.exec(text);
    if (match && match[0].length < text.length) return { family, length: match[0].length };
  }
  return undefined;
}

export const textOf = (inline: readonly Tree[]): string =>
  inline.map((n) => (n.type === 'text' ? n.text : n.type === 'break' ? '\n' : '\ufffc')).join('');

/** Takes characters from the start of a line. */
function cut(inline: readonly Tree[], length: number): Tree[] {
  const out: Tree[] = [];
  let left = length;
  for (const node of inline) {
    if (left <= 0 || node.type !== 'text') {
      out.push(node);
      continue;
    }
    const text = node.text ?? '';
    if (text.length > left) out.push({ ...node, text: text.slice(left) });
    left -= text.length;
  }
  const first = out[0];
  if (first?.type === 'text') {
    const text = (first.text ?? '').replace(/^[\s\u3000\u00a0]+/, '');
    if (text === '') out.shift();
    else out[0] = { ...first, text };
  }
  return out;
}

const plain = (inline: readonly Tree[]): Tree[] =>
  inline.map((n) => {
    const marks = (n.marks ?? []).filter((m) => m.type !== 'bold');
    const { marks: _, ...rest } = n;
    return marks.length > 0 ? { ...rest, marks } : rest;
  });

const allBold = (inline: readonly Tree[]): boolean =>
  inline.every((n) => n.type !== 'text' || !n.text?.trim() || n.marks?.some((m) => m.type === 'bold'));

/** A short line without a full stop is a heading. */
const headingLike = (text: string): boolean =>
  text.length <= (/\p{Script=Han}/u.test(text) ? 30 : 70) && !/[\u3002\uff1b;\uff0c,.\uff1a:]$/.test(text);

/** Lines that end the clause before them: parties and what stands before the signatures. */
const apart =
  /^(?:[\u7532\u4e59\u4e19\u4e01]\u65b9\s*(?:[(\uff08:\uff1a]|$)|[(\uff08]\u4ee5\u4e0b\u65e0\u6b63\u6587|\u7b7e\u7f72|\u7b7e\u8ba2|\u76d6\u7ae0|\u65e5\u671f)/;

/** Lines and tables as blocks of the schema: typed numbers and lists become clauses. */
export function assembled(lines: readonly Pasted[]): Tree[] {
  const root: Tree[] = [];
  /** The clauses that are open, outermost first, each with the family of its number. */
  let open: { family: string; clause: Tree }[] = [];
  const target = () => (open.at(-1)?.clause.content ?? root) as Tree[];
  lines.forEach((line, i) => {
    if (line.kind === 'table') {
      target().push(line.table);
      return;
    }
    if (line.kind === 'pageBreak') {
      target().push({ type: 'pageBreak' });
      return;
    }
    const text = textOf(line.inline).trim();
    if (text === '') return;
    if (line.note) {
      // Notes belong to no clause; their numbers are those that stand in the text.
      open = [];
      root.push({ type: 'paragraph', attrs: { note: true }, content: line.inline });
      return;
    }
    const typed = typedNumber(text);
    const heading = line.heading !== undefined && line.heading > 1;
    const family = typed?.family ?? line.list ?? (heading ? `h${line.heading}` : undefined);
    if (family === undefined) {
      const title =
        line.title || line.heading === 1 || (i === 0 && lines.length > 1 && line.align === 'center');
      if (title || line.align || apart.test(text)) open = [];
      if (title) root.push({ type: 'title', content: plain(line.inline) });
      else {
        const p: Tree = { type: 'paragraph', content: line.inline };
        if (line.align) p.attrs = { align: line.align };
        target().push(p);
      }
      return;
    }
    const at = open.findIndex((o) => o.family === family);
    if (at >= 0) open = open.slice(0, at);
    if (open.length >= 5) open = open.slice(0, 4);
    const inline = typed ? cut(line.inline, typed.length) : line.inline;
    const rest = textOf(inline).trim();
    const strong =
      family === 'article' || family === 'chapter' || family === 'zh' || heading || line.heading === 1;
    const asHeading = (strong || allBold(inline)) && headingLike(rest);
    const first: Tree = { type: asHeading ? 'heading' : 'paragraph' };
    if (inline.length > 0) first.content = asHeading ? plain(inline) : inline;
    const clause: Tree = { type: 'clause', content: [first] };
    target().push(clause);
    open.push({ family, clause });
  });
  return root;
}

/** Text with rules to write on made blanks, and with nothing that cannot be printed. */
export function inlineOf(text: string, marks: readonly string[] = []): Tree[] {
  const out: Tree[] = [];
  const put = (part: string) => {
    if (part !== '')
      out.push({
        type: 'text',
        ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) }),
        text: part,
      });
  };
  let rest = text;
  for (;;) {
    const match = /[_\uff3f]{3,}/.exec(rest);
    if (!match) break;
    put(rest.slice(0, match.index));
    out.push({ type: 'blank', attrs: { em: Math.min(60, Math.max(3, match[0].length)) } });
    rest = rest.slice(match.index + match[0].length);
  }
  put(rest);
  return out;
}

/** Plain text: a line is a line; lines with the same number of tabs are a table. */
export function fromText(text: string): Pasted[] {
  const lines = text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .split('\n')
    .map((l) => l.split('\t').map(printable).join('\t'));
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  const tabs = lines.map((l) => l.split('\t').length);
  if (lines.length > 1 && (tabs[0] ?? 1) > 1 && (tabs[0] ?? 1) <= 20 && tabs.every((n) => n === tabs[0]))
    return [
      {
        kind: 'table',
        table: tableOf(
          lines.map((l) => l.split('\t').map((c) => ({ inline: inlineOf(c.trim()) }))),
          0,
        ),
      },
    ];
  return lines.map((l) => ({ kind: 'line', inline: inlineOf(l.replace(/\t/g, ' ').trim()) }));
}

export interface PastedCell {
  inline: Tree[];
  span?: number;
}
/** Rows made as wide as each other; the first `head` of them are the head. */
export function tableOf(rows: PastedCell[][], head: number): Tree {
  const width = (row: PastedCell[]) => row.reduce((n, c) => n + (c.span ?? 1), 0);
  const columns = Math.min(20, Math.max(1, ...rows.map(width)));
  return {
    type: 'table',
    attrs: { grid: Array.from({ length: columns }, () => ({ weight: 1 })) },
    content: rows.map((row, i) => {
      const cells: Tree[] = [];
      let left = columns;
      for (const cell of row) {
        if (left === 0) break;
        const span = Math.min(left, cell.span ?? 1);
        left -= span;
        cells.push({
          type: 'cell',
          ...(span > 1 && { attrs: { span } }),
          ...(cell.inline.length > 0 && { content: cell.inline }),
        });
      }
      for (; left > 0; left--) cells.push({ type: 'cell' });
      return { type: 'row', ...(i < head && { attrs: { part: 'head' } }), content: cells };
    }),
  };
}
