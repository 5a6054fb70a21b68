import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { refresh, windowsFor } from '@/lib/query';
import { type Column, fitting } from '@/ui/DataGrid';
import { isPicked, nothingPicked, selectedCount, toggled } from '@/ui/selection';

describe('windows of rows', () => {
  it.each([
    [0, 20, 1000, [0]],
    [95, 130, 1000, [0, 1]],
    [99_950, 99_999, 100_000, [999]],
    [99_950, 100_050, 100_000, [999]],
    [0, 0, 0, [0]],
    [250, 410, 1000, [2, 3, 4]],
  ])('rows %i to %i of %i', (first, last, total, want) => {
    expect(windowsFor(first, last, 100, total)).toEqual(want);
  });
});

describe('columns', () => {
  const column = (key: string, width: number, priority: number): Column<unknown> => ({
    key,
    header: key,
    width,
    priority,
    render: () => null,
  });
  const all = [column('name', 12, 0), column('contact', 7, 2), column('phone', 9, 1), column('tags', 9, 3)];
  const keys = (width: number) => fitting(all, width, 4).map((c) => c.key);
  it('leave by priority when the grid gets narrow, and the first never leaves', () => {
    expect(keys(60)).toEqual(['name', 'contact', 'phone', 'tags']);
    expect(keys(38)).toEqual(['name', 'contact', 'phone']);
    expect(keys(26)).toEqual(['name', 'phone']);
    expect(keys(10)).toEqual(['name']);
  });
});

describe('a selection', () => {
  it('counts and flips single rows', () => {
    const one = toggled(nothingPicked, 7);
    expect([isPicked(one, 7), isPicked(one, 8), selectedCount(one, 100)]).toEqual([true, false, 1]);
    expect(selectedCount(toggled(one, 7), 100)).toBe(0);
  });
  it('of the whole view means every row but those taken out, seen or not', () => {
    const all = { mode: 'all', except: new Set<number>() } as const;
    expect(selectedCount(all, 100_000)).toBe(100_000);
    expect(selectedCount(toggled(all, 5), 100_000)).toBe(99_999);
    expect(isPicked(toggled(all, 5), 5)).toBe(false);
  });
});

describe('a change event', () => {
  it('refreshes queries of the kinds it touched and no other', async () => {
    const client = new QueryClient();
    client.setQueryData(['customer', 'list'], 1);
    client.setQueryData(['template', 'list'], 1);
    client.setQueryDefaults(['page'], { meta: { kinds: ['contact'] } });
    await refresh({ touched: { customer: [1] } }, client);
    expect(client.getQueryState(['customer', 'list'])?.isInvalidated).toBe(true);
    expect(client.getQueryState(['template', 'list'])?.isInvalidated).toBe(false);
  });

  it.each([true, false])(
    'reads again what was being read for the first time (still in sight: %s)',
    async (inSight) => {
      const client = new QueryClient();
      let begun: ((value: string) => void) | undefined;
      const query = {
        queryKey: ['customer', 1],
        queryFn: () => (begun ? 'after' : new Promise<string>((answer) => (begun = answer))),
        staleTime: Number.POSITIVE_INFINITY,
      };
      const leave = new QueryObserver(client, query).subscribe(() => undefined);
      if (!inSight) leave();
      const done = refresh({ touched: { customer: [1] } }, client);
      begun?.('before');
      await done;
      if (!inSight) new QueryObserver(client, query).subscribe(() => undefined);
      await vi.waitFor(() => expect(client.getQueryData(query.queryKey)).toBe('after'));
      client.clear();
    },
  );
});
