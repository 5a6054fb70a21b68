import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { product } from '@/bridge';
import type { Line } from '@/features/contracts/api';
import { filled } from '@/features/contracts/LineOffers';
import { LinesGrid } from '@/features/contracts/LinesGrid';
import { blankRow, spelling, toLines, underFloor, unreasoned } from '@/features/contracts/lines';
import { text } from '@/i18n';

const line = (more: Partial<Line>): Line => ({
  ...(toLines([{ ...blankRow(), name: '样布' }])[0] as Line),
  ...more,
});

describe('a price under the floor of its product', () => {
  // The examples of backend/template's TestAPriceUnderTheFloorIsToldExactly.
  it.each([
    ['at the floor', { price: 10_000, floor: 10_000 }, 0, 'CNY', false],
    ['a fen under it', { price: 9_999, floor: 10_000 }, 0, 'CNY', true],
    ['no floor', { price: 1 }, 0, 'CNY', false],
    ['by the discount of the line', { price: 12_000, discount: 2_000, floor: 10_000 }, 0, 'CNY', true],
    ['not by that discount', { price: 12_500, discount: 2_000, floor: 10_000 }, 0, 'CNY', false],
    ['by the discount on the whole', { price: 10_000, floor: 10_000 }, 1, 'CNY', true],
    ['not by rounding', { price: 333, discount: 5_000, floor: 167 }, 0, 'CNY', true],
    ['given away', { price: 12_000, discount: 10_000, floor: 10_000 }, 0, 'CNY', true],
    ['in another currency', { price: 1_500, floor: 10_000 }, 0, 'USD', false],
  ] as const)('is told exactly: %s', (_, more, whole, currency, under) => {
    expect(underFloor(line(more), whole, currency)).toBe(under);
  });

  it('wants a reason', () => {
    const cheap = line({ price: 90, floor: 100 });
    expect(
      unreasoned([cheap, { ...cheap, floorReason: ' ' }, { ...cheap, floorReason: '样品' }], 0, 'CNY'),
    ).toHaveLength(2);
  });

  it('is not compared, and not filled in, across currencies', () => {
    const offer = {
      name: '样布',
      code: 'A1',
      spec: '',
      unit: '米',
      listPrice: 500,
      price: 480,
      floor: 400,
      tax: 1300,
      package: '',
    };
    const row = { ...blankRow(), price: '12' };
    expect(filled(row, offer as product.Offer, 'CNY')).toMatchObject({
      price: '4.80',
      floor: 400,
      listPrice: 500,
    });
    expect(filled(row, offer as product.Offer, 'USD')).toMatchObject({
      price: '12',
      floor: 0,
      listPrice: 0,
      name: '样布',
    });
  });
});

describe('lines that come back from a save', () => {
  it('are the same in whatever order their keys come', () => {
    const own = line({ price: 90, floor: 100 });
    const back = Object.fromEntries(Object.entries(own).reverse()) as unknown as Line;
    expect(spelling([back])).toBe(spelling([own]));
    expect(spelling([{ ...own, floor: 90 }])).not.toBe(spelling([own]));
  });
});

describe('the grid of lines', () => {
  let cleanUp = () => {};
  afterEach(() => cleanUp());
  function show(lines: Line[], disabled = false) {
    const host = document.createElement('div');
    document.body.append(host);
    const root = createRoot(host);
    const changed = vi.fn<(lines: Line[]) => void>();
    const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
    flushSync(() =>
      root.render(
        <MantineProvider>
          <QueryClientProvider client={client}>
            <LinesGrid
              lines={lines}
              columns={[]}
              pending
              wide={false}
              disabled={disabled}
              onChange={changed}
            />
          </QueryClientProvider>
        </MantineProvider>,
      ),
    );
    cleanUp = () => {
      root.unmount();
      host.remove();
    };
    const input = (selector: string) => host.querySelector<HTMLInputElement>(selector);
    const type = (into: HTMLInputElement | null, text: string) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(into, text);
      flushSync(() => into?.dispatchEvent(new Event('input', { bubbles: true })));
    };
    return { host, changed, input, type };
  }

  it('asks for the reason when the price has been written, not on the way to it', () => {
    const { changed, input, type } = show([line({ price: 12_000, floor: 10_000 })]);
    const price = input('[data-cell="price"]');
    flushSync(() => price?.focus());
    type(price, '9');
    expect(price?.title).toBe(text().contracts.lines.underFloor('¥100'));
    expect(input('[data-reason]')).toBeNull();
    flushSync(() => input('[data-cell="tax"]')?.focus());
    const reason = input('[data-reason=""]');
    expect(reason?.getAttribute('aria-invalid')).toBe('true');
    type(reason, '清库存');
    expect(changed.mock.lastCall?.[0]?.[0]).toMatchObject({
      price: 900,
      floor: 10_000,
      floorReason: '清库存',
    });
    expect(reason?.getAttribute('aria-invalid')).toBeNull();
  });

  it('shows the reason of what is closed', () => {
    const { input } = show([line({ price: 900, floor: 1000, floorReason: '老客户' })], true);
    expect(input('[data-reason]')?.value).toBe('老客户');
    expect(input('[data-reason]')?.disabled).toBe(true);
  });
});
