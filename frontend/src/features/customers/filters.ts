import type { Filter, FilterField } from './api';

/**
 * Where a condition stands: its place in the list, then, for each group it is in, the alternative
 * and the place in that.
 */
export type Path = readonly number[];

/** A condition without a value: `not` of it is its opposite. */
export const condition = (field: string, op: string, value?: Filter['value'], days = 0): Filter => ({
  field,
  op,
  ...(value === undefined ? {} : { value }),
  ...(days > 0 ? { days } : {}),
});

const group = (any: Filter[][], not?: boolean): Filter => ({
  field: '',
  op: '',
  any,
  ...(not ? { not } : {}),
});

/** The list with what stands at a path made anew; nothing in its place takes it away. */
export function change(list: readonly Filter[], path: Path, make: (filter: Filter) => Filter[]): Filter[] {
  const [at, alternative, ...rest] = path;
  return list.flatMap((filter, i) => {
    if (i !== at) return [filter];
    if (alternative === undefined) return make(filter);
    const any = (filter.any ?? []).map((all, a) => (a === alternative ? change(all, rest, make) : all));
    return tidy(group(any, filter.not));
  });
}

/** A group without an alternative is none; with one it is what that says. */
function tidy(filter: Filter): Filter[] {
  const any = (filter.any ?? []).filter((all) => all.length > 0);
  const [only] = any;
  if (!only) return [];
  if (any.length > 1 || (filter.not && only.length > 1)) return [group(any, filter.not)];
  if (!filter.not) return only;
  return only.map((one) => ({ ...one, not: !one.not }));
}

/** Adds a way beside the condition at a path: inside its group where it is one of the ways, else as a new group. */
export function addWay(list: readonly Filter[], path: Path, way: Filter): Filter[] {
  const outer = path.slice(0, -2);
  if (outer.length > 0)
    return change(list, outer, (filter) => [group([...(filter.any ?? []), [way]], filter.not)]);
  return change(list, path, (filter) =>
    filter.any ? [group([...filter.any, [way]], filter.not)] : [group([[filter], [way]])],
  );
}

/** Adds a condition that must hold together with the one at a path. */
export const addBeside = (list: readonly Filter[], path: Path, more: Filter): Filter[] =>
  change(list, path, (filter) => [filter, more]);

/** What can be asked of a type, in the words of the builder. */
export type Asks =
  | 'contains'
  | 'lacks'
  | 'is'
  | 'isnt'
  | 'starts'
  | 'gte'
  | 'lte'
  | 'eq'
  | 'older'
  | 'newer'
  | 'within'
  | 'past'
  | 'since'
  | 'before'
  | 'month'
  | 'yes'
  | 'no'
  | 'filled'
  | 'empty';

const byType: Record<string, Asks[]> = {
  text: ['contains', 'is', 'starts', 'lacks', 'isnt'],
  choice: ['is', 'isnt'],
  number: ['gte', 'lte', 'eq'],
  money: ['gte', 'lte', 'eq'],
  day: ['within', 'past', 'older', 'newer', 'since', 'before'],
  time: ['older', 'newer', 'since', 'before'],
  yearly: ['within', 'month'],
  yes: ['yes', 'no'],
  region: ['is', 'isnt'],
  link: [],
};

/** What can be asked of a field, the usual first. */
export function asksOf(field: FilterField): Asks[] {
  const list = [...(byType[field.type] ?? [])];
  // Where the values are few and known, one of them is what is meant.
  if (field.type === 'text' && field.used) list.sort((a, b) => Number(b === 'is') - Number(a === 'is'));
  return field.optional ? [...list, 'filled', 'empty'] : list;
}

/** Asks whose value is a number of days. */
export const inDays: readonly Asks[] = ['older', 'newer', 'within'];
/** Asks without a value. */
export const alone: readonly Asks[] = ['past', 'yes', 'no', 'filled', 'empty'];

/** What a person gives beside the field. */
export interface Given {
  asks: Asks;
  /** Words of text, choices; one entry where only one is asked for. */
  words: string[];
  number: number | null;
  days: number;
  date: string;
}

const midnight = (date: string): number => new Date(`${date}T00:00`).getTime();
const dateOf = (value: number): string => {
  const d = new Date(value);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
};

/** The condition that says it; undefined while something is missing. */
export function toFilter(field: FilterField, given: Given): Filter | undefined {
  const { asks, words, number } = given;
  const name = field.field;
  const day = field.type === 'time' ? midnight(given.date) : given.date;
  const known = /^\d{4}-\d\d-\d\d$/.test(given.date) && !Number.isNaN(midnight(given.date));
  const some = words.filter((w) => w !== '');
  switch (asks) {
    case 'contains':
    case 'starts':
    case 'lacks':
      if (some[0] === undefined) return undefined;
      return asks === 'lacks'
        ? { ...condition(name, 'contains', some[0]), not: true }
        : condition(name, asks, some[0]);
    case 'is':
    case 'isnt': {
      const [one, second] = some;
      if (one === undefined) return undefined;
      // A division is where its own divisions are, too.
      if (field.type === 'region')
        return { ...condition(name, 'starts', one), ...(asks === 'is' ? {} : { not: true }) };
      if (second === undefined) return condition(name, asks === 'is' ? 'eq' : 'ne', one);
      return condition(name, asks === 'is' ? 'in' : 'nin', some);
    }
    case 'since':
    case 'before':
      return known ? condition(name, asks === 'since' ? 'gte' : 'lt', day) : undefined;
    case 'yes':
    case 'no':
      return condition(name, 'eq', asks === 'yes' ? 1 : 0);
    case 'past':
    case 'filled':
    case 'empty':
      return condition(name, asks);
    case 'month':
      return number === null ? undefined : condition(name, 'eq', number);
    default:
      return number === null ? undefined : condition(name, asks, number, given.days);
  }
}

/** What was given for a condition; undefined for one the builder has no words for. */
export function fromFilter(field: FilterField, filter: Filter): Given | undefined {
  const { value } = filter;
  const given: Given = { asks: 'is', words: [], number: null, days: filter.days ?? 0, date: '' };
  const words = Array.isArray(value)
    ? value.map(String)
    : value === undefined || value === null
      ? []
      : [String(value)];
  const dated = field.type === 'day' || field.type === 'time';
  const as = (asks: Asks, more: Partial<Given> = {}): Given => ({ ...given, asks, ...more });
  const made = ((): Given | undefined => {
    switch (filter.op) {
      case 'contains':
        return as(filter.not ? 'lacks' : 'contains', { words });
      case 'starts':
        if (field.type === 'region') return as(filter.not ? 'isnt' : 'is', { words });
        return filter.not ? undefined : as('starts', { words });
      case 'past':
      case 'filled':
      case 'empty':
        return as(filter.op);
      case 'older':
      case 'newer':
      case 'within':
        return as(filter.op, { number: Number(value) });
      case 'ne':
      case 'nin':
        return as('isnt', { words });
      case 'in':
        return as('is', { words });
      case 'eq':
        if (field.type === 'yes') return as(value === 1 ? 'yes' : 'no');
        if (field.type === 'yearly') return as('month', { number: Number(value) });
        if (field.type === 'number' || field.type === 'money') return as('eq', { number: Number(value) });
        return dated ? undefined : as('is', { words });
      case 'gte':
      case 'lt':
      case 'lte':
        if (dated && filter.op !== 'lte')
          return as(filter.op === 'gte' ? 'since' : 'before', {
            date: typeof value === 'number' ? dateOf(value) : String(value),
          });
        return filter.op === 'lt' ? undefined : as(filter.op, { number: Number(value) });
      default:
        return undefined;
    }
  })();
  const turned = made?.asks === 'lacks' || (made?.asks === 'isnt' && field.type === 'region');
  if (!made || (filter.not && !turned)) return undefined;
  return asksOf(field).includes(made.asks) ? made : undefined;
}

/** Filters as they stand in an address; what cannot be read is nothing. */
export function readFilters(text: string): Filter[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as Filter[]) : undefined;
  } catch {
    return undefined;
  }
}
