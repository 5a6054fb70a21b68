import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { money } from '@/lib/format';
import { useRegionName } from '@/ui/RegionInputs';
import { api, type Filter, type FilterField, keys } from './api';
import { type Asks, fromFilter, type Given } from './filters';

const none: FilterField[] = [];

/** Everything that can be asked for, custom fields included. */
export function useFilterFields(): FilterField[] {
  const query = useQuery({
    queryKey: keys.filterFields,
    queryFn: () => api.FilterFields(),
    meta: { kinds: ['custom_field', 'group', 'staff'] },
  });
  return query.data ?? none;
}

/** How conditions read as sentences; `shown` is the condition at hand. */
export function useFilterWords(shown?: Filter) {
  const t = useText();
  const shared = useShared();
  const fields = useFilterFields();
  const f = t.customers.filter;
  const find = (name: string) => fields.find((field) => field.field === name);
  const place = useRegionName(shown && find(shown.field)?.type === 'region' ? String(shown.value ?? '') : '');
  const name = (field: FilterField): string => {
    const label = field.own ? field.label : shared(field.label);
    return field.group === 'contact' && field.field !== 'contacts' ? f.ofContact(label) : label;
  };
  const word = (field: FilterField, code: string): string =>
    field.names?.[code] ?? (field.words === '' ? code : shared(`${field.words}.${code}`));
  const ask = (asks: Asks): string => f.ops[asks]();
  const said = (field: FilterField, given: Given): string => {
    const label = name(field);
    const n = given.number ?? 0;
    const many = field.type === 'region' ? [place] : given.words.map((w) => word(field, w));
    const amount = field.type === 'money' ? money(n) : String(n);
    const during = given.days > 0 ? f.lastDays(given.days) : '';
    switch (given.asks) {
      case 'older':
        return field.field === 'lastContact' ? f.silent(n) : f.older(label, n);
      case 'newer':
        return f.newer(label, n);
      case 'within':
        return f.within(label, n);
      case 'month':
        return f.month(label, n);
      case 'past':
        return f.past(label);
      case 'since':
        return f.since(label, given.date);
      case 'before':
        return f.before(label, given.date);
      case 'yes':
      case 'no':
        return f.flag(label, given.asks === 'yes');
      case 'filled':
        return f.filled(label);
      case 'empty':
        return field.field === 'lastContact' ? f.never : f.empty(label);
      case 'gte':
      case 'lte':
      case 'eq':
        return f.compared(during, label, given.asks, amount);
      case 'is':
      case 'isnt':
        return f.is(label, f.either(many), given.asks === 'is');
      default:
        return f.text(label, given.asks, given.words[0] ?? '');
    }
  };
  /** One condition, or a group with its alternatives. */
  const sentence = (filter: Filter): string => {
    if (filter.any) {
      const ways = filter.any.map((all) => all.map(sentence).join(f.and));
      const text = ways.join(f.or);
      return filter.not ? f.not(text) : text;
    }
    const field = find(filter.field);
    if (!field) return fields.length === 0 ? '…' : f.gone;
    const given = fromFilter(field, filter);
    if (given) return said(field, given);
    const plain = fromFilter(field, { ...filter, not: false });
    if (plain) return f.not(said(field, plain));
    return `${name(field)} ${filter.op} ${String(filter.value ?? '')}`;
  };
  return { fields, find, name, word, ask, sentence };
}
