import { expect, it } from 'vitest';
import { blankRow, isZero } from '@/features/contracts/lines';

it('says of a named row of a quantity of 0 that it is one, and of no other', () => {
  const row = (name: string, qty: string) => isZero({ ...blankRow(), name, qty });
  expect(row('Door', '0')).toBe(true);
  expect(row('Door', '0.0')).toBe(true);
  expect(row('Door', '')).toBe(false); // it becomes 1
  expect(row('Door', '0.5')).toBe(false);
  expect(row('', '0')).toBe(false);
});
