import { beforeEach, describe, expect, it } from 'vitest';
import { AppError, decodeError } from '@/bridge';
import { stored } from '@/features/customers/CustomFacts';
import { setLang } from '@/i18n';
import { likelyCurrency, setOurCurrency } from '@/lib/currency';
import { sentence } from '@/lib/errors';
import { ago, daysBetween, dueDate, fileSize, money, moneyShort, phone } from '@/lib/format';
import { parseAmount, readingOf } from '@/ui/amount';

beforeEach(() => setLang('zh-CN'));

describe('formats', () => {
  it('say near dates in words and far ones as they are', () => {
    const say = (d: string) => dueDate(d, '2026-11-21');
    expect(['2026-11-21', '2026-11-22', '2026-11-24', '2026-11-19', '2027-03-01'].map(say)).toEqual([
      '今天',
      '明天',
      '3 天后',
      '已过 2 天',
      '2027-03-01',
    ]);
  });
  it('count days over a change of month, year and summer time', () => {
    expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1);
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });
  it('say a past moment in words', () => {
    const now = new Date(2026, 10, 21, 12, 0).getTime();
    expect(ago(now - 20_000, now)).toBe('刚刚');
    expect(ago(now - 5 * 60_000, now)).toBe('5 分钟前');
    expect(ago(new Date(2026, 10, 20, 9, 5).getTime(), now)).toBe('昨天 09:05');
  });
  it('write money exactly and sums in 万', () => {
    expect(money(17_090_000)).toBe('¥170,900');
    expect(money(123_450)).toBe('¥1,234.50');
    expect(moneyShort(185_000_000)).toBe('¥185 万');
    setLang('en');
    expect(moneyShort(185_000_000)).toBe('¥1.9M');
  });
  it('name our currency where none is said', () => {
    try {
      expect(setOurCurrency('EUR')).toBe(true);
      expect([money(12_345), money(500, 'CNY'), moneyShort(900)]).toEqual(['€123.45', '¥5', '€9']);
    } finally {
      setOurCurrency('CNY');
    }
    expect([likelyCurrency('zh-CN', 'Europe/Berlin'), likelyCurrency('en', 'Asia/Shanghai')]).toEqual([
      'CNY',
      'CNY',
    ]);
    expect(
      ['Europe/Berlin', 'Europe/London', 'America/New_York', 'UTC'].map((zone) => likelyCurrency('en', zone)),
    ).toEqual(['EUR', 'GBP', 'USD', 'CNY']);
  });
  it('group mobile numbers and leave others alone', () => {
    expect(phone('+8613800138000')).toBe('138 0013 8000');
    expect(phone('0512-6288 1234')).toBe('0512-6288 1234');
    expect(fileSize(1536)).toBe('1.5 KB');
  });
  it.each([
    ['1,234.5', 123_450],
    ['￥１２３４', 123_400],
    ['0.1', 10],
    ['-5', -500],
    ['1.234', undefined],
    ['89,50', 8950],
    ['7,25 €', 725],
    ['1.129,00', 112_900],
    ['1.234.567', 123_456_700],
    ['1,129', 112_900],
    ['1.12,50', undefined],
    ['abc', undefined],
    ['', undefined],
  ])('read the amount %s', (typed, minor) => {
    expect(parseAmount(typed)).toBe(minor);
  });
  it('say how an amount is read whose comma is no mark of thousands', () => {
    expect(readingOf('1.910,90')).toBe('1,910.90');
    expect(readingOf('89,5')).toBe('89.50');
    for (const plain of ['1,910.90', '1,910', '1910.9', '1,9x', '']) expect(readingOf(plain)).toBeUndefined();
  });
});

describe('a number among the own fields', () => {
  const area = { key: 'area', label: '面积', type: 'number' } as Parameters<typeof stored>[0];
  it.each([
    ['89,5', 89.5],
    ['1.234,50', 1234.5],
    ['1,234', 1234],
    ['１２．５', 12.5],
    ['about 12', 'about 12'],
    ['1e5', '1e5'],
    [' ', null],
  ])('%s is kept as %s', (typed, kept) => {
    expect(stored(area, typed)).toBe(kept);
  });
});

describe('errors', () => {
  it('are decoded from objects, from JSON text and from anything', () => {
    expect(decodeError({ code: 'store.busy' }).code).toBe('store.busy');
    expect(decodeError('{"code":"a.b","params":{"x":1}}').params).toEqual({ x: 1 });
    expect(decodeError(new TypeError('x')).code).toBe('fault.internal');
  });
  it('read as a sentence in the language of the screen', () => {
    expect(sentence(new AppError('store.busy'))).toContain('稍后');
    setLang('en');
    expect(sentence(new AppError('store.busy'))).toContain('moment');
    expect(sentence(new AppError('no.such'))).toContain('no.such');
  });
});
