import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sentence } from '@/lib/errors';
import { useGo, useSearchParam } from '@/lib/navigate';
import { remembered, useRemembered } from '@/lib/prefs';
import { fetchAhead, queryClient, useWindows, type WindowsOf } from '@/lib/query';
import { type StaffTeam, staffQuery, useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import type { Sort } from '@/ui/DataGrid';
import { api, type Filter, keys, type Query, type Row, type Segment } from './api';
import { usualColumns } from './columns';
import { readFilters } from './filters';
import { segmentCounts, segmentsQuery } from './segmentQueries';
import { mine, segmentView, type View, views } from './views';

type Question = Omit<Query, 'offset' | 'limit'>;
type Sorts = Record<string, Sort | undefined>;

const SORTS = 'customers.sort';

const viewOf = (key: string, all: readonly View[] = views): View =>
  all.find((v) => v.key === key) ?? (views[0] as View);

/** Every view there is: those that come with the app, mine after all, and the segments. */
const viewsOf = (working: number, segments: readonly Segment[]): View[] => {
  const [all, ...rest] = views;
  return [
    ...(all ? [all] : []),
    ...(working > 0 ? [mine(working)] : []),
    ...rest,
    ...segments.map(segmentView),
  ];
};

const sortOf = (view: View, sorts: Sorts): Sort | undefined => {
  const own = view.sort && { by: view.sort.field, desc: view.sort.desc };
  return view.segment ? own : (sorts[view.key] ?? own);
};

/** While searching, the best hit comes first whatever the view's order is. */
const questionOf = (text: string, filters: Filter[], sort: Sort | undefined): Question => ({
  text,
  filters,
  sort: text !== '' || !sort ? [] : [{ field: sort.by, desc: sort.desc }],
});

const rowsOf = (question: Question): WindowsOf<Row> => ({
  key: keys.list(question),
  kinds: [
    'customer',
    'contact',
    'interaction',
    'task',
    'contract',
    'payment',
    'plan_row',
    'group',
    'membership',
  ],
  load: (offset, limit) => api.List({ ...question, offset, limit }),
});

const none: Filter[] = [];

/** Asks for the first rows of the list at an address and for the views. */
export function ahead(search: Record<string, unknown>): void {
  const known = [queryClient.prefetchQuery(segmentsQuery), queryClient.prefetchQuery(staffQuery)];
  void Promise.all(known).then(() => {
    const segments = queryClient.getQueryData<Segment[]>(keys.segments) ?? [];
    const working = queryClient.getQueryData<StaffTeam>(staffQuery.queryKey)?.working ?? 0;
    const view = viewOf(String(search.view ?? ''), viewsOf(working, segments));
    const own = readFilters(String(search.f ?? ''));
    const filters = view.segment ? (own ?? view.filters()) : [...view.filters(), ...(own ?? [])];
    fetchAhead(
      rowsOf(questionOf(String(search.q ?? ''), filters, sortOf(view, remembered<Sorts>(SORTS, {})))),
    );
  });
}

/** The state of the customer list: which view, what is searched, filtered, sorted and shown. */
export function useList() {
  const go = useGo();
  const [viewKey] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [own, setOwn] = useSearchParam('f');
  const [sorts, setSorts] = useRemembered<Sorts>(SORTS, {});
  const [columnsOf, setColumnsOf] = useRemembered<Record<string, string[]>>('customers.columnsOf', {});

  const segments = useQuery(segmentsQuery).data;
  const counts = useQuery(segmentCounts).data;
  const { working } = useStaff();
  const all = useMemo(() => viewsOf(working, segments ?? []), [working, segments]);
  const view = viewOf(viewKey, all);
  const { segment } = view;
  const sort = sortOf(view, sorts);
  const draft = useMemo(() => (own === '' ? undefined : readFilters(own)), [own]);
  // A segment is looked at as a whole; the views that come with the app are added to.
  const shown = useMemo(() => draft ?? (view.segment ? view.filters() : none), [draft, view]);
  const filters = useMemo(() => (view.segment ? shown : [...view.filters(), ...shown]), [view, shown]);
  const question = useMemo(() => questionOf(text, filters, sort), [text, filters, sort]);
  const windows = useWindows(rowsOf(question));
  // How a segment is looked at is kept with it, for every screen and machine.
  const keep = (more: Partial<Segment>) =>
    segment &&
    void api
      .SaveSegment({ ...segment, ...more })
      .catch((cause) => show({ text: sentence(cause), tone: 'bad' }));
  return {
    view,
    views: all,
    segments: segments ?? [],
    counts,
    setView: (key: string) => go(key === 'all' ? '/customers' : `/customers?view=${key}`, true),
    text,
    setText,
    /** What the sentence shows, and everything that is asked. */
    shown,
    filters,
    changed: draft !== undefined,
    setFilters: (next: Filter[]) => setOwn(next.length === 0 && !segment ? '' : JSON.stringify(next)),
    revert: () => setOwn(''),
    sort: text === '' ? sort : undefined,
    setSort: (next: Sort) =>
      segment
        ? keep({ sort: [{ field: next.by, desc: next.desc }] })
        : setSorts({ ...sorts, [view.key]: next }),
    columns: segment
      ? segment.columns.length > 0
        ? segment.columns
        : usualColumns
      : (columnsOf[view.key] ?? usualColumns),
    setColumns: (next: string[]) =>
      segment ? keep({ columns: next }) : setColumnsOf({ ...columnsOf, [view.key]: next }),
    question,
    windows,
  };
}
