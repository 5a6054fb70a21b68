import { useMemo, useState } from 'react';
import { useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { useWindows } from '@/lib/query';
import type { Sort } from '@/ui/DataGrid';
import { api, type Filter, keys, type Query, type Row } from './api';
import { views } from './views';

/** The state of the customer list: which view, what is searched, filtered, sorted and shown. */
export function useList() {
  const [viewKey, setViewKey] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [own, setOwn] = useState<Filter[]>([]);
  const [sorts, setSorts] = useRemembered<Record<string, Sort | undefined>>('customers.sort', {});

  const view = views.find((v) => v.key === viewKey) ?? (views[0] as (typeof views)[number]);
  const usual: Sort | undefined = view.sort && { by: view.sort.field, desc: view.sort.desc };
  const sort = sorts[view.key] ?? usual;
  // While searching, the best hit comes first whatever the view's order is.
  const question: Omit<Query, 'offset' | 'limit'> = useMemo(
    () => ({
      text,
      filters: [...view.filters(), ...own],
      sort: text !== '' || !sort ? [] : [{ field: sort.by, desc: sort.desc }],
    }),
    [text, view, own, sort],
  );
  const windows = useWindows<Row>({
    key: keys.list(question),
    kinds: ['customer', 'contact'],
    load: (offset, limit) => api.List({ ...question, offset, limit }),
  });
  return {
    view,
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
