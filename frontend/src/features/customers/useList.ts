import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSearchParam } from '@/lib/navigate';
import { remembered, useRemembered } from '@/lib/prefs';
import { fetchAhead, queryClient, useWindows, type WindowsOf } from '@/lib/query';
import type { Sort } from '@/ui/DataGrid';
import { api, type Filter, keys, type Query, type Row } from './api';
import { segmentView, type View, views } from './views';

type Question = Omit<Query, 'offset' | 'limit'>;
type Sorts = Record<string, Sort | undefined>;

const SORTS = 'customers.sort';

const viewOf = (key: string, all: readonly View[] = views): View =>
  all.find((v) => v.key === key) ?? (views[0] as View);

const sortOf = (view: View, sorts: Sorts): Sort | undefined =>
  sorts[view.key] ?? (view.sort && { by: view.sort.field, desc: view.sort.desc });

/** While searching, the best hit comes first whatever the view's order is. */
const questionOf = (view: View, text: string, own: Filter[], sort: Sort | undefined): Question => ({
  text,
  filters: [...view.filters(), ...own],
  sort: text !== '' || !sort ? [] : [{ field: sort.by, desc: sort.desc }],
});

const rowsOf = (question: Question): WindowsOf<Row> => ({
  key: keys.list(question),
  kinds: ['customer', 'contact', 'interaction', 'task'],
  load: (offset, limit) => api.List({ ...question, offset, limit }),
});

const segmentsQuery = { queryKey: keys.segments, queryFn: () => api.Segments() };

/** How many customers are in each segment; follows what customers, their contracts and conversations say. */
export const segmentCounts = {
  queryKey: keys.segmentCounts,
  queryFn: () => api.SegmentCounts(),
  meta: { kinds: ['segment', 'customer', 'contact', 'contract', 'interaction', 'task', 'attachment'] },
};

/** Asks for the first rows of the list at an address and for the views. */
export function ahead(search: Record<string, unknown>): void {
  const view = viewOf(String(search.view ?? ''));
  const sort = sortOf(view, remembered<Sorts>(SORTS, {}));
  fetchAhead(rowsOf(questionOf(view, String(search.q ?? ''), [], sort)));
  void queryClient.prefetchQuery(segmentsQuery);
}

/** The state of the customer list: which view, what is searched, filtered, sorted and shown. */
export function useList() {
  const [viewKey, setViewKey] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [own, setOwn] = useState<Filter[]>([]);
  const [sorts, setSorts] = useRemembered<Sorts>(SORTS, {});

  const segments = useQuery(segmentsQuery).data;
  const counts = useQuery(segmentCounts).data;
  const all = useMemo(() => [...views, ...(segments ?? []).map(segmentView)], [segments]);
  const view = viewOf(viewKey, all);
  const sort = sortOf(view, sorts);
  const question = useMemo(() => questionOf(view, text, own, sort), [view, text, own, sort]);
  const windows = useWindows(rowsOf(question));
  return {
    view,
    views: all,
    counts,
    setView: (key: string) => setViewKey(key === 'all' ? '' : key),
    text,
    setText,
    filters: own,
    setFilters: setOwn,
    sort: text === '' ? sort : undefined,
    setSort: (next: Sort) => setSorts({ ...sorts, [view.key]: next }),
    question,
    windows,
  };
}
