import { expect, it } from 'vitest';
import { brief, ends } from '@/lib/brief';

it('shortens a text without tearing a word apart', () => {
  expect(brief('Services & Restrictions', 24)).toBe('Services & Restrictions');
  expect(brief('Services & Restrictions of them', 18)).toBe('Services &…');
  expect(brief('Taxes and duties that the delivery term', 22)).toBe('Taxes and duties that…');
  // One word has no better place to be cut.
  expect(brief('Llanfairpwllgwyngyllgogery', 8)).toBe('Llanfair…');
  expect(brief('乙方应当按照约定的期限付款', 16)).toBe('乙方应当按照约定…');
  expect(brief('乙方交付 Word 文件', 14)).toBe('乙方交付 Word…');
});

it('leaves out the middle of a long text, words whole at both ends', () => {
  const text =
    'days, either party may terminate this Agreement by notice; each returns what it has received.';
  const short = ends(text, 60);
  expect(short.length).toBeLessThanOrEqual(60);
  const [start = '', end = ''] = short.split(' … ');
  expect(text.startsWith(`${start} `) && text.endsWith(` ${end}`)).toBe(true);
  expect(ends('不足六十', 60)).toBe('不足六十');
});
