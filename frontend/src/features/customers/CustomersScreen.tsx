import { Button } from '@mantine/core';
import { IconArrowMerge, IconPlus, IconUpload } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { useGo, useSearchParam } from '@/lib/navigate';
import { Empty } from '@/ui/layout';
import { RecordList } from '@/ui/RecordList';
import { api, type Row } from './api';
import { BulkBar } from './BulkBar';
import { ColumnChooser } from './ColumnChooser';
import { CustomerPeek } from './CustomerPeek';
import { useColumns } from './columns';
import { FilterMenu, FilterSentence } from './FilterBar';
import { NewCustomer } from './NewCustomer';
import { SegmentTools } from './SegmentTools';
import { ahead, useList } from './useList';

export { ahead };

/** The list of customers with the panel of one beside it. */
export default function CustomersScreen() {
  const t = useText();
  const go = useGo();
  const list = useList();
  const { text, setText, shown: filters, setFilters, question } = list;
  const [newParam, setNew] = useSearchParam('new');
  const chosen = list.columns;
  const columns = useColumns();
  const shown = columns.filter(
    (c) => c.key === 'name' || c.key === list.view.column || chosen.includes(c.key),
  );
  // Here already: the form opens in this entry of the history, none is added.
  useCommand('customers.new', () => setNew('1'));

  return (
    <RecordList<Row>
      path="/customers"
      kind="customer"
      title={t.customers.title}
      note={t.customers.count}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconArrowMerge size="1.125rem" />}
            onClick={() => go('/customers/duplicates')}
          >
            {t.merge.find}
          </Button>
          <Button
            variant="default"
            leftSection={<IconUpload size="1.125rem" />}
            onClick={() => go('/customers/import')}
          >
            {t.customers.import}
          </Button>
          <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => setNew('1')}>
            {t.customers.new}
          </Button>
        </>
      }
      views={{
        label: t.customers.views.label,
        value: list.view.key,
        tabs: list.views.map((v) => ({
          key: v.key,
          label: v.label(t),
          count: list.counts?.[v.segment?.id ?? 0],
        })),
        onChange: list.setView,
      }}
      search={{
        label: t.customers.searchLabel,
        placeholder: t.customers.search,
        command: 'customers.search',
        text,
        onText: setText,
      }}
      tools={
        <>
          <FilterMenu filters={filters} onChange={setFilters} />
          <ColumnChooser columns={columns} chosen={chosen} onChange={list.setColumns} />
        </>
      }
      filters={
        <FilterSentence filters={filters} onChange={setFilters}>
          <SegmentTools
            segment={list.view.segment}
            segments={list.segments}
            filters={list.filters}
            changed={list.changed}
            question={question}
            columns={chosen}
            onSaved={(id) => list.setView(`s${id}`)}
            onRevert={list.revert}
            onGone={() => list.setView('all')}
          />
        </FilterSentence>
      }
      columns={shown}
      windows={list.windows}
      question={question}
      sort={list.sort}
      onSort={list.setSort}
      position={(id) => api.Position(id, { ...question, offset: 0, limit: 0 })}
      peek={(peek) => <CustomerPeek {...peek} />}
      bulk={(picked) => <BulkBar picked={picked} question={question} />}
      empty={
        text !== '' || (filters.length > 0 && list.changed) ? (
          <Empty title={text === '' ? t.customers.emptyView : t.customers.emptySearch(text)}>
            <Button variant="default" onClick={() => list.setView(list.view.key)}>
              {t.customers.clearSearch}
            </Button>
            {text !== '' && <Button onClick={() => setNew(text)}>{t.customers.newNamed(text)}</Button>}
          </Empty>
        ) : list.view.key !== 'all' ? (
          <Empty title={list.view.segment ? t.customers.segments.empty : t.customers.emptyView} />
        ) : (
          <Empty title={t.customers.emptyTitle} text={t.customers.emptyText}>
            <Button onClick={() => go('/customers/import')}>{t.customers.import}</Button>
            <Button variant="default" onClick={() => setNew('1')}>
              {t.customers.new}
            </Button>
          </Empty>
        )
      }
    >
      <NewCustomer
        opened={newParam !== ''}
        name={newParam === '1' ? '' : newParam}
        onClose={() => setNew('')}
        // A moment later, so that the entry without the form is written before the next one is added.
        onOpen={(id) => window.setTimeout(() => go(`/customers/${id}`))}
      />
    </RecordList>
  );
}
