import { MantineProvider } from '@mantine/core';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import type { Field } from '@/features/contracts/api';
import { RowsInput } from '@/features/contracts/RowsInput';

const plan = {
  key: 'plan',
  label: 'Payment plan',
  type: 'list',
  columns: [
    { key: 'stage', label: 'Stage', type: 'text' },
    { key: 'amount', label: 'Amount', type: 'money' },
  ],
  value: [{ stage: 'Advance', amount: 1_860_000 }],
} as unknown as Field;

it('a list of the template is filled row by row', () => {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  const changed = vi.fn();
  flushSync(() =>
    root.render(
      <MantineProvider env="test">
        <RowsInput field={plan} pending={false} onChange={changed} />
      </MantineProvider>,
    ),
  );
  const inputs = () => [...host.querySelectorAll('input')];
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  const type = (at: number, text: string) =>
    flushSync(() => {
      const input = inputs()[at];
      set?.call(input, text);
      input?.dispatchEvent(new Event('input', { bubbles: true }));
    });
  expect(inputs().map((input) => input.value)).toEqual(['Advance', '18,600.00']);
  const buttons = () => [...host.querySelectorAll('button')];
  flushSync(() => buttons().at(-1)?.click());
  expect(inputs()).toHaveLength(4);
  type(2, 'Balance');
  type(3, '434');
  expect(changed).toHaveBeenLastCalledWith(plan, [
    { stage: 'Advance', amount: '18,600.00' },
    { stage: 'Balance', amount: '434' },
  ]);
  flushSync(() => buttons()[0]?.click());
  expect(changed).toHaveBeenLastCalledWith(plan, [{ stage: 'Balance', amount: '434' }]);
  flushSync(() => buttons()[0]?.click());
  expect(changed).toHaveBeenLastCalledWith(plan, null);
  root.unmount();
  host.remove();
});
