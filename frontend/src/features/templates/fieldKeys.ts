import type { Field } from './api';

/** Bytes of a key that Go accepts, with room for a number behind it. */
const LONGEST = 54;

/** A key from a label: letters and digits of any script, not beginning with a digit, not taken. */
export function keyFor(label: string, taken: (key: string) => boolean): string {
  const words = label
    .trim()
    .replace(/[^\p{L}\p{N}_]+(\p{L})?/gu, (_, next?: string) => next?.toUpperCase() ?? '');
  let key = /^\p{N}/u.test(words) || words === '' ? `f${words}` : words;
  while (new TextEncoder().encode(key).length > LONGEST) key = [...key].slice(0, -1).join('');
  if (!taken(key)) return key;
  for (let n = 2; ; n++) if (!taken(`${key}${n}`)) return `${key}${n}`;
}

/** Choices as lines of text: "code=label", or the label alone. */
export const choicesText = (field: Field): string =>
  (field.choices ?? []).map((c) => (c.value === c.label ? c.label : `${c.value}=${c.label}`)).join('\n');
export const choicesOf = (text: string): NonNullable<Field['choices']> =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf('=');
      return at > 0
        ? { value: line.slice(0, at).trim(), label: line.slice(at + 1).trim() }
        : { value: line, label: line };
    });

export type Column = NonNullable<Field['columns']>[number];
export const columnTypes = ['text', 'integer', 'number', 'money', 'percent', 'date'] as const;
export const COLUMNS = 12;

/** Words that a list has facts of its own for: the number of a row, how many there are, the sum. */
const reserved = ['no', 'count', 'sum', '\u5e8f\u53f7', '\u884c\u6570', '\u5408\u8ba1'];

/** Columns with keys for those that have none; undefined when names are missing, twice or reserved. */
export function columnsOf(columns: readonly Column[]): Column[] | undefined {
  const used = new Set(columns.map((c) => c.key).filter(Boolean));
  const named = columns.map((c) => ({ ...c, label: c.label.trim() }));
  const bad = named.some(
    (c, i) =>
      c.label === '' ||
      reserved.includes(c.label.toLowerCase()) ||
      /[=.:\uff1a;\uff1b(){}[\]|"\\]|^-/.test(c.label) ||
      named.some((o, k) => k < i && o.label === c.label),
  );
  if (bad || named.length === 0 || named.length > COLUMNS) return undefined;
  return named.map((c) => {
    if (c.key) return c;
    const key = keyFor(c.label, (k) => used.has(k) || reserved.includes(k));
    used.add(key);
    return { ...c, key };
  });
}
