import { expect, it } from 'vitest';
import { fieldType, type Problem } from '@/features/exchange/api';
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
