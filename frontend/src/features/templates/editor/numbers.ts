/** Clause numbers as backend/template/number.go writes them; the tests hold both against one list. */

const digits = [...'\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d'];
const units = ['', '\u5341', '\u767e', '\u5343'];
/** Article, paragraph, item, point: the units of the Legislation Law. */
const legal = ['\u6761', '\u6b3e', '\u9879', '\u76ee', '\u76ee'];
const nth = '\u7b2c';

/** 1 to 9999 as Chinese clauses are numbered. */
export function numeralZh(n: number): string {
  if (n <= 0 || n > 9999) return String(n);
  const text = String(n);
  let out = '';
  let zero = false;
  [...text].forEach((c, i) => {
    const d = Number(c);
    if (d === 0) {
      zero = true;
      return;
    }
    if (zero) out += digits[0];
    zero = false;
    out += `${digits[d]}${units[text.length - 1 - i]}`;
  });
  return n >= 10 && n < 20 ? out.slice(1) : out;
}

/** a, b, … z, aa, ab. */
function letters(n: number): string {
  let s = '';
  for (let k = n; k > 0; k = Math.floor((k - 1) / 26)) s = String.fromCharCode(97 + ((k - 1) % 26)) + s;
  return s;
}

const romans: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];
function roman(n: number): string {
  let out = '';
  let rest = n;
  for (const [value, text] of romans)
    while (rest >= value) {
      out += text;
      rest -= value;
    }
  return out;
}

const styleMarks = ['1.1', '1', '\u4e00', '\u2460', 'a', 'A', 'i', 'I'];
const stylePrefix = [
  '',
  '(',
  '\uff08',
  '[',
  nth,
  '\u00a7',
  'Article ',
  'Section ',
  'ARTICLE ',
  'SECTION ',
  'Clause ',
];
const styleSuffix = [
  '',
  '.',
  '\uff0e',
  '\u3001',
  ')',
  '\uff09',
  ']',
  ':',
  '\uff1a',
  ',',
  '\uff0c',
  '\u6761',
  '\u7ae0',
  '\u8282',
  '\u6b3e',
  '\u9879',
  '.)',
];

interface Parts {
  before: string;
  mark: string;
  after: string;
}
const taken = new Map<string, Parts | undefined>();

/** What stands before the counting mark of a style, the mark, and what stands after it. */
export function styleParts(style: string): Parts | undefined {
  if (!taken.has(style)) taken.set(style, takeApart(style));
  return taken.get(style);
}
function takeApart(style: string): Parts | undefined {
  for (const before of stylePrefix) {
    if (!style.startsWith(before)) continue;
    const rest = style.slice(before.length);
    for (const mark of styleMarks) {
      const after = rest.slice(mark.length);
      if (rest.startsWith(mark) && styleSuffix.includes(after)) return { before, mark, after };
    }
  }
  return undefined;
}

function counted(mark: string, ordinals: readonly number[]): string {
  const n = ordinals.at(-1) ?? 0;
  switch (mark) {
    case '1.1':
      return ordinals.join('.');
    case '1':
      return String(n);
    case '\u4e00':
      return numeralZh(n);
    case '\u2460':
      return n >= 1 && n <= 20 ? String.fromCharCode(0x2460 + n - 1) : `\uff08${n}\uff09`;
    case 'a':
      return letters(n);
    case 'A':
      return letters(n).toUpperCase();
    case 'i':
      return roman(n);
    default:
      return roman(n).toUpperCase();
  }
}

/** The number of a clause from the ordinals of all levels around it, outermost first. */
export function label(style: string, ordinals: readonly number[]): string {
  const p = styleParts(style);
  return p ? p.before + counted(p.mark, ordinals) + p.after : '';
}

const usual: Record<string, readonly string[]> = {
  'zh-CN': [`${nth}\u4e00\u6761`, '\u4e00\u3001', '\uff08\u4e00\uff09', '1.', '\uff081\uff09'],
  en: ['1.', '1.1', '(a)', '(i)', '(A)'],
};

/** The styles of all five levels. */
export function ladder(numbering: readonly string[] | undefined, language: string): string[] {
  const of = usual[language] ?? (usual['zh-CN'] as readonly string[]);
  if (!numbering?.length) return [...of];
  const out = [...numbering];
  while (out.length < 5) {
    const free = ['\uff081\uff09', '\u2460', ...of].find(
      (s) => !(language === 'en' && s[0] !== '(' && s[0] !== '1') && !out.includes(s),
    );
    out.push(free ?? 'none');
  }
  return out;
}

/** How other clauses point at one: 第三条第2款, 3.1(a). */
export function reference(styles: readonly string[], ordinals: readonly number[], language: string): string {
  let s = '';
  ordinals.forEach((n, i) => {
    const style = styles[i] ?? '';
    const p = styleParts(style);
    const upTo = ordinals.slice(0, i + 1);
    if (language === 'en') {
      const l = label(style, upTo).replace(/\.$/, '');
      s = p?.mark === '1.1' ? l : s + l;
      return;
    }
    const plain = ['1.', '1\u3001', '\uff081\uff09', '\u2460'].includes(style);
    if (!plain && p?.before === nth && p.after !== '') s += label(style, upTo);
    else if (p?.mark === '1.1') s = `${nth}${upTo.join('.')}${legal[0]}`;
    else if (plain || p?.mark === '1') s += `${nth}${n}${legal[i]}`;
    else s += `${nth}${numeralZh(n)}${legal[i]}`;
  });
  return s;
}

/** 附件一, Annex 1. */
export const annex = (n: number, language: string): string =>
  language === 'en' ? `Annex ${n}` : `\u9644\u4ef6${numeralZh(n)}`;
export const annexPrefix = (name: string, language: string): string =>
  language === 'en' ? `${name}, ` : name;

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u2460-\u2473]/;
/** How wide a text is in em, roughly: enough to hang a number in the margin. */
export function ems(text: string): number {
  let n = 0;
  for (const c of text) n += wide.test(c) ? 1 : 0.56;
  return n;
}

/** The room for a level's numbers: that of a usual number in its style, so that texts line up. */
export function hang(style: string, level: number): number {
  const sample = styleParts(style)?.mark === '1.1' ? Array(level).fill(8) : [level === 1 ? 11 : 8];
  const text = label(style, sample);
  return text === '' ? 0 : Math.max(1.6, ems(text) + 0.6);
}
