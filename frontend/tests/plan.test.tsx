import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { keys, type NewRow, type Plan } from '@/features/payments/api';
import ContractPlan from '@/features/payments/ContractPlan';

const row = (n: number) => ({
  id: n,
  contractId: 1,
  n,
  kind: 'progress',
  share: 5000,
  amount: 500_000,
  dueOn: '2026-12-01',
  remindDays: 7,
  note: '',
  paid: 0,
  state: 'soon',
});
const plan = (rows: object[]) =>
  ({
    contractId: 1,
    customerId: 1,
    currency: 'CNY',
    amount: 1_000_000,
    sum: 1_000_000,
    differs: 0,
    paid: 0,
    owed: 0,
    overdue: 0,
    free: 0,
    owes: false,
    editable: true,
    rows,
    payments: [],
    suggestions: [],
  }) as unknown as Plan;

/** What was asked to be saved, and how its answer is given. */
const asked: { rows: NewRow[]; answer: () => void }[] = [];
vi.mock('@/features/payments/api', async (original) => ({
  ...(await original<object>()),
  api: {
    SavePlan: (_: number, rows: NewRow[]) =>
      new Promise((resolve) => {
        asked.push({ rows, answer: () => resolve(plan(rows)) });
      }),
  },
}));

it('a value typed while the one before it is being saved keeps both, and is saved once', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(keys.plan(1), plan([row(1), row(2)]));
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  flushSync(() =>
    root.render(
      <QueryClientProvider client={client}>
        <MantineProvider env="test">
          <ContractPlan contractId={1} />
        </MantineProvider>
      </QueryClientProvider>,
    ),
  );
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  /** Types into the second row and leaves with Enter, as a person does; the field is left afterwards. */
  const enter = (field: string, text: string) => {
    const input = [...host.querySelectorAll<HTMLInputElement>(`input[aria-label="${field}"]`)][1];
    flushSync(() => {
      set?.call(input, text);
      input?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    flushSync(() => input?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })));
    flushSync(() => input?.dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
  };
  const labels = [...host.querySelectorAll('li')][1]?.querySelectorAll('input[aria-label]') ?? [];
  const [note, remind] = [...labels].slice(-2).map((input) => input.getAttribute('aria-label') ?? '');
  enter(remind ?? '', '60');
  enter(note ?? '', 'after the invoice');
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  asked[0]?.answer();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.rows[1]).toMatchObject({ remindDays: 60, note: 'after the invoice' });
  asked[1]?.answer();
  await vi.waitFor(() =>
    expect(client.getQueryData<Plan>(keys.plan(1))?.rows[1]).toMatchObject({
      remindDays: 60,
      note: 'after the invoice',
    }),
  );
  expect(asked).toHaveLength(2);
  root.unmount();
  host.remove();
}, 30_000);
