import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import type { Field } from '@/features/contracts/api';
import { FurtherParty } from '@/features/contracts/Parties';

const field = (value: unknown, text: string) =>
  ({
    key: 'c',
    label: 'Guarantor',
    type: 'party',
    required: true,
    missing: text === '',
    value,
    text,
  }) as unknown as Field;

it('a further party that is no customer is typed', () => {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  const changed = vi.fn();
  const draw = (value: unknown, text: string, opened = 1) =>
    flushSync(() =>
      root.render(
        <QueryClientProvider client={new QueryClient()}>
          <MantineProvider env="test">
            <FurtherParty
              key={opened}
              field={field(value, text)}
              pending={false}
              disabled={false}
              onChange={changed}
            />
          </MantineProvider>
        </QueryClientProvider>,
      ),
    );
  const links = () => [...host.querySelectorAll<HTMLButtonElement>('button[type=button]:not([role])')];
  const inputs = () => [...host.querySelectorAll<HTMLInputElement>('fieldset input:not([type=radio])')];
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  const type = (at: number, text: string) =>
    flushSync(() => {
      set?.call(inputs()[at], text);
      inputs()[at]?.dispatchEvent(new Event('input', { bubbles: true }));
    });
  draw(undefined, '');
  flushSync(() => links().at(-1)?.click());
  expect(inputs()).toHaveLength(7);
  type(0, 'Harbour Surety Ltd');
  type(1, '5 Quay');
  expect(changed).toHaveBeenLastCalledWith(expect.anything(), {
    kind: 'company',
    name: 'Harbour Surety Ltd',
    address: '5 Quay',
  });
  type(0, ' ');
  type(1, '');
  expect(changed).toHaveBeenLastCalledWith(expect.anything(), null);
  draw(undefined, '');
  expect(inputs()).toHaveLength(7);
  // It is there again when the form is opened the next time; one from the customers is not typed.
  draw({ kind: 'person', name: 'Ann Lee' }, 'Ann Lee', 2);
  expect(inputs().map((input) => input.value)).toEqual(['Ann Lee', '', '', '', '', '']);
  flushSync(() => links().at(-1)?.click());
  expect(changed).toHaveBeenLastCalledWith(expect.anything(), null);
  // A person has no legal representative.
  draw({ kind: 'company', name: 'Ann Lee', legalRepresentative: 'Bo Yu' }, 'Ann Lee', 3);
  flushSync(() => host.querySelector<HTMLInputElement>('input[value=person]')?.click());
  expect(changed).toHaveBeenLastCalledWith(expect.anything(), { kind: 'person', name: 'Ann Lee' });
  draw({ customerId: 4, name: 'Ann Lee' }, 'Ann Lee', 2);
  expect(inputs()).toHaveLength(0);
  root.unmount();
  host.remove();
}, 30_000);
