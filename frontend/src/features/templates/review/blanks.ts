import type { Blank } from '../library';

/** A part of a text: plain, or where a blank is. */
export interface Part {
  text: string;
  blank?: Blank;
}

/** A text without its white space, which readers of files set differently, and where each character stood. */
interface Squeezed {
  plain: string;
  at: number[];
}
function squeeze(text: string): Squeezed {
  let plain = '';
  const at: number[] = [];
  for (let i = 0; i < text.length; i++)
    if (!/\s/.test(text.charAt(i))) {
      plain += text.charAt(i);
      at.push(i);
    }
  return { plain, at };
}

/** What is looked for: the blank itself begins after `lead` characters and has `own`. */
interface Want {
  text: string;
  lead: number;
  own: number;
}
/** The surest first: with all that stands around, then with less of it. */
function wants(blank: Blank): Want[] {
  const [before, own, after] = [blank.before, blank.text, blank.after].map((s) => s.replace(/\s+/g, '')) as [
    string,
    string,
    string,
  ];
  const list: [string, string][] = [[before, after]];
  if (own !== '' || before.length > 1) list.push([before, '']);
  if (own !== '') list.push(['', after]);
  if (own.length > 1) list.push(['', '']);
  return list
    .map(([b, a]) => ({ text: b + own + a, lead: b.length, own: own.length }))
    .filter((want) => want.text !== '');
}

/** Splits the texts of a block, which are the cells of a table or one line, at its blanks, given in order. */
export function split(texts: readonly string[], blanks: readonly Blank[]): Part[][] {
  const cells = texts.map(squeeze);
  const found: { blank: Blank; from: number; to: number }[][] = texts.map(() => []);
  let cell = 0;
  let from = 0;
  const place = (blank: Blank): boolean => {
    for (const want of wants(blank))
      for (let c = cell; c < cells.length; c++) {
        const { plain, at } = cells[c] as Squeezed;
        const first = c === cell ? from : 0;
        // What stands before may begin in the blank before this one.
        const i = plain.indexOf(want.text, Math.max(0, first - want.lead));
        if (i < 0 || i + want.lead < first) continue;
        const start = i + want.lead;
        const text = texts[c] ?? '';
        const left = start === 0 ? 0 : (at[start - 1] ?? 0) + 1;
        const right = at[start + want.own] ?? text.length;
        const raw =
          want.own > 0
            ? { from: at[start] ?? left, to: (at[start + want.own - 1] ?? left) + 1 }
            : { from: left, to: right };
        const end = text.slice(raw.from, raw.to).search(/\n/);
        found[c]?.push({ blank, from: raw.from, to: end < 0 ? raw.to : raw.from + end });
        cell = c;
        from = start + want.own;
        return true;
      }
    return false;
  };
  for (const blank of blanks) place(blank);
  return texts.map((text, c) => {
    const parts: Part[] = [];
    let at = 0;
    for (const { blank, from: start, to } of found[c] ?? []) {
      if (start > at) parts.push({ text: text.slice(at, start) });
      parts.push({ text: text.slice(start, to), blank });
      at = to;
    }
    if (at < text.length) parts.push({ text: text.slice(at) });
    return parts;
  });
}
