import { expect, it } from 'vitest';
import {
  asSaid,
  fieldType,
  guessed,
  type ImportOptions,
  note,
  type Plan,
  type Problem,
} from '@/features/exchange/api';
import { grouped } from '@/features/exchange/ImportProblems';

const problem = (row: number, value: string, at = 7): Problem => ({
  part: '',
  row,
  at,
  column: '级别',
  value,
  title: '',
  code: 'exchange.value.choice',
  message: '',
});

it('the same wrong word in many rows is put right once, what is of a whole row stands alone', () => {
  const list = [
    problem(5, '重点'),
    problem(6, '一般'),
    problem(10, '重点'),
    problem(11, '', -1),
    problem(12, '', -1),
  ];
  expect(grouped(list).map((group) => group.rows)).toEqual([[5, 10], [6], [11], [12]]);
});

it('a custom field is of the type that most cells are', () => {
  expect(fieldType(['2024/3/5', '2024年1月8日', '13/32/2024'])).toBe('date');
  expect(fieldType(['1,200', '3.5'])).toBe('number');
  expect(fieldType(['0571', '12'])).toBe('text');
  expect(fieldType(['老客户', '2024/3/5'])).toBe('text');
  expect(fieldType([])).toBe('text');
});

it('a corrected file with the same columns keeps what they were said to be', () => {
  const plan = (...columns: [string, string][]) =>
    ({
      fields: ['name', 'city', 'remark'].map((field) => ({ field })),
      parts: [
        {
          part: '',
          refused: '',
          headerRow: 1,
          columns: columns.map(([header, field]) => ({ header, field, samples: [] })),
        },
      ],
    }) as unknown as Plan;
  const fresh: ImportOptions = { as: 'customers', parts: {}, fixes: [], onDuplicate: 'skip', lang: 'en' };
  const guess = plan(['Haus', ''], ['Gegend', 'remark'], ['Feld', '']);
  expect(asSaid(guess, fresh)).toBeUndefined();
  const mapping = ['name', 'city', 'custom.7'];
  note(guess, { ...fresh, parts: { '': { ...guessed, headerRow: 1, mapping } } });
  // The field of the last column is gone since.
  expect(asSaid(guess, fresh)?.parts['']).toEqual({
    ...guessed,
    headerRow: 1,
    mapping: ['name', 'city', ''],
  });
  expect(asSaid(plan(['Haus', ''], ['Gegend', 'remark']), fresh)).toBeUndefined();
  expect(asSaid(guess, { ...fresh, as: 'leads' })).toBeUndefined();
  // What was read anew from this file is not what another said.
  expect(asSaid(guess, { ...fresh, parts: { '': { ...guessed, fresh: true } } })).toBeUndefined();
});
