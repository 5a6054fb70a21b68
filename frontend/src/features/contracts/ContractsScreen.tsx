import { Button } from '@mantine/core';
import { IconFiles, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { Text } from '@/i18n';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { useWindows } from '@/lib/query';
import { DataGrid, type Sort } from '@/ui/DataGrid';
import { Empty, Page, PageHead, Tabs, Toolbar, WithPeek } from '@/ui/layout';
import { SearchBox } from '@/ui/SearchBox';
import { nothingPicked, type Selection, selectedCount } from '@/ui/selection';
import { api, keys, type Query, type Row, type Stage } from './api';
import { ContractPeek } from './ContractPeek';
import { type RowActions, useColumns } from './columns';
import css from './list.module.css';
import { PrintAsk } from './PrintAsk';
import { fail, printAgain } from './printing';

type Counts = Awaited<ReturnType<typeof api.Counts>>;

/** A tab of the list: which contracts it keeps, and how many there are. */
interface View {
  key: string;
  label: (t: Text) => string;
  stages: Stage[];
  expiring?: boolean;
}
const views: readonly View[] = [
  { key: 'all', label: (t) => t.contracts.views.all, stages: [] },
  { key: 'draft', label: (t) => t.contracts.views.draft, stages: ['draft'] },
  { key: 'issued', label: (t) => t.contracts.views.issued, stages: ['printed', 'sent'] },
  { key: 'live', label: (t) => t.contracts.views.live, stages: ['signed', 'active'] },
  { key: 'expiring', label: (t) => t.contracts.views.expiring, stages: [], expiring: true },
  { key: 'done', label: (t) => t.contracts.views.done, stages: ['done', 'archived'] },
  { key: 'void', label: (t) => t.contracts.views.void, stages: ['void'] },
];

function countOf(view: View, counts: Counts | undefined): number | undefined {
  if (!counts) return undefined;
  if (view.expiring) return counts.expiring;
  if (view.stages.length === 0) return counts.all;
  return view.stages.reduce((sum, stage) => sum + (counts.stages[stage] ?? 0), 0);
}

/** The list of contracts with the panel of one beside it. */
export default function ContractsScreen() {
  const t = useText();
  const go = useGo();
  const [viewKey, setView] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [peekParam, setPeek] = useSearchParam('peek');
  const [sort, setSort] = useRemembered<Sort>('contracts.sort', { by: 'updated', desc: true });
  const [current, setCurrent] = useState(-1);
  const [selection, setSelection] = useState<Selection>(nothingPicked);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const peek = Number(peekParam) || 0;
  const peekLate = useDeferredValue(peek);
  const view = views.find((v) => v.key === viewKey) ?? (views[0] as View);
  const counts = useQuery({ queryKey: keys.counts, queryFn: () => api.Counts() });

  const question: Omit<Query, 'offset' | 'limit'> = useMemo(
    () => ({
      text,
      stages: view.stages,
      customerId: 0,
      expiring: view.expiring ?? false,
      sort: sort.by,
      asc: !sort.desc,
    }),
    [text, view, sort.by, sort.desc],
  );
  const windows = useWindows<Row>({
    key: keys.list(question),
    kinds: ['contract', 'contract_issue', 'customer'],
    load: (offset, limit) => api.List({ ...question, offset, limit }),
  });
  const asked = JSON.stringify(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the question changes, not on every render
  useEffect(() => {
    setCurrent(-1);
    setSelection(nothingPicked);
    grid.current?.querySelector('[data-grid]')?.scrollTo({ top: 0 });
  }, [asked]);

  const focusGrid = () => grid.current?.querySelector<HTMLElement>('[data-grid]')?.focus();
  useCommand('contracts.search', () => search.current?.focus());

  const openPage = (id: number) => go(`/contracts/${id}`);
  const show = (index: number, row: Row | undefined, open: boolean) => {
    setCurrent(index);
    if (row && (open || peek > 0)) setPeek(String(row.id));
  };

  // Enter in the search box leads to the first row found, once it is there.
  const awaited = useRef<string | undefined>(undefined);
  const firstRow = windows.stale ? undefined : windows.rowAt(0);
  useEffect(() => {
    if (awaited.current !== text || !firstRow) return;
    awaited.current = undefined;
    show(0, firstRow, false);
  });
  const step = (by: number) => {
    const row = windows.rowAt(current + by);
    return row ? () => show(current + by, row, true) : undefined;
  };
  const latest = useRef<RowActions>(undefined);
  latest.current = {
    open: (row) => openPage(row.id),
    peek: (row) => setPeek(String(row.id)),
    print: (row) => void printAgain(row.lastIssueId, `${row.number} ${row.name}`),
    copy: (row) =>
      void api
        .Duplicate(row.id)
        .then((made) => openPage(made.contract.id))
        .catch(fail),
  };
  const actions = useMemo<RowActions>(
    () => ({
      open: (row) => latest.current?.open(row),
      peek: (row) => latest.current?.peek(row),
      print: (row) => latest.current?.print(row),
      copy: (row) => latest.current?.copy(row),
    }),
    [],
  );
  const columns = useColumns(actions);
  const picked = selectedCount(selection, windows.total);

  const trash = async () => {
    try {
      const ids =
        selection.mode === 'some'
          ? [...selection.ids]
          : (await api.List({ ...question, offset: 0, limit: 500 })).rows
              .map((row) => row.id)
              .filter((id) => !selection.except.has(id));
      await api.Trash(ids);
      if (ids.includes(peek)) setPeek('');
      setSelection(nothingPicked);
    } catch (cause) {
      fail(cause);
    }
  };

  return (
    <WithPeek
      peek={
        peek > 0 && (
          <ContractPeek
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
          title={t.contracts.title}
          note={windows.loading ? '' : t.contracts.count(count(windows.total))}
        >
          <Button
            variant="default"
            leftSection={<IconFiles size="1.125rem" />}
            onClick={() => go('/contracts/batch')}
          >
            {t.contracts.batch.title}
          </Button>
          <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => go('/contracts/new')}>
            {t.contracts.new}
          </Button>
        </PageHead>
        <Tabs
          label={t.contracts.views.label}
          value={view.key}
          tabs={views.map((v) => {
            const n = countOf(v, counts.data);
            return {
              key: v.key,
              label: (
                <>
                  {v.label(t)}
                  {n !== undefined && n > 0 && <span className={`${css.tabCount} num`}>{count(n)}</span>}
                </>
              ),
            };
          })}
          onChange={(key) => setView(key === 'all' ? '' : key)}
        />
        <Toolbar>
          <SearchBox
            className={css.search}
            inputRef={search}
            label={t.contracts.searchLabel}
            placeholder={t.contracts.search}
            value={text}
            onChange={setText}
            onLeave={(left) => {
              focusGrid();
              if (left !== text || !firstRow) awaited.current = left;
              else if (current < 0) show(0, firstRow, false);
            }}
          />
        </Toolbar>
        <div ref={grid} style={{ display: 'contents' }}>
          <DataGrid<Row>
            label={t.contracts.title}
            columns={columns}
            total={windows.total}
            rowAt={windows.rowAt}
            idOf={(row) => row.id}
            onRange={windows.onRange}
            stale={windows.stale}
            sort={sort}
            onSort={setSort}
            current={current}
            onCurrent={(index, row, by) => show(index, row, by === 'mouse')}
            onOpen={(row) => openPage(row.id)}
            onEscape={() => setPeek('')}
            selection={selection}
            onSelection={setSelection}
            problem={windows.error ? { text: sentence(windows.error), retry: windows.retry } : undefined}
            footer={
              picked > 0 && (
                <section className={css.bulk} aria-label={t.contracts.selected(count(picked))}>
                  <b>{t.contracts.selected(count(picked))}</b>
                  <Button
                    variant="default"
                    c="var(--crm-seal)"
                    leftSection={<IconTrash size="1.125rem" />}
                    onClick={() => void trash()}
                  >
                    {t.contracts.actions.trash}
                  </Button>
                  <Button variant="subtle" onClick={() => setSelection(nothingPicked)}>
                    {t.ui.grid.clear}
                  </Button>
                </section>
              )
            }
            empty={
              windows.loading ? (
                <span />
              ) : windows.error ? (
                <Empty title={sentence(windows.error)}>
                  <Button onClick={windows.retry}>{t.ui.actions.retry}</Button>
                </Empty>
              ) : text !== '' ? (
                <Empty title={t.contracts.emptySearch(text)}>
                  <Button variant="default" onClick={() => setText('')}>
                    {t.contracts.clearSearch}
                  </Button>
                </Empty>
              ) : view.key !== 'all' ? (
                <Empty title={t.contracts.emptyView} />
              ) : (
                <Empty title={t.contracts.emptyTitle} text={t.contracts.emptyText}>
                  <Button onClick={() => go('/contracts/new')}>{t.contracts.new}</Button>
                  <Button variant="default" onClick={() => go('/templates')}>
                    {t.contracts.toTemplates}
                  </Button>
                </Empty>
              )
            }
          />
        </div>
      </Page>
      <PrintAsk />
    </WithPeek>
  );
}
