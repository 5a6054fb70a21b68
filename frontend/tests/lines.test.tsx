import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useLayoutEffect } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, vi } from 'vitest';
import type { Line } from '@/features/contracts/api';
import { LinesGrid } from '@/features/contracts/LinesGrid';
import { blankRow, toLines } from '@/features/contracts/lines';

const line = (name: string): Line => toLines([{ ...blankRow(), name, qty: '1' }])[0] as Line;

/** Types while what was saved is being put on the screen, after the grid was drawn. */
function TypesMeanwhile({ when, type }: { when: boolean; type: () => void }) {
  useLayoutEffect(() => {
    if (when) type();
  }, [when, type]);
  return null;
}

describe('a key that comes with the answer to a save', () => {
  it('keeps its input: what it typed is not taken for older than the answer', async () => {
    const host = document.createElement('div');
    document.body.append(host);
    const root = createRoot(host);
    const changed = vi.fn();
    // Nothing answers here: no product is offered, no price remembered.
    const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
    const input = () => host.querySelector<HTMLInputElement>('input[data-cell="name"]') as HTMLInputElement;
    const type = (text: string) => {
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      set?.call(input(), text);
      input().dispatchEvent(new Event('input', { bubbles: true }));
    };
    const more = () => type('样布三');
    const show = (lines: Line[], pending: boolean, when: boolean) =>
      root.render(
        <MantineProvider>
          <QueryClientProvider client={client}>
            <LinesGrid lines={lines} columns={[]} pending={pending} wide={false} onChange={changed} />
            <TypesMeanwhile when={when} type={more} />
          </QueryClientProvider>
        </MantineProvider>,
      );
    flushSync(() => show([line('样')], false, false));
    const first = input();
    type('样布');
    flushSync(() => show([line('样')], true, false));
    // The save comes back; the effects of its drawing run after the key.
    show([line('样布')], false, true);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(input()).toBe(first);
    expect(input().value).toBe('样布三');
    root.unmount();
    host.remove();
  });
});
