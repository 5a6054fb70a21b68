import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Text, useText } from '@/i18n';
import { useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { useWindows } from '@/lib/query';
import type { Sort } from '@/ui/DataGrid';
import { api, type Counts, keys, type Question, type Row, type Stage } from './api';

/** A tab of a list: which contracts or quotes it keeps; the first keeps all. */
export interface Tab {
  key: string;
  label: (t: Text) => string;
  stages: Stage[];
  /** Those that run out soon. */
  expiring?: boolean;
}

function countOf(tab: Tab, counts: Counts | undefined): number | undefined {
  if (!counts) return undefined;
  if (tab.expiring) return counts.expiring;
  if (tab.stages.length === 0) return counts.all;
  return tab.stages.reduce((sum, stage) => sum + (counts.stages[stage] ?? 0), 0);
}

/** The state of the list of contracts, or of that of quotes: tab and text in the address, the order remembered. */
export function useListing(list: 'contracts' | 'quotes', tabs: readonly Tab[]) {
  const t = useText();
  const quotes = list === 'quotes';
  const [tabKey, setTab] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [sort, setSort] = useRemembered<Sort>(`${list}.sort`, { by: 'updated', desc: true });
  const all = tabs[0] as Tab;
  const tab = tabs.find((one) => one.key === tabKey) ?? all;
  const counts = useQuery({ queryKey: keys.counts(quotes), queryFn: () => api.Counts(quotes) }).data;
  const question: Question = useMemo(
    () => ({
      text,
      quotes,
      stages: tab.stages,
      customerId: 0,
      templateId: 0,
      expiring: tab.expiring ?? false,
      sort: sort.by,
      asc: !sort.desc,
    }),
    [text, quotes, tab, sort.by, sort.desc],
  );
  const windows = useWindows<Row>({
    key: keys.list(question),
    kinds: ['contract', 'contract_issue', 'customer'],
    load: (offset, limit) => api.List({ ...question, offset, limit }),
  });
  return {
    /** Why the list may be empty: nothing found, nothing under the tab, nothing at all. */
    narrowed: text !== '' ? ('text' as const) : tab === all ? undefined : ('tab' as const),
    text,
    setText,
    question,
    /** Those properties of a RecordList that are the same for both. */
    list: {
      windows,
      question,
      sort,
      onSort: setSort,
      views: {
        label: t.contracts.views.label,
        value: tab.key,
        tabs: tabs.map((one) => ({ key: one.key, label: one.label(t), count: countOf(one, counts) })),
        onChange: (key: string) => setTab(key === all.key ? '' : key),
      },
    },
  };
}
