import { inlineOf, type Pasted, type PastedCell, type PastedLine, tableOf } from './pasteLines';
import { printable, type Tree } from './schema';

/** What of HTML from elsewhere is not in its lines, by how many there were of it. */
export interface LeftOut {
  /** Pictures, films and other things that are not text. */
  images: number;
  /** Remarks at the margin. */
  comments: number;
  /** Tracked deletions, which are accepted. */
  deleted: number;
  /** Text that was struck through: it is there, without the line. */
  struck: number;
}

/** What was found in HTML from elsewhere. */
export interface FromHtml {
  lines: Pasted[];
  left: LeftOut;
}

const skipped = new Set([
  'style',
  'script',
  'meta',
  'link',
  'head',
  'title',
  'template',
  'noscript',
  'xml',
  'v:shapetype',
  'button',
  'select',
  'textarea',
  'input',
]);
const blocks = new Set([
  'p',
  'div',
  'section',
  'article',
  'header',
  'footer',
  'main',
  'aside',
  'nav',
  'figure',
  'figcaption',
  'blockquote',
  'li',
  'ul',
  'ol',
  'dl',
  'dt',
  'dd',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'center',
  'address',
  'fieldset',
  'form',
  'details',
  'summary',
  'tr',
  'td',
  'th',
  'tbody',
  'thead',
  'tfoot',
  'caption',
  'hr',
  'body',
  'html',
]);

/** What is not text; WeChat's own cards and players among them. */
const pictures = new Set(['img', 'svg', 'canvas', 'video', 'audio', 'iframe', 'object', 'embed', 'mpvoice']);

/** The dress of text where the walk stands. */
interface Dress {
  bold: boolean;
  underline: boolean;
  superscript: boolean;
  struck: boolean;
}

const styleOf = (el: Element): string => (el.getAttribute('style') ?? '').toLowerCase();
const declared = (style: string, name: string): string | undefined =>
  new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`).exec(style)?.[1]?.trim();

function dressed(el: Element, d: Dress): Dress {
  const tag = el.tagName.toLowerCase();
  const style = styleOf(el);
  const weight = declared(style, 'font-weight');
  const line = `${declared(style, 'text-decoration') ?? ''} ${declared(style, 'text-decoration-line') ?? ''}`;
  const raised = declared(style, 'vertical-align');
  // Google Docs wraps everything in <b style="font-weight:normal">.
  const bold = weight ? /^(bold|bolder|[6-9]00)/.test(weight) : d.bold || tag === 'b' || tag === 'strong';
  return {
    bold,
    underline:
      d.underline ||
      tag === 'u' ||
      (tag === 'ins' && !tracked(el)) ||
      (tag !== 'a' && line.includes('underline')),
    superscript: raised ? raised === 'super' : d.superscript || tag === 'sup' || note(el),
    struck: d.struck || ['s', 'strike', 'del'].includes(tag) || line.includes('line-through'),
  };
}

/** An insertion or deletion that Word keeps a record of: it says who, and when. */
const tracked = (el: Element): boolean =>
  el.hasAttribute('cite') || el.hasAttribute('datetime') || /\bmso(Ins|Del)\b/.test(el.className);
/** The mark of a footnote, which Word raises by the class alone. */
const note = (el: Element): boolean => /\bMso(Footnote|Endnote)Reference\b/.test(el.className);

const marksOf = (d: Dress): string[] =>
  (['bold', 'underline', 'superscript'] as const).filter((name) => d[name]);

/** A numbered mark, not a bullet. */
const counts = (mark: string): boolean =>
  /[\d\u4e00-\u9fff\u2460-\u2473]|^[([\uff08]?[a-zA-Z]{1,4}[.)\uff09]/.test(mark.trim()) &&
  !/^[\u00b7\u25cf\u2022o\u00a7\u00d8nlu]$/i.test(mark.trim());

/** Signs without width that other programs leave in text. */
const hidden = /\u00ad|\u200b|\u200c|\u200d|\u2060/g;

class Reader {
  readonly lines: Pasted[] = [];
  private inline: Tree[] = [];
  private line: Omit<PastedLine, 'kind' | 'inline'> = {};
  /** The line that is read stands among the notes at the end. */
  private notes = false;

  constructor(readonly left: LeftOut) {}

  end(): void {
    const inline = trimmed(this.inline);
    if (inline.length > 0)
      this.lines.push({ kind: 'line', inline, ...this.line, ...(this.notes && { note: true }) });
    this.inline = [];
    this.line = {};
  }

  text(raw: string, d: Dress): void {
    if (d.underline && /^[\s\u00a0\u3000]+$/.test(raw) && /[\u00a0\u3000]|\s{3}/.test(raw)) {
      // Underlined spaces are a rule to write on.
      let em = 0;
      for (const c of raw) em += c === '\u3000' ? 1 : 0.5;
      if (em >= 1.5) {
        this.inline.push({ type: 'blank', attrs: { em: Math.min(60, Math.max(3, Math.round(em))) } });
        return;
      }
    }
    const text = printable(raw.replace(/[\s\u00a0]+/g, ' ')).replace(hidden, '');
    if (d.struck && text.trim() !== '') this.left.struck++;
    this.inline.push(...inlineOf(text, marksOf(d)));
  }

  walk(node: Node, d: Dress, list: { depth: number; ordered: boolean } | undefined): void {
    if (node.nodeType === 3) {
      this.text(node.nodeValue ?? '', d);
      return;
    }
    if (node.nodeType !== 1) return;
    const el = node as Element;
    const tag = el.tagName.toLowerCase();
    const style = styleOf(el);
    if (skipped.has(tag) || declared(style, 'display') === 'none' || declared(style, 'mso-hide') === 'all')
      return;
    if (pictures.has(tag) || tag.startsWith('mp-common-')) {
      this.left.images++;
      return;
    }
    if (tag === 'del' && tracked(el)) {
      if (el.textContent?.trim()) this.left.deleted++;
      return;
    }
    // Remarks at the margin stand in a list at the end; in the text there is only their mark.
    const element = declared(style, 'mso-element');
    if (element === 'comment-list' || /\bmsocomanchor\b/i.test(el.className)) {
      if (element) this.left.comments += el.querySelectorAll('[style*="mso-element:comment"]').length;
      return;
    }
    if (element === 'footnote-list' || element === 'endnote-list') {
      this.end();
      this.notes = true;
      for (const child of el.childNodes) this.walk(child, none, undefined);
      this.end();
      this.notes = false;
      return;
    }
    if (tag === 'br') {
      if (/page-break-before\s*:\s*always/.test(style)) {
        this.end();
        this.lines.push({ kind: 'pageBreak' });
      } else this.inline.push({ type: 'break' });
      return;
    }
    // What Word draws before a list item; the number is computed here.
    if (/mso-list\s*:\s*ignore/.test(style)) {
      if (!counts(el.textContent ?? '')) delete this.line.list;
      return;
    }
    if (tag === 'table') {
      this.end();
      this.table(el);
      return;
    }
    if (!blocks.has(tag)) {
      const inner = dressed(el, d);
      for (const child of el.childNodes) this.walk(child, inner, list);
      return;
    }
    // A block that begins another one (the paragraph of a list item) is the same line.
    const outer = trimmed(this.inline).length === 0 ? this.line : {};
    this.end();
    this.line = outer;
    const deeper =
      tag === 'ol' || tag === 'ul' ? { depth: (list?.depth ?? 0) + 1, ordered: tag === 'ol' } : list;
    this.begin(el, tag, style, deeper);
    const inner = dressed(el, /^h[1-6]$/.test(tag) ? { ...d, bold: false } : d);
    for (const child of el.childNodes) this.walk(child, inner, deeper);
    this.end();
  }

  /** What is known of the line that begins with this element. */
  private begin(
    el: Element,
    tag: string,
    style: string,
    list: { depth: number; ordered: boolean } | undefined,
  ): void {
    const align = declared(style, 'text-align') ?? el.getAttribute('align')?.toLowerCase();
    if (align === 'center' || align === 'right') this.line.align = align;
    if (tag === 'center') this.line.align = 'center';
    if (/^h[1-6]$/.test(tag)) this.line.heading = Number(tag[1]);
    if (/\bMsoTitle\b/.test(el.className)) this.line.title = true;
    const outline = /\bMsoHeading(\d)\b/.exec(el.className);
    if (outline) this.line.heading = Number(outline[1]);
    const word = /mso-list\s*:\s*(l\d+)\s+level(\d+)/.exec(style);
    if (word) this.line.list = `${word[1]} ${word[2]}`;
    // Word in a browser writes every item as a list of its own and says how deep it is.
    else if (tag === 'li' && list?.ordered)
      this.line.list = `ol ${el.getAttribute('data-aria-level') ?? list.depth}`;
    if (/page-break-before\s*:\s*always/.test(style)) this.lines.push({ kind: 'pageBreak' });
  }

  private table(table: Element): void {
    const rows = [...table.querySelectorAll('tr')].filter((row) => row.closest('table') === table);
    const cellsOf = (row: Element) => [...row.children].filter((c) => /^t[dh]$/i.test(c.tagName));
    // A table of one cell is a frame around text.
    if (rows.length > 0 && rows.every((row) => cellsOf(row).length <= 1)) {
      for (const row of rows)
        for (const cell of cellsOf(row))
          for (const child of cell.childNodes) this.walk(child, dressed(cell, none), undefined);
      this.end();
      return;
    }
    const out: PastedCell[][] = [];
    /** Cells that reach down from rows above: column → how many rows more. */
    const down = new Map<number, number>();
    let head = 0;
    for (const row of rows) {
      const cells: PastedCell[] = [];
      let column = 0;
      const skip = () => {
        while ((down.get(column) ?? 0) > 0) {
          down.set(column, (down.get(column) ?? 0) - 1);
          cells.push({ inline: [] });
          column++;
        }
      };
      for (const cell of cellsOf(row)) {
        skip();
        const span = Math.max(1, Math.min(20, Number(cell.getAttribute('colspan')) || 1));
        const tall = Math.max(1, Math.min(500, Number(cell.getAttribute('rowspan')) || 1));
        const inner = new Reader(this.left);
        for (const child of cell.childNodes) inner.walk(child, dressed(cell, none), undefined);
        inner.end();
        cells.push({ inline: joined(inner.lines), span });
        for (let i = 0; i < span; i++) if (tall > 1) down.set(column + i, tall - 1);
        column += span;
      }
      skip();
      if (cells.length === 0) continue;
      const heading = row.closest('thead') !== null || cellsOf(row).every((c) => /^th$/i.test(c.tagName));
      if (heading && head === out.length) head++;
      out.push(cells);
    }
    if (out.length > 0) this.lines.push({ kind: 'table', table: tableOf(out, head) });
  }
}

const none: Dress = { bold: false, underline: false, superscript: false, struck: false };

/** The lines of a cell on one line, broken where they were. */
function joined(lines: readonly Pasted[]): Tree[] {
  const out: Tree[] = [];
  for (const line of lines) {
    const inline =
      line.kind === 'line'
        ? line.inline
        : line.kind === 'table'
          ? (line.table.content ?? []).flatMap((row) =>
              (row.content ?? []).flatMap((cell, i) => [
                ...(i > 0 ? inlineOf(' ') : []),
                ...(cell.content ?? []),
              ]),
            )
          : [];
    if (out.length > 0 && inline.length > 0) out.push({ type: 'break' });
    out.push(...inline);
  }
  return out;
}

/** Without spaces and breaks at both ends, and with one space where there were several. */
function trimmed(inline: readonly Tree[]): Tree[] {
  const out: Tree[] = [];
  for (const node of inline) {
    const last = out.at(-1);
    if (node.type !== 'text') {
      out.push(node);
      continue;
    }
    let text = node.text ?? '';
    const before =
      last?.type === 'text' ? (last.text ?? '') : last === undefined || last.type === 'break' ? ' ' : '';
    if (before.endsWith(' ')) text = text.replace(/^ +/, '');
    if (out.length === 0) text = text.replace(/^[\s\u3000]+/, '');
    if (text === '') continue;
    if (last?.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(node.marks))
      last.text = before + text;
    else out.push({ ...node, text });
  }
  for (;;) {
    const last = out.at(-1);
    if (last?.type === 'break') out.pop();
    else if (last?.type === 'text' && /[\s\u3000]$/.test(last.text ?? '')) {
      last.text = (last.text ?? '').replace(/[\s\u3000]+$/, '');
      if (last.text === '') out.pop();
      else break;
    } else break;
  }
  while (out[0]?.type === 'break') out.shift();
  return out;
}

/**
 * Word writes what only it can draw into comments: instructions of fields, old drawings. What is
 * meant for everybody follows in the open. The text of a text box is in the drawing alone; what
 * follows is a picture of it.
 */
const boxed = (html: string): string =>
  html.replace(
    /<!--\[if [^\]]*vml[^\]]*\]>((?:(?!<!\[endif\]-->)[\s\S])*)<!\[endif\]-->(\s*<!\[if !vml\]>(?:(?!<!\[endif\]>)[\s\S])*<!\[endif\]>)?/gi,
    (whole, drawing: string) => {
      const texts = [...drawing.matchAll(/<v:textbox[^>]*>([\s\S]*?)<\/v:textbox>/gi)].map((m) => m[1]);
      return texts.length > 0 ? `<div>${texts.join('</div><div>')}</div>` : whole;
    },
  );

/** HTML from Word, WPS, WeChat or a web page, with everything left out that a contract does not have. */
export function fromHtml(html: string): FromHtml {
  const fragment = /<!--StartFragment-->([\s\S]*?)<!--EndFragment-->/i.exec(html)?.[1] ?? html;
  const page = new DOMParser().parseFromString(boxed(fragment), 'text/html');
  const reader = new Reader({ images: 0, comments: 0, deleted: 0, struck: 0 });
  for (const child of page.body.childNodes) reader.walk(child, none, undefined);
  reader.end();
  return { lines: reader.lines, left: reader.left };
}
