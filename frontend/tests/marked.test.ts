import { expect, it } from 'vitest';
import { digitRanges } from '@/ui/Marked';

it('marks what was typed in a number, however either is grouped', () => {
  expect(digitRanges('139 0001 1234', '0011')).toEqual([[5, 10]]);
  expect(digitRanges('139 0001 1234', '139-0001-1234')).toEqual([[0, 13]]);
  expect(digitRanges('139 0001 1234', '１２３４')).toEqual([[9, 13]]);
  expect(digitRanges('139 0001 1234', '777')).toEqual([]);
  expect(digitRanges('139 0001 1234', '王')).toEqual([]);
});
