import type { Definition, Source } from './api';

type Inline = NonNullable<Definition['header']>[number];

/** Between the parts of a line at the head or foot of a page: left, middle, right. */
const PART = '|';
/** How a stroke is typed that is printed. */
const STROKE = '\\|';

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

/** A line of the head or foot of a page as text: names in braces, parts with strokes between them. */
export function textOf(line: readonly Inline[] | undefined, names: ReadonlyMap<string, string>): string {
  const labels = new Map([...names].map(([label, key]) => [key, label]));
  return (line ?? [])
    .map((node) => {
      if (node.type === 'break') return ` ${PART} `;
      if (node.type === 'field') return `{${labels.get(node.attrs?.key ?? '') ?? node.attrs?.key ?? ''}}`;
      return (node.text ?? '').replaceAll(PART, STROKE);
    })
    .join('');
}

/** The nodes of such a text, and the names in braces that mean nothing. */
export function lineOf(
  text: string,
  names: ReadonlyMap<string, string>,
): { line: Inline[]; unknown: string[] } {
  const line: Inline[] = [];
  const unknown: string[] = [];
  const put = (part: string) => {
    for (const piece of part.split(/(\{[^{}]*\})/)) {
      if (piece === '') continue;
      const name = /^\{([^{}]*)\}$/.exec(piece)?.[1]?.trim();
      if (name === undefined) {
        line.push({ type: 'text', text: piece.replaceAll(STROKE, PART) });
        continue;
      }
      const key = names.get(name);
      if (key === undefined) unknown.push(name);
      else line.push({ type: 'field', attrs: { key } });
    }
  };
  if (text.trim() === '') return { line, unknown };
  text.split(/(?<!\\)\|/).forEach((part, i) => {
    if (i > 0) line.push({ type: 'break' });
    put(part.trim());
  });
  return { line, unknown };
}
