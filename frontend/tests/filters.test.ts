import { describe, expect, it } from 'vitest';
import type { Filter, FilterField } from '@/features/customers/api';
import {
  addBeside,
  addWay,
  asksOf,
  change,
  condition,
  fromFilter,
  toFilter,
} from '@/features/customers/filters';

const a = condition('tier', 'eq', 'A');
const b = condition('city', 'eq', '杭州市');
const c = condition('lastContact', 'older', 90);
const ways = (...any: Filter[][]): Filter => ({ field: '', op: '', any });

const field = (type: FilterField['type'], more: Partial<FilterField> = {}) =>
  ({
    field: 'x',
    group: 'customer',
    type,
    label: 'x',
    own: true,
    choices: [],
    words: '',
    used: false,
    optional: true,
    periods: false,
    ...more,
  }) as FilterField;

describe('the sentence of filters', () => {
  it('gains ways and conditions where they are asked for', () => {
    expect(addWay([a, b], [1], c)).toEqual([a, ways([b], [c])]);
    expect(addWay([ways([a], [b])], [0, 1, 0], c)).toEqual([ways([a], [b], [c])]);
    expect(addBeside([ways([a], [b])], [0, 1, 0], c)).toEqual([ways([a], [b, c])]);
  });
  it('loses a group with its last way', () => {
    expect(change([ways([a], [b])], [0, 0, 0], () => [])).toEqual([b]);
    expect(change([{ ...ways([a], [b]), not: true }], [0, 0, 0], () => [])).toEqual([{ ...b, not: true }]);
    expect(change([a], [0], () => [])).toEqual([]);
  });
  it('says everything that can be asked and reads it back', () => {
    for (const type of [
      'text',
      'choice',
      'number',
      'money',
      'day',
      'time',
      'yearly',
      'yes',
      'link',
      'region',
    ] as const)
      for (const asks of asksOf(field(type))) {
        const given = { asks, words: ['A'], number: 5, days: 0, date: '2026-11-22' };
        const filter = toFilter(field(type), given);
        expect(filter, `${type} ${asks}`).toBeDefined();
        expect(fromFilter(field(type), filter as Filter)?.asks, `${type} ${asks}`).toBe(asks);
      }
  });
});
