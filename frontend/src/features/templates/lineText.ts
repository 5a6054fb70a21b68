import type { Definition, Source } from './api';

type Inline = NonNullable<Definition['header']>[number];
type Format = NonNullable<Inline['attrs']>['format'];

/** Between the parts of a line at the head or foot of a page: left, middle, right. */
const PART = '|';
/** What these are printed as, a backslash before them; anything else keeps the backslash before it. */
const ESCAPED = /\\([\\{}|])/g;

/** A form that a field can be printed in, and what it is called in a line. */
export interface Word {
  code: string;
  label: string;
}

/**
 * What a name in braces stands for: fields of the template by label, then sources by their name. A
 * source that gave its name to a field is written by its path.
 */
export function keysOf(definition: Definition, sources: readonly Source[]): Map<string, string> {
  const names = new Map<string, string>();
  const en = definition.language === 'en';
  for (const f of definition.fields) {
    names.set(f.label, f.key);
    if (f.type !== 'party') continue;
    // A party has the facts that a customer has.
    for (const s of sources) {
      const fact = /^customer\.(.+)/.exec(s.path)?.[1];
      if (fact) names.set(en ? `${f.label} ${s.enFact}` : `${f.label}${s.zhFact}`, `${f.key}.${fact}`);
    }
  }
  for (const s of sources) {
    if (s.list) continue;
    const name = en ? s.en : s.zh;
    names.set(names.has(name) ? s.path : name, s.path);
  }
  return names;
}

/**
 * A line of the head or foot of a page as text: names in braces, parts with strokes between them. A
 * brace, a stroke and a backslash that are printed have a backslash before them.
 */
export function textOf(
  line: readonly Inline[] | undefined,
  names: ReadonlyMap<string, string>,
  formats: readonly Word[] = [],
): string {
  const labels = new Map([...names].map(([label, key]) => [key, label]));
  return (line ?? [])
    .map(({ type, text, attrs }) => {
      if (type === 'break') return ` ${PART} `;
      if (type !== 'field') return (text ?? '').replaceAll(/[\\{|]/g, '\\$&');
      const key = attrs?.key ?? '';
      const format = formats.find((f) => f.code !== '' && f.code === attrs?.format)?.label;
      return `{${labels.get(key) ?? key}${format ? `:${format}` : ''}}`;
    })
    .join('');
}

/** The nodes of such a text, and the names in braces that mean nothing. */
export function lineOf(
  text: string,
  names: ReadonlyMap<string, string>,
  formats: readonly Word[] = [],
): { line: Inline[]; unknown: string[] } {
  const unknown: string[] = [];
  const field = (name: string): Inline[] => {
    const whole = names.get(name);
    if (whole !== undefined) return [{ type: 'field', attrs: { key: whole } }];
    const [, plain, word] = /^(.*\S)\s*[:：]\s*(.+)$/.exec(name) ?? [];
    const key = names.get(plain ?? '');
    const format = formats.find((f) => f.label === word && f.code !== '')?.code as Format | undefined;
    if (key !== undefined && format) return [{ type: 'field', attrs: { key, format } }];
    unknown.push(name);
    return [];
  };
  if (text.trim() === '') return { line: [], unknown };
  // What is escaped is one piece with its backslash, so that it ends no part and begins no name.
  const pieces = text.match(/\\[\\{}|]|\{[^{}|]*\}|[\s\S]/g) ?? [];
  const parts: string[][] = [[]];
  for (const piece of pieces) {
    if (piece === PART) parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  const line = parts.flatMap((part, i) => {
    const out: Inline[] = i > 0 ? [{ type: 'break' }] : [];
    let typed = '';
    const flush = () => {
      if (typed !== '') out.push({ type: 'text', text: typed.replaceAll(ESCAPED, '$1') });
      typed = '';
    };
    const bare = (piece: string | undefined) => piece !== undefined && piece.trim() === '';
    while (bare(part[0])) part.shift();
    while (bare(part.at(-1))) part.pop();
    for (const piece of part) {
      const name = /^\{([^{}]*)\}$/.exec(piece)?.[1]?.trim();
      if (name === undefined) {
        typed += piece;
        continue;
      }
      flush();
      out.push(...field(name));
    }
    flush();
    return out;
  });
  return { line, unknown };
}
