import { formatAmount, parseAmount } from '@/ui/amount';
import type { Meaning, Names } from './names';

/** A condition as it is stored; backend/template/condition.go says what it means. */
export interface Condition {
  op: string;
  field?: string;
  value?: unknown;
  other?: string;
  args?: Condition[];
}

/** Words of the screen that a condition is read in. */
export interface ConditionWords {
  shown: (condition: string) => string;
  is: (left: string, op: string, right: string) => string;
  ops: Record<'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le', string>;
  empty: (left: string) => string;
  filled: (left: string) => string;
  yes: (left: string) => string;
  no: (left: string) => string;
  not: (inner: string) => string;
  and: string;
  or: string;
  nothing: string;
  open: string;
  close: string;
}

export type Op = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
const compare: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
export const isGroup = (c: Condition): boolean => c.op === 'and' || c.op === 'or';
export const ordered = (type: string): boolean =>
  ['integer', 'number', 'money', 'percent', 'date'].includes(type);

/** A number as people write it: 1.5, 30 %, 1,234.50. */
export function valueText(type: string, value: unknown): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : '';
  if (type === 'money') return formatAmount(value);
  if (type === 'percent') return `${value / 100}%`;
  if (type === 'number') return String(value / 1000);
  return String(value);
}
/** The stored form of what a person typed; undefined when it cannot be read. */
export function typedValue(type: string, text: string): unknown {
  const plain = text.trim();
  if (type === 'text' || type === 'longText' || type === 'choice' || type === 'date') return plain;
  if (type === 'money') return parseAmount(plain);
  const n = Number(plain.replace(/[%\uff05]$/, '').replaceAll(',', ''));
  if (plain === '' || !Number.isFinite(n)) return undefined;
  const scaled = Math.round(n * (type === 'percent' ? 100 : type === 'number' ? 1000 : 1));
  return type === 'integer' && scaled !== n ? undefined : scaled;
}

function constant(meaning: Meaning | undefined, value: unknown, words: ConditionWords): string {
  const choice = meaning?.choices?.find((c) => c.value === value);
  if (choice) return choice.label;
  const text = valueText(meaning?.type ?? 'text', value);
  return text === '' ? words.nothing : text;
}

/** The condition as a sentence, without 「当…时显示」. */
export function read(c: Condition, names: Names, words: ConditionWords): string {
  if (isGroup(c))
    return (c.args ?? [])
      .map((a) =>
        isGroup(a) ? `${words.open}${read(a, names, words)}${words.close}` : read(a, names, words),
      )
      .join(c.op === 'and' ? words.and : words.or);
  const inner = c.args?.[0];
  if (c.op === 'not' && inner) {
    if (inner.op === 'empty') return words.filled(names.label(inner.field));
    if (inner.op === 'eq' && inner.value === true) return words.no(names.label(inner.field));
    return words.not(read(inner, names, words));
  }
  const left = names.label(c.field);
  if (c.op === 'empty') return words.empty(left);
  if (typeof c.value === 'boolean') {
    const yes = c.value === (c.op === 'eq');
    return yes ? words.yes(left) : words.no(left);
  }
  const right = c.other ? names.label(c.other) : constant(names.of(c.field), c.value, words);
  return words.is(left, words.ops[c.op as Op] ?? c.op, right);
}

/** Every key that a condition asks about. */
export function keysOf(c: Condition | null | undefined): string[] {
  if (!c) return [];
  return [c.field, c.other].filter((k): k is string => !!k).concat((c.args ?? []).flatMap(keysOf));
}

/** Whether the condition says something complete about things that exist. */
export function complete(c: Condition | null | undefined, names: Names): boolean {
  if (!c) return false;
  if (isGroup(c)) return (c.args?.length ?? 0) >= 2 && (c.args ?? []).every((a) => complete(a, names));
  if (c.op === 'not') return c.args?.length === 1 && complete(c.args[0], names);
  const meaning = names.of(c.field);
  if (!meaning) return false;
  if (c.op === 'empty') return true;
  if (!compare.includes(c.op) || ['party', 'lines', 'list'].includes(meaning.type)) return false;
  if (c.op !== 'eq' && c.op !== 'ne' && !ordered(meaning.type)) return false;
  if (c.other) return names.of(c.other)?.type === meaning.type;
  if (meaning.type === 'yesNo') return typeof c.value === 'boolean';
  if (meaning.type === 'choice') return meaning.choices?.some((o) => o.value === c.value) ?? false;
  if (meaning.type === 'text' || meaning.type === 'longText') return typeof c.value === 'string';
  if (meaning.type === 'date') return typeof c.value === 'string' && c.value !== '';
  return typeof c.value === 'number';
}

/** What a new condition on a field begins with. */
export function begin(meaning: Meaning): Condition {
  const field = meaning.key;
  switch (meaning.type) {
    case 'yesNo':
      return { op: 'eq', field, value: true };
    case 'choice':
      return { op: 'eq', field, value: meaning.choices?.[0]?.value ?? '' };
    case 'integer':
    case 'number':
    case 'money':
    case 'percent':
      return { op: 'gt', field, value: 0 };
    default:
      return { op: 'not', args: [{ op: 'empty', field }] };
  }
}
