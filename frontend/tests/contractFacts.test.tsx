import { MantineProvider } from '@mantine/core';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import type { View } from '@/features/contracts/api';
import { ContractFacts } from '@/features/contracts/ContractFacts';
import type { ContractModel } from '@/features/contracts/useContract';

// The remark grows with its text, for which it listens to fonts; happy-dom has none.
Object.defineProperty(document, 'fonts', { value: new EventTarget() });

const view = { contract: { name: 'Lease', amount: 100, currency: 'CNY' }, fields: [], hasLines: false };

it('reads the amount of a contract as every amount is read', () => {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  const edit = vi.fn();
  flushSync(() =>
    root.render(
      <MantineProvider env="test">
        <ContractFacts
          model={{ edit, unsaved: {} } as unknown as ContractModel}
          view={view as unknown as View}
          disabled={false}
          refused={{}}
          onLit={() => undefined}
        />
      </MantineProvider>,
    ),
  );
  const input = host.querySelector<HTMLInputElement>('[data-field="contract-amount"] input');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  for (const [typed, amount] of [
    ['89,50', 8950],
    ['1.129,00', 112_900],
    ['¥1,234.5', 123_450],
    ['', 0],
  ] as const) {
    flushSync(() => {
      set?.call(input, typed);
      input?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    expect(edit, typed).toHaveBeenLastCalledWith({ amount });
  }
  edit.mockClear();
  flushSync(() => {
    set?.call(input, 'ten');
    input?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  expect(edit).not.toHaveBeenCalled();
  root.unmount();
  host.remove();
});
