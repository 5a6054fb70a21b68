import { Button } from '@mantine/core';
import { IconFileText, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Text } from '@/i18n';
import { useText } from '@/i18n';
import { ago, count, dueDate, money } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { useWindows } from '@/lib/query';
import type { Column, Sort } from '@/ui/DataGrid';
import { Empty } from '@/ui/layout';
import { PickedBar, RecordList } from '@/ui/RecordList';
import { api, type Query, type Row, type Stage } from './api';
import { ContractPeek } from './ContractPeek';
import { Delete } from './ContractsScreen';
import shared from './contracts.module.css';
import { PrintAsk } from './PrintAsk';
import { StageMark } from './StageMenu';
import { useWords } from './words';

/** A tab of the list: which quotes it keeps. */
interface View {
  key: string;
  label: (t: Text) => string;
  stages: Stage[];
  lapsing?: boolean;
}
const views: readonly View[] = [
  { key: 'all', label: (t) => t.quotes.views.all, stages: [] },
  { key: 'draft', label: (t) => t.quotes.views.draft, stages: ['draft'] },
  { key: 'waiting', label: (t) => t.quotes.views.waiting, stages: ['printed', 'sent'] },
  { key: 'lapsing', label: (t) => t.quotes.views.lapsing, stages: [], lapsing: true },
  { key: 'accepted', label: (t) => t.quotes.views.accepted, stages: ['accepted'] },
  { key: 'declined', label: (t) => t.quotes.views.declined, stages: ['declined'] },
  { key: 'replaced', label: (t) => t.quotes.views.replaced, stages: ['replaced'] },
  { key: 'void', label: (t) => t.quotes.views.void, stages: ['void'] },
];

/** 报价单: the list of quotes with the panel of one beside it. */
export default function QuotesScreen() {
  const t = useText();
  const go = useGo();
  const [viewKey, setView] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [sort, setSort] = useRemembered<Sort>('quotes.sort', { by: 'updated', desc: true });
  const view = views.find((v) => v.key === viewKey) ?? (views[0] as View);
  const counts = useQuery({
    queryKey: ['contract', 'quoteCounts'],
    queryFn: () => api.QuoteCounts(),
  }).data;
  const countOf = (v: View): number | undefined =>
    counts &&
    (v.lapsing
      ? counts.lapsing
      : v.stages.length === 0
        ? counts.all
        : v.stages.reduce((sum, stage) => sum + (counts.stages[stage] ?? 0), 0));
  const question: Omit<Query, 'offset' | 'limit'> = useMemo(
    () => ({
      text,
      quotes: true,
      stages: view.stages,
      customerId: 0,
      templateId: 0,
      expiring: view.lapsing ?? false,
      sort: sort.by,
      asc: !sort.desc,
    }),
    [text, view, sort.by, sort.desc],
  );
  const windows = useWindows<Row>({
    key: ['contract', 'list', question],
    kinds: ['contract', 'contract_issue', 'customer'],
    load: (offset, limit) => api.List({ ...question, offset, limit }),
  });
  return (
    <RecordList<Row>
      path="/quotes"
      kind="contract"
      title={t.quotes.title}
      note={t.quotes.count}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconFileText size="1.125rem" />}
            onClick={() => go('/contracts')}
          >
            {t.quotes.toContracts}
          </Button>
          <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => go('/quotes/new')}>
            {t.quotes.new}
          </Button>
        </>
      }
      views={{
        label: t.quotes.views.label,
        value: view.key,
        tabs: views.map((v) => ({ key: v.key, label: v.label(t), count: countOf(v) })),
        onChange: (key) => setView(key === 'all' ? '' : key),
      }}
      search={{
        label: t.quotes.searchLabel,
        placeholder: t.quotes.search,
        command: 'quotes.search',
        text,
        onText: setText,
      }}
      columns={useColumns()}
      windows={windows}
      question={question}
      sort={sort}
      onSort={setSort}
      peek={(peek) => <ContractPeek {...peek} />}
      bulk={(picked) => (
        <PickedBar label={t.contracts.selected(count(picked.count))} onClear={picked.clear}>
          <Delete picked={picked} question={question} />
        </PickedBar>
      )}
      empty={
        text !== '' ? (
          <Empty title={t.quotes.emptySearch(text)}>
            <Button variant="default" onClick={() => setText('')}>
              {t.quotes.clearSearch}
            </Button>
          </Empty>
        ) : view.key !== 'all' ? (
          <Empty title={t.quotes.emptyView} />
        ) : (
          <Empty title={t.quotes.emptyTitle} text={t.quotes.emptyText}>
            <Button onClick={() => go('/quotes/new')}>{t.quotes.new}</Button>
            <Button variant="default" onClick={() => go('/opportunities')}>
              {t.quotes.toOpportunities}
            </Button>
          </Empty>
        )
      }
    >
      <PrintAsk />
    </RecordList>
  );
}

/** The columns of the list. Plain elements only: they are drawn while scrolling. */
function useColumns(): Column<Row>[] {
  const t = useText();
  const words = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the texts
  return useMemo(() => {
    const none = <span className={shared.none}>—</span>;
    const columns: Column<Row>[] = [
      {
        key: 'number',
        header: words.field('number'),
        width: 9.5,
        priority: 1,
        sortable: true,
        render: (r) => (r.number === '' ? none : <span className="num">{r.number}</span>),
      },
      {
        key: 'customer',
        header: words.field('customer'),
        width: 10,
        grow: 3,
        priority: 0,
        sortable: true,
        render: (r) => <span title={r.customerName}>{r.customerName}</span>,
      },
      {
        key: 'stage',
        header: words.field('stage'),
        width: 6.5,
        priority: 0,
        render: (r) => <StageMark stage={r.stage} />,
      },
      {
        key: 'amount',
        header: words.field('amount'),
        width: 8,
        priority: 2,
        align: 'end',
        sortable: true,
        render: (r) => (r.amount === 0 ? none : money(r.amount, r.currency)),
      },
      {
        key: 'endDate',
        header: t.quotes.validUntil,
        width: 7.5,
        priority: 3,
        sortable: true,
        render: (r) =>
          r.endDate === '' ? (
            none
          ) : (
            <span className="num" title={r.endDate}>
              {r.stage === 'printed' || r.stage === 'sent' ? dueDate(r.endDate) : r.endDate}
            </span>
          ),
      },
      {
        key: 'edition',
        header: '',
        width: 5,
        priority: 5,
        render: (r) => (r.edition > 1 ? t.quotes.edition(r.edition) : ''),
      },
      {
        key: 'updated',
        header: words.field('updatedAt'),
        width: 8,
        priority: 6,
        sortable: true,
        render: (r) => ago(r.updatedAt),
      },
    ];
    return columns;
  }, [t]);
}
