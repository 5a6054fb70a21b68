import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchAhead, type Page, refresh, useWindows, type Windows, type WindowsOf } from '@/lib/query';

interface Row {
  name: string;
}
interface Call {
  question: string;
  offset: number;
  answer: (page: Page<Row>) => Promise<void>;
  refuse: () => Promise<void>;
}

/** Acts and lets promises settle; the cache tells its listeners at once, see beforeEach. */
const doing = (work: () => void) =>
  act(async () => {
    work();
    await new Promise((resolve) => setTimeout(resolve));
  });

let calls: Call[] = [];
let seen: Windows<Row>;
let root: Root;
let client: QueryClient;

const listOf = (question: string): WindowsOf<Row> => ({
  key: ['customer', question],
  load: (offset) =>
    new Promise((resolve, reject) => {
      calls.push({
        question,
        offset,
        answer: (page) => doing(() => resolve(page)),
        refuse: () => doing(() => reject(new Error('refused'))),
      });
    }),
});

function List({ question }: { question: string }) {
  seen = useWindows(listOf(question));
  return null;
}

const show = (question: string) =>
  doing(() =>
    root.render(
      <QueryClientProvider client={client}>
        <List question={question} />
      </QueryClientProvider>,
    ),
  );
const lookAt = (first: number, last: number) => doing(() => seen.onRange(first, last));
const rows = (question: string, offset: number, total: number): Page<Row> => ({
  total,
  rows: Array.from({ length: Math.max(0, Math.min(100, total - offset)) }, (_, i) => ({
    name: `${question} ${offset + i}`,
  })),
});
const last = (): Call => calls.at(-1) as Call;
const answer = (call: Call, total: number) => call.answer(rows(call.question, call.offset, total));

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  notifyManager.setScheduler((tell) => tell());
  calls = [];
  client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 30_000 } } });
  root = createRoot(document.createElement('div'));
});
afterEach(() => act(async () => root.unmount()));

describe('a long list', () => {
  it('takes over what was asked before its screen was there', async () => {
    fetchAhead(listOf('all'), client);
    await show('all');
    expect(calls).toHaveLength(1);
    await answer(last(), 250);
    expect(seen.total).toBe(250);
    expect(seen.rowAt(3)?.name).toBe('all 3');
    expect(calls).toHaveLength(1);
  });

  it('asks for what the wheel stops at, not for everything it passes', async () => {
    await show('all');
    await answer(last(), 100_000);
    for (let row = 1000; row <= 90_000; row += 1000) await lookAt(row, row + 20);
    expect(calls.map((c) => c.offset)).toEqual([0, 900, 1000]);
    await answer(calls[1] as Call, 100_000);
    await answer(calls[2] as Call, 100_000);
    expect(calls.slice(3).map((c) => c.offset)).toEqual([89_900, 90_000]);
    for (const call of calls.slice(3)) await answer(call, 100_000);
    expect(seen.rowAt(90_010)?.name).toBe('all 90010');
  });

  it('shows the found rows after a wheel, the end and a search, whatever arrives last', async () => {
    await show('all');
    await answer(last(), 100_000);
    await lookAt(5000, 5020);
    await lookAt(99_980, 99_999);
    const late = calls.slice(1);
    await show('found');
    expect(seen.stale).toBe(true);
    expect(last()).toMatchObject({ question: 'found', offset: 0 });
    // The grid still stands at the end of the list before.
    await lookAt(99_980, 99_999);
    await answer(last(), 12);
    for (const call of late) await answer(call, 100_000);
    expect([seen.total, seen.stale]).toEqual([12, false]);
    expect(Array.from({ length: 12 }, (_, i) => seen.rowAt(i)?.name)).toEqual(
      Array.from({ length: 12 }, (_, i) => `found ${i}`),
    );
    expect(calls.filter((c) => c.question === 'found')).toHaveLength(1);
  });

  it('says why rows are missing and asks for them again', async () => {
    await show('all');
    await answer(last(), 1000);
    await lookAt(500, 520);
    await last().refuse();
    await calls.at(-2)?.answer(rows('all', 400, 1000));
    expect(seen.error).toBeInstanceOf(Error);
    expect(seen.rowAt(510)).toBeUndefined();
    await doing(() => seen.retry());
    await answer(last(), 1000);
    expect(seen.error).toBeUndefined();
    expect(seen.rowAt(510)?.name).toBe('all 510');
  });

  it('keeps its rows in sight while a change is read afresh', async () => {
    await show('all');
    await answer(last(), 50);
    await doing(() => refresh({ touched: { customer: [1] } }, client));
    expect(seen.rowAt(3)?.name).toBe('all 3');
    await answer(last(), 49);
    expect([seen.total, seen.rowAt(49)]).toEqual([49, undefined]);
  });
});
