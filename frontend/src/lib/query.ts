import {
  type Query,
  QueryClient,
  skipToken,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
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

/**
 * Marks as stale whatever reads a kind the step touched; history and the trash always. What is being
 * read is read again: it may be from before the change, and would be taken for fresh.
 */
export async function refresh(
  change: Pick<Change, 'touched'>,
  client: QueryClient = queryClient,
): Promise<void> {
  const touched = new Set([...Object.keys(change.touched ?? {}), 'history']);
  const predicate = (query: Query) => kindsOf(query.queryKey, query.meta).some((kind) => touched.has(kind));
  await client.cancelQueries({ predicate, fetchStatus: 'fetching' });
  await client.invalidateQueries({ predicate });
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
  /** Why rows in sight are missing; `retry` asks for them again. */
  error: unknown;
  retry: () => void;
}

/** A list that is read in windows. */
export interface WindowsOf<Row> {
  key: readonly unknown[];
  kinds?: string[];
  size?: number;
  load: (offset: number, limit: number) => Promise<Page<Row>>;
}

const SIZE = 100;

/** The query for one window; it also notes the length of the list. */
function windowQuery<Row>(list: WindowsOf<Row>, n: number, client: QueryClient) {
  const { key, load, size = SIZE } = list;
  return {
    queryKey: [...key, 'window', n],
    queryFn: async () => {
      const page = await load(n * size, size);
      client.setQueryData([...key, 'total'], page.total);
      return page;
    },
    meta: { kinds: list.kinds ?? kindsOf(key, undefined) },
  };
}

/** Asks for the first rows of a list while its screen is still being made. */
export function fetchAhead<Row>(list: WindowsOf<Row>, client: QueryClient = queryClient): void {
  void client.prefetchQuery(windowQuery(list, 0, client));
}

/** Rows asked for above and below those in sight, so that slow scrolling meets no gap. */
const AHEAD = 20;
/** A window that takes longer than this no longer holds up the next one. */
const PATIENCE = 3000;

/**
 * Rows of a long list, fetched in windows as they scroll into view. The query cache holds the
 * windows and, under "total", the length of the list. While a window is on its way no other is
 * asked for but the one in sight when it arrives: a fast wheel over 100,000 rows asks for what it
 * stops at, not for everything it passed.
 */
export function useWindows<Row>(list: WindowsOf<Row>): Windows<Row> {
  const { key, size = SIZE } = list;
  const hash = JSON.stringify(key);
  const client = useQueryClient();
  const [range, setRange] = useState({ hash, first: 0, last: size - 1 });
  // Another question is looked at from its beginning.
  const { first, last } = range.hash === hash ? range : { first: 0, last: size - 1 };

  const total = useQuery<number>({ queryKey: [...key, 'total'], queryFn: skipToken }).data;
  const wanted = windowsFor(first, last, size, total ?? size);
  const results = useQueries({ queries: wanted.map((n) => windowQuery(list, n, client)) });

  // Until the new rows are there, those of the question before stay in sight.
  const answered = useRef<{ key: readonly unknown[]; total: number } | undefined>(undefined);
  useEffect(() => {
    if (total !== undefined) answered.current = { key, total };
  });
  const view = total !== undefined ? { key, total } : answered.current;
  const stale = total === undefined;

  const waiting = results.some((r) => r.data === undefined && r.isFetching);
  const next = useRef<{ hash: string; first: number; last: number } | undefined>(undefined);
  const move = () => {
    const to = next.current;
    next.current = undefined;
    if (to?.hash === hash && (to.first !== first || to.last !== last)) setRange(to);
  };
  const latest = useRef(move);
  latest.current = move;
  useEffect(() => {
    if (!waiting) {
      latest.current();
      return;
    }
    const timer = window.setTimeout(() => latest.current(), PATIENCE);
    return () => window.clearTimeout(timer);
  }, [waiting]);

  return {
    total: view?.total ?? 0,
    rowAt: (index) => {
      if (!view) return undefined;
      const n = Math.floor(index / size);
      const page = client.getQueryData<Page<Row>>([...view.key, 'window', n]);
      return page?.rows[index % size];
    },
    onRange: (from, to) => {
      // The rows of the question before say nothing about where the new one is looked at.
      if (stale) return;
      // Whole windows, so that the screen is drawn anew only when another one is wanted.
      const start = (row: number) => Math.floor(row / size) * size;
      next.current = { hash, first: start(Math.max(0, from - AHEAD)), last: start(to + AHEAD) + size - 1 };
      if (!waiting) move();
    },
    loading: !view && results.some((r) => r.isPending),
    stale: view !== undefined && stale,
    error: results.find((r) => r.error && !r.isFetching)?.error ?? undefined,
    retry: () => {
      for (const r of results) if (r.error) void r.refetch();
    },
  };
}
