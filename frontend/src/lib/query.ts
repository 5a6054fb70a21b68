import { QueryClient, useQueries } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Change } from '@/bridge';

/**
 * The first part of every key is the kind of record it reads ("customer"); a query that reads
 * several says so in `meta.kinds`. A `change` event refreshes exactly those.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, gcTime: 5 * 60_000, retry: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

export function kindsOf(key: readonly unknown[], meta: Record<string, unknown> | undefined): string[] {
  const kinds = meta?.kinds;
  if (Array.isArray(kinds)) return kinds.filter((k): k is string => typeof k === 'string');
  return typeof key[0] === 'string' ? [key[0]] : [];
}

/** Marks as stale whatever reads a kind the step touched; history and the trash always. */
export function refresh(change: Pick<Change, 'touched'>, client: QueryClient = queryClient): void {
  const touched = new Set([...Object.keys(change.touched ?? {}), 'history']);
  void client.invalidateQueries({
    predicate: (query) => kindsOf(query.queryKey, query.meta).some((kind) => touched.has(kind)),
  });
}

/** Which windows of `size` rows cover the rows first…last (both inside). */
export function windowsFor(first: number, last: number, size: number, total: number): number[] {
  const from = Math.max(0, Math.floor(first / size));
  const end = Math.max(from, Math.floor(Math.min(last, Math.max(total - 1, 0)) / size));
  return Array.from({ length: end - from + 1 }, (_, i) => from + i);
}

export interface Page<Row> {
  rows: Row[];
  total: number;
}

export interface Windows<Row> {
  total: number;
  rowAt: (index: number) => Row | undefined;
  onRange: (first: number, last: number) => void;
  /** Nothing has arrived yet. */
  loading: boolean;
  /** Shows rows of the question before while the new ones are on their way. */
  stale: boolean;
  error: unknown;
}

/** Rows of a long list, fetched in windows as they scroll into view. */
export function useWindows<Row>(options: {
  key: readonly unknown[];
  kinds?: string[];
  size?: number;
  load: (offset: number, limit: number) => Promise<Page<Row>>;
}): Windows<Row> {
  const size = options.size ?? 100;
  const hash = JSON.stringify(options.key);
  const [range, setRange] = useState<[number, number]>([0, size - 1]);
  const shown = useRef<{ hash: string; total: number; windows: Map<number, Row[]> } | undefined>(undefined);

  const known = shown.current?.hash === hash ? shown.current.total : Number.MAX_SAFE_INTEGER;
  const wanted = windowsFor(range[0], range[1], size, known);
  const results = useQueries({
    queries: wanted.map((n) => ({
      queryKey: [...options.key, 'window', n],
      queryFn: () => options.load(n * size, size),
      meta: { kinds: options.kinds ?? kindsOf(options.key, undefined) },
    })),
  });

  const arrived = results.some((r) => r.data !== undefined);
  const current = shown.current?.hash === hash ? shown.current : undefined;
  if (arrived) {
    const windows = new Map(current?.windows);
    // Far windows are dropped: the query cache still has them for a while.
    for (const n of windows.keys()) if (Math.abs(n - (wanted[0] ?? 0)) > 4) windows.delete(n);
    let total = current?.total ?? 0;
    let newest = 0;
    results.forEach((r, i) => {
      if (r.data === undefined) return;
      windows.set(wanted[i] as number, r.data.rows);
      if (r.dataUpdatedAt >= newest) {
        newest = r.dataUpdatedAt;
        total = r.data.total;
      }
    });
    shown.current = { hash, total, windows };
  }
  const view = shown.current;
  return {
    total: view?.total ?? 0,
    rowAt: (index) => view?.windows.get(Math.floor(index / size))?.[index % size],
    onRange: (first, last) => {
      if (first !== range[0] || last !== range[1]) setRange([first, last]);
    },
    loading: !view && results.some((r) => r.isPending),
    stale: view !== undefined && view.hash !== hash,
    error: view?.hash === hash ? undefined : (results.find((r) => r.error)?.error ?? undefined),
  };
}
