import { shared } from '@/i18n/catalog';
import { money, phone } from '@/lib/format';
import type { Customer, Detail } from './api';
import type { CustomField } from './CustomFacts';

/** As many as the backend makes one at once. */
export const MERGE_MAX = 100;

export const mergePath = (ids: readonly number[]): string => `/customers/merge?ids=${ids.join('-')}`;

export const idsIn = (text: string): number[] => [
  ...new Set(
    text
      .split('-')
      .map(Number)
      .filter((id) => Number.isInteger(id) && id > 0),
  ),
];

/** One thing to decide on: what each record says, and the backend's names of what is taken with it. */
export interface MergeField {
  key: string;
  label: string;
  names: string[];
  /** By customer, as it is read; '' for nothing. */
  values: Map<number, string>;
}

const plain = ['channel', 'industry', 'website'] as const;
const places = ['address', 'postcode', 'shippingAddress'] as const;
const bills = ['title', 'taxId', 'bank', 'account', 'address', 'phone'] as const;

/** Every field that is one value, in the order of the customer's page. */
export function mergeFields(
  list: readonly Detail[],
  custom: readonly CustomField[],
  word: (field: string, code: string) => string,
  /** Of the staff; nothing in solo mode. */
  owner: (id: number) => string,
): MergeField[] {
  const field = (
    key: string,
    read: (c: Customer, d: Detail) => string,
    names = [key],
    label = shared(`customer.field.${key}`),
  ): MergeField => ({
    key,
    label,
    names,
    values: new Map(list.map((d) => [d.customer.id, read(d.customer, d).trim()])),
  });
  const coded = (key: 'kind' | 'role' | 'tier' | 'lifecycle' | 'size') =>
    field(key, (c) => word(key, c[key]));
  return [
    field('name', (c) => c.name),
    field('alias', (c) => c.alias),
    coded('kind'),
    coded('role'),
    coded('tier'),
    coded('lifecycle'),
    field('ownerId', (c) => owner(c.ownerId)),
    ...plain.slice(0, 2).map((key) => field(key, (c) => c[key])),
    coded('size'),
    field('region', (c) => [c.province, c.city, c.district].filter(Boolean).join(' '), [
      'province',
      'city',
      'district',
    ]),
    ...places.map((key) => field(key, (c) => c[key])),
    field('website', (c) => c.website),
    ...bills.map((key) => field(`billing.${key}`, (c) => c.billing[key])),
    field('legalRepresentative', (c) => c.legalRepresentative),
    field('creditLimit', (c) => (c.creditLimit === 0 ? '' : money(c.creditLimit, c.creditCurrency)), [
      'creditLimit',
      'creditCurrency',
    ]),
    field('termsDays', (c) => (c.termsDays === 0 ? '' : String(c.termsDays))),
    field('primaryContactId', (c, d) => d.contacts.find((p) => p.id === c.primaryContactId)?.name ?? ''),
    ...custom.map((one) =>
      field(
        `custom.${one.key}`,
        (c) => {
          const value = c.custom[one.key];
          return value === undefined || value === null ? '' : String(value);
        },
        [`custom.${one.key}`],
        one.label,
      ),
    ),
  ];
}

/** The different values of a field, what is empty left out. */
export const saidOf = (field: MergeField): string[] =>
  [...new Set(field.values.values())].filter((v) => v !== '');

export const differs = (field: MergeField): boolean => saidOf(field).length > 1;

/**
 * Whose value is taken while nobody chose: that of the record that is kept, else of the first that says
 * something. A region that says more than the kept one's ("Zhejiang" and "Zhejiang Hangzhou") goes before.
 */
export function sourceOf(field: MergeField, keep: number, chosen: ReadonlyMap<string, number>): number {
  const picked = chosen.get(field.key);
  if (picked !== undefined && field.values.has(picked)) return picked;
  const own = field.values.get(keep) ?? '';
  const all = [...field.values];
  if (own === '') return all.find(([, value]) => value !== '')?.[0] ?? keep;
  if (field.key === 'region') return all.find(([, value]) => value.startsWith(`${own} `))?.[0] ?? keep;
  return keep;
}

/** What customer.Merge is told: whose value for every field that says anything. */
export function choicesOf(
  fields: readonly MergeField[],
  keep: number,
  chosen: ReadonlyMap<string, number>,
): Record<string, number> {
  const choices: Record<string, number> = {};
  for (const field of fields) {
    if (saidOf(field).length === 0) continue;
    const source = sourceOf(field, keep, chosen);
    // The alias is left to the backend unless it was a choice: the name given up may become it.
    if (field.key === 'alias' && !differs(field)) continue;
    for (const name of field.names) choices[name] = source;
  }
  return choices;
}

/** Lists that become one, the kept record's first. */
export function joinedLists(
  list: readonly Detail[],
  keep: number,
): { key: string; label: string; values: string[] }[] {
  const ordered = [...list].sort((a, b) => Number(b.customer.id === keep) - Number(a.customer.id === keep));
  const join = (key: string, read: (d: Detail) => string[]) => ({
    key,
    label: shared(`customer.field.${key}`),
    values: [...new Set(ordered.flatMap(read))].filter((value) => value.trim() !== ''),
  });
  return [
    join('phones', (d) => d.customer.phones.map((p) => p.display || phone(p.raw))),
    join('emails', (d) => d.customer.emails),
    join('social', (d) => d.customer.social.map((s) => s.handle)),
    join('contactName', (d) =>
      d.contacts.map((p) => [p.name, p.phones[0]?.display ?? ''].filter(Boolean).join(' ')),
    ),
    join('tags', (d) => d.customer.tags),
    join('remark', (d) => [d.customer.remark]),
  ].filter((one) => one.values.length > 0);
}
