import { Button } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { DataGrid } from '@/ui/DataGrid';
import { Empty, Page, PageHead, Tabs, Toolbar, WithPeek } from '@/ui/layout';
import { SearchBox } from '@/ui/SearchBox';
import { nothingPicked, type Selection, selectedCount } from '@/ui/selection';
import { api, type Row } from './api';
import { BulkBar } from './BulkBar';
import { ColumnChooser, FilterChips, FilterMenu } from './Choosers';
import { CustomerPeek } from './CustomerPeek';
import { useColumns, usualColumns } from './columns';
import css from './customers.module.css';
import { NewCustomer } from './NewCustomer';
import { useList } from './useList';
import { views } from './views';

/** The list of customers with the panel of one beside it. */
export default function CustomersScreen() {
  const t = useText();
  const go = useGo();
  const list = useList();
  const { windows } = list;
  const [current, setCurrent] = useState(-1);
  const [peekParam, setPeek] = useSearchParam('peek');
  const [newParam, setNew] = useSearchParam('new');
  const [selection, setSelection] = useState<Selection>(nothingPicked);
  const [chosen, setChosen] = useRemembered<string[]>('customers.columns', usualColumns);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const peek = Number(peekParam) || 0;
  // Holding ↓ moves the cursor at once; the panel follows when there is time.
  const peekLate = useDeferredValue(peek);

  const columns = useColumns();
  const shown = columns.filter(
    (c) => c.key === 'name' || c.key === list.view.column || chosen.includes(c.key),
  );

  const focusGrid = () => grid.current?.querySelector<HTMLElement>('[data-grid]')?.focus();
  // Here already: the form opens in this entry of the history, none is added.
  useCommand('customers.new', () => setNew('1'));
  useCommand('customers.search', () => search.current?.focus());

  // Another question is another list: the cursor and the selection start anew.
  const asked = JSON.stringify(list.question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the question changes, not on every render
  useEffect(() => {
    setCurrent(-1);
    setSelection(nothingPicked);
    grid.current?.querySelector('[data-grid]')?.scrollTo({ top: 0 });
  }, [asked]);

  // The panel's customer keeps its place in the list when rows come, go or are sorted anew.
  const here = windows.rowAt(current)?.id;
  const client = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when the row under the cursor is another
  useEffect(() => {
    if (peek === 0 || windows.total === 0 || windows.stale || here === peek) return;
    let late = false;
    const query = { ...list.question, offset: 0, limit: 0 };
    client
      .fetchQuery({
        queryKey: ['customer', 'position', peek, query],
        queryFn: () => api.Position(peek, query),
        staleTime: 0,
      })
      .then(
        (at) => !late && setCurrent(at),
        () => undefined,
      );
    return () => {
      late = true;
    };
  }, [peek, here, windows.total, windows.stale, asked]);

  const show = (index: number, row: Row | undefined, open: boolean) => {
    setCurrent(index);
    if (row && (open || peek > 0)) setPeek(String(row.id));
  };

  // Enter in the search box leads to the first row found, once it is there.
  const awaited = useRef<string | undefined>(undefined);
  const firstRow = windows.stale ? undefined : windows.rowAt(0);
  useEffect(() => {
    if (awaited.current !== list.text || !firstRow) return;
    awaited.current = undefined;
    show(0, firstRow, false);
  });
  const step = (by: number) => {
    const index = current + by;
    const row = windows.rowAt(index);
    if (!row) return undefined;
    return () => show(index, row, true);
  };
  const openPage = (id: number) => go(`/customers/${id}`);
  const picked = selectedCount(selection, windows.total);
  const narrowed = list.text !== '' || list.filters.length > 0;

  return (
    <WithPeek
      peek={
        peek > 0 && (
          <CustomerPeek
            id={peekLate}
            onClose={() => {
              setPeek('');
              focusGrid();
            }}
            onOpenPage={() => openPage(peek)}
            onPrevious={current > 0 ? step(-1) : undefined}
            onNext={current >= 0 ? step(1) : undefined}
          />
        )
      }
    >
      <Page>
        <PageHead
          title={t.customers.title}
          note={windows.loading ? '' : t.customers.count(count(windows.total))}
        >
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
        </PageHead>
        <Tabs
          label={t.customers.views.label}
          value={list.view.key}
          tabs={views.map((v) => ({ key: v.key, label: v.label(t) }))}
          onChange={list.setView}
        />
        <Toolbar>
          <SearchBox
            className={css.search}
            inputRef={search}
            label={t.customers.searchLabel}
            placeholder={t.customers.search}
            value={list.text}
            onChange={list.setText}
            onLeave={(text) => {
              focusGrid();
              if (text !== list.text || !firstRow) awaited.current = text;
              else if (current < 0) show(0, firstRow, false);
            }}
          />
          <FilterMenu filters={list.filters} onChange={list.setFilters} />
          <ColumnChooser columns={columns} chosen={chosen} onChange={setChosen} />
        </Toolbar>
        <FilterChips filters={list.filters} onChange={list.setFilters} />
        <div ref={grid} style={{ display: 'contents' }}>
          <DataGrid<Row>
            label={t.customers.title}
            columns={shown}
            total={windows.total}
            rowAt={windows.rowAt}
            idOf={(row) => row.id}
            onRange={windows.onRange}
            stale={windows.stale}
            sort={list.sort}
            onSort={list.setSort}
            current={current}
            onCurrent={(index, row, by) => show(index, row, by === 'mouse')}
            onOpen={(row) => openPage(row.id)}
            onEscape={() => setPeek('')}
            selection={selection}
            onSelection={setSelection}
            problem={windows.error ? { text: sentence(windows.error), retry: windows.retry } : undefined}
            footer={
              picked > 0 && (
                <BulkBar
                  count={picked}
                  selection={selection}
                  question={list.question}
                  onDone={() => setSelection(nothingPicked)}
                  onTrashed={(ids) => ids.includes(peek) && setPeek('')}
                />
              )
            }
            empty={
              windows.loading ? (
                <span />
              ) : windows.error ? (
                <Empty title={sentence(windows.error)}>
                  <Button onClick={windows.retry}>{t.ui.actions.retry}</Button>
                </Empty>
              ) : narrowed ? (
                <Empty title={list.text === '' ? t.customers.emptyView : t.customers.emptySearch(list.text)}>
                  <Button
                    variant="default"
                    onClick={() => {
                      list.setText('');
                      list.setFilters([]);
                    }}
                  >
                    {t.customers.clearSearch}
                  </Button>
                  {list.text !== '' && (
                    <Button onClick={() => setNew(list.text)}>{t.customers.newNamed(list.text)}</Button>
                  )}
                </Empty>
              ) : list.view.key !== 'all' ? (
                <Empty title={t.customers.emptyView} />
              ) : (
                <Empty title={t.customers.emptyTitle} text={t.customers.emptyText}>
                  <Button onClick={() => go('/customers/import')}>{t.customers.import}</Button>
                  <Button variant="default" onClick={() => setNew('1')}>
                    {t.customers.new}
                  </Button>
                </Empty>
              )
            }
          />
        </div>
      </Page>
      <NewCustomer
        opened={newParam !== ''}
        name={newParam === '1' ? '' : newParam}
        onClose={() => setNew('')}
        // A moment later, so that the entry without the form is written before the next one is added.
        onOpen={(id) => window.setTimeout(() => openPage(id))}
      />
    </WithPeek>
  );
}
