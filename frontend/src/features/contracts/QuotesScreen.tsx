import { Button } from '@mantine/core';
import { IconFileText, IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useText } from '@/i18n';
import { count, dueDate } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import type { Column } from '@/ui/DataGrid';
import { Empty } from '@/ui/layout';
import { PickedBar, RecordList } from '@/ui/RecordList';
import type { Row } from './api';
import { ContractPeek } from './ContractPeek';
import { Delete } from './ContractsScreen';
import { commonColumns, none } from './columns';
import { PrintAsk } from './PrintAsk';
import { type Tab, useListing } from './useListing';
import { useWords } from './words';

const tabs: readonly Tab[] = [
  { key: 'all', label: (t) => t.quotes.views.all, stages: [] },
  { key: 'draft', label: (t) => t.quotes.views.draft, stages: ['draft'] },
  { key: 'waiting', label: (t) => t.quotes.views.waiting, stages: ['printed', 'sent'] },
  { key: 'lapsing', label: (t) => t.quotes.views.lapsing, stages: [], expiring: true },
  { key: 'accepted', label: (t) => t.quotes.views.accepted, stages: ['accepted'] },
  { key: 'declined', label: (t) => t.quotes.views.declined, stages: ['declined'] },
  { key: 'replaced', label: (t) => t.quotes.views.replaced, stages: ['replaced'] },
  { key: 'void', label: (t) => t.quotes.views.void, stages: ['void'] },
];

/** 报价单: the list of quotes with the panel of one beside it. */
export default function QuotesScreen() {
  const t = useText();
  const go = useGo();
  const { list, question, text, setText, narrowed } = useListing('quotes', tabs);
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
      search={{
        label: t.quotes.searchLabel,
        placeholder: t.quotes.search,
        command: 'quotes.search',
        text,
        onText: setText,
      }}
      columns={useColumns()}
      {...list}
      peek={(peek) => <ContractPeek {...peek} />}
      bulk={(picked) => (
        <PickedBar label={t.contracts.selected(count(picked.count))} onClear={picked.clear}>
          <Delete picked={picked} question={question} />
        </PickedBar>
      )}
      empty={
        narrowed === 'text' ? (
          <Empty title={t.quotes.emptySearch(text)}>
            <Button variant="default" onClick={() => setText('')}>
              {t.quotes.clearSearch}
            </Button>
          </Empty>
        ) : narrowed === 'tab' ? (
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

/** The columns of the list of quotes. */
function useColumns(): Column<Row>[] {
  const t = useText();
  const words = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the texts
  return useMemo(() => {
    const common = commonColumns(words);
    const columns: Column<Row>[] = [
      common.number,
      common.customer,
      common.stage,
      common.amount,
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
      common.updated,
    ];
    return columns;
  }, [t]);
}
