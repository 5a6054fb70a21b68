import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Changes } from '@/features/contracts/api';
import { blankRow, faults, fromLine, pasted, placed, subtotal, toLines } from '@/features/contracts/lines';
import { Saver } from '@/features/contracts/saver';
import { renamed } from '@/features/templates/useEditor';
import { formatScaled, parseScaled } from '@/ui/amount';

describe('numbers of a line', () => {
  it.each([
    ['1.5', 3, 1500],
    ['１，０００', 3, 1_000_000],
    ['.5', 3, 500],
    ['13', 2, 1300],
    ['-2', 3, -2000],
    ['2,5', 3, 2500],
    ['1,500', 3, 1_500_000],
    ['1.2345', 3, undefined],
    ['a', 3, undefined],
    ['', 3, undefined],
  ])('reads %s with %d decimals as %s', (typed, decimals, want) => {
    expect(parseScaled(typed, decimals)).toBe(want);
  });

  it('writes what it reads', () => {
    for (const n of [0, 1, 1500, -1500, 1_000_000, 5]) expect(parseScaled(formatScaled(n, 3), 3)).toBe(n);
  });

  it('rounds a subtotal once, half up, as the backend does', () => {
    expect(subtotal({ qty: 1000, price: 4800, discount: 0 })).toBe(4800);
    expect(subtotal({ qty: 333, price: 1000, discount: 0 })).toBe(333);
    expect(subtotal({ qty: 500, price: 1, discount: 0 })).toBe(1);
    expect(subtotal({ qty: 24_000, price: 45_000, discount: 500 })).toBe(1_026_000);
    expect(subtotal({ qty: 999_999_999, price: 99_999_999, discount: 0 })).toBe(99_999_998_900_000);
  });
});

describe('rows that are being written', () => {
  it('wait until they have a name, and blank ones are nothing', () => {
    const waiting = { ...blankRow(), qty: '2' };
    expect(faults(waiting)).toEqual(['name']);
    expect(toLines([blankRow(), waiting])).toEqual([]);
  });

  it('count as one where only a price is written', () => {
    expect(toLines([{ ...blankRow(), name: 'x', price: '200' }])[0]).toMatchObject({
      qty: 1000,
      price: 20_000,
    });
  });

  it('come back as they were saved', () => {
    const [line] = toLines([
      { ...blankRow(), name: 'x', qty: '1.5', price: '1,234.50', discount: '5', tax: '13%' },
    ]);
    if (!line) throw new Error('no line');
    expect(line).toMatchObject({ qty: 1500, price: 123_450, discount: 500, tax: 1300 });
    expect(toLines([fromLine(line)])).toEqual([line]);
  });
});

describe('a table pasted from Excel', () => {
  const shown = ['name', 'spec', 'unit', 'qty', 'price'] as const;
  it('is read by its titles', () => {
    const rows = pasted('Price\tItem\tQty\n¥1,000\tBolt\t20\n', 'spec', shown);
    expect(rows).toEqual([{ price: '1,000.00', name: 'Bolt', qty: '20' }]);
  });

  it('goes from the cell to the right without titles', () => {
    expect(pasted('kg\t2\t3.5\r\nkg\t4\t5', 'unit', shown)).toEqual([
      { unit: 'kg', qty: '2', price: '3.50' },
      { unit: 'kg', qty: '4', price: '5.00' },
    ]);
  });

  it('keeps quoted line breaks in one cell', () => {
    expect(pasted('"a\nb"\tc\n', 'name', shown)).toEqual([{ name: 'a b', spec: 'c' }]);
  });
});

describe('pasted rows', () => {
  const row = (name: string) => ({ ...blankRow(), name });
  const names = (rows: { name: string }[]) => rows.map((r) => r.name);

  it('never take the place of a row in which something is written', () => {
    const [a, empty, b] = [row('a'), blankRow(), row('b')];
    expect(names(placed([a, b], a.key, [{ name: 'x' }, { name: 'y' }]))).toEqual(['a', 'b', 'x', 'y']);
    expect(names(placed([a, empty, b], b.key, [{ name: 'x' }, { name: 'y' }]))).toEqual(['a', 'x', 'y', 'b']);
    expect(names(placed([a, empty], empty.key, [{ name: 'x' }]))).toEqual(['a', 'x']);
  });

  it('say the quantity they are saved with', () => {
    const empty = blankRow();
    const rows = placed([empty], empty.key, [{ name: 'x', qty: '' }]);
    expect([rows[0]?.qty, toLines(rows)[0]?.qty]).toEqual(['1', 1000]);
  });

  it('go down the rows that are there when they are columns without names', () => {
    const [a, b] = [row('a'), row('b')];
    const rows = placed([a, b], a.key, [{ price: '1.00' }, { price: '2.00' }]);
    expect(rows.map((r) => [r.name, r.price])).toEqual([
      ['a', '1.00'],
      ['b', '2.00'],
    ]);
  });
});

describe('saving while typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function desk(save: (version: number, changes: Changes) => Promise<number>) {
    const calls: [number, Changes][] = [];
    const saver = new Saver<number>({
      delay: 250,
      atMost: 1000,
      version: 1,
      save: (version, changes) => {
        calls.push([version, changes]);
        return save(version, changes);
      },
      versionOf: (v) => v,
      onSaved: () => undefined,
      onChange: () => undefined,
    });
    return { saver, calls };
  }

  it('puts what was typed together and sends it once', async () => {
    const { saver, calls } = desk(async (v) => v + 1);
    saver.edit({ values: { a: '1' } });
    saver.edit({ values: { a: '12', b: 'x' }, remark: 'r' });
    await vi.advanceTimersByTimeAsync(300);
    expect(calls).toEqual([[1, { values: { a: '12', b: 'x' }, remark: 'r' }]]);
    expect(saver.busy).toBe(false);
  });

  it('saves also while somebody types without a pause', async () => {
    const { saver, calls } = desk(async (v) => v + 1);
    for (let i = 0; i < 12; i++) {
      saver.edit({ remark: `${i}` });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(calls.length).toBe(1);
    await vi.advanceTimersByTimeAsync(300);
    expect(calls.at(-1)?.[1]).toEqual({ remark: '11' });
  });

  it('sends what was typed meanwhile with the next version', async () => {
    let answer: (v: number) => void = () => undefined;
    const { saver, calls } = desk(() => new Promise((resolve) => (answer = resolve)));
    saver.edit({ values: { a: '1' } });
    await vi.advanceTimersByTimeAsync(250);
    saver.edit({ values: { a: '2' } });
    expect(saver.unsaved).toEqual({ values: { a: '2' } });
    answer(7);
    await vi.advanceTimersByTimeAsync(300);
    expect(calls[1]).toEqual([7, { values: { a: '2' } }]);
  });

  it('does not go back to a version that was asked for before the last save', async () => {
    const { saver, calls } = desk(async (v) => v + 1);
    saver.edit({ remark: 'a' });
    await saver.flush();
    saver.seen(1);
    saver.edit({ remark: 'ab' });
    await saver.flush();
    expect(calls[1]).toEqual([2, { remark: 'ab' }]);
  });

  it('keeps what was refused and sends it again with the next edit', async () => {
    let refuse = true;
    const { saver, calls } = desk(async (v) => {
      if (refuse) throw new Error('no');
      return v + 1;
    });
    saver.edit({ remark: 'a' });
    await vi.advanceTimersByTimeAsync(300);
    expect(saver.problem).toBeInstanceOf(Error);
    refuse = false;
    saver.edit({ name: 'b' });
    await saver.flush();
    expect(calls[1]).toEqual([1, { remark: 'a', name: 'b' }]);
    expect(saver.problem).toBeUndefined();
  });
});

describe('a renamed field', () => {
  it('is renamed in chips, facts of a party and conditions', () => {
    const tree = {
      key: 'buyer.name',
      list: [{ condition: { op: 'eq', field: 'buyer', other: 'x' } }],
      label: 'buyer',
    };
    expect(renamed(tree, 'buyer', 'client')).toEqual({
      key: 'client.name',
      list: [{ condition: { op: 'eq', field: 'client', other: 'x' } }],
      label: 'buyer',
    });
  });
});
