import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import type { Windows } from '@/lib/query';
import { type Column, DataGrid, type Sort } from './DataGrid';
import { Empty, Page, PageHead, Tabs, Toolbar, WithPeek } from './layout';
import css from './RecordList.module.css';
import { SearchBox } from './SearchBox';
import { nothingPicked, type Selection, selectedCount } from './selection';

/** What the panel beside the list is given. */
export interface PeekOf {
  id: number;
  onClose: () => void;
  onOpenPage: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
}

/** What the bar of a selection is given. */
export interface Picked {
  count: number;
  selection: Selection;
  clear: () => void;
  /** These are gone: the panel closes when it shows one of them. */
  onTrashed: (ids: number[]) => void;
}

interface Props<Row extends { id: number }> {
  /** The path of the list; a record's page lies below it by its id. */
  path: string;
  /** The kind of record, under which the query cache keeps what belongs to it. */
  kind: string;
  title: string;
  /** Leads back to where this list belongs, for one that is part of a record. */
  back?: () => void;
  /** "1,234 customers", beside the title. */
  note: (count: string) => string;
  /** Beside the title, on the right. */
  actions: ReactNode;
  /** Above the views: what new records are written down with. */
  top?: ReactNode;
  views: { label: string; value: string; tabs: View[]; onChange: (key: string) => void };
  search: {
    label: string;
    placeholder: string;
    command: string;
    text: string;
    onText: (text: string) => void;
  };
  /** Beside the search box: filters, the choice of columns. */
  tools?: ReactNode;
  /** Below it: the filters in force. */
  filters?: ReactNode;
  columns: Column<Row>[];
  windows: Windows<Row>;
  /** What the rows answer. Another question is another list: cursor and selection start anew. */
  question: unknown;
  sort?: Sort;
  onSort: (sort: Sort) => void;
  /** Where a record stands in the list, -1 when it is not in it; without it the cursor stays where it is. */
  position?: (id: number) => Promise<number>;
  peek: (peek: PeekOf) => ReactNode;
  bulk: (picked: Picked) => ReactNode;
  /** In place of rows when the list was read and has none. */
  empty: ReactNode;
  /** Dialogs of the screen. */
  children?: ReactNode;
}

interface View {
  key: string;
  label: string;
  /** Shown behind the label when it is above 0. */
  count?: number;
}

/**
 * The screen of a list: views, search, rows, the panel of the one under the cursor and the bar of
 * those chosen. The panel's record and what is searched stand in the address.
 */
export function RecordList<Row extends { id: number }>(props: Props<Row>) {
  const { windows, search, title } = props;
  const t = useText();
  const go = useGo();
  const [current, setCurrent] = useState(-1);
  const [peekParam, setPeek] = useSearchParam('peek');
  const [selection, setSelection] = useState<Selection>(nothingPicked);
  const input = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const peek = Number(peekParam) || 0;
  // Holding ↓ moves the cursor at once; the panel follows when there is time.
  const peekLate = useDeferredValue(peek);

  const focusGrid = () => grid.current?.querySelector<HTMLElement>('[data-grid]')?.focus();
  useCommand(search.command, () => input.current?.focus());

  const asked = JSON.stringify(props.question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the question changes, not on every render
  useEffect(() => {
    setCurrent(-1);
    setSelection(nothingPicked);
    grid.current?.querySelector('[data-grid]')?.scrollTo({ top: 0 });
  }, [asked]);

  useCursorOf(props, peek, windows.rowAt(current)?.id, asked, setCurrent);

  const show = (index: number, row: Row | undefined, open: boolean) => {
    setCurrent(index);
    if (row && (open || peek > 0)) setPeek(String(row.id));
  };
  const step = (by: number) => {
    const row = windows.rowAt(current + by);
    return row ? () => show(current + by, row, true) : undefined;
  };
  const openPage = (id: number) => go(`${props.path}/${id}`);

  // Enter in the search box leads to the first row found, once it is there.
  const awaited = useRef<string | undefined>(undefined);
  const firstRow = windows.stale ? undefined : windows.rowAt(0);
  useEffect(() => {
    if (awaited.current !== search.text || !firstRow) return;
    awaited.current = undefined;
    show(0, firstRow, false);
  });

  const picked = selectedCount(selection, windows.total);
  return (
    <WithPeek
      peek={
        peek > 0 &&
        props.peek({
          id: peekLate,
          onClose: () => {
            setPeek('');
            focusGrid();
          },
          onOpenPage: () => openPage(peek),
          onPrevious: current > 0 ? step(-1) : undefined,
          onNext: current >= 0 ? step(1) : undefined,
        })
      }
    >
      <Page>
        <PageHead
          title={title}
          note={windows.loading ? '' : props.note(count(windows.total))}
          back={props.back}
        >
          {props.actions}
        </PageHead>
        {props.top}
        <Tabs
          label={props.views.label}
          value={props.views.value}
          tabs={props.views.tabs.map(({ key, label, count: n = 0 }) => ({
            key,
            label: (
              <>
                {label}
                {n > 0 && <span className={`${css.count} num`}>{count(n)}</span>}
              </>
            ),
          }))}
          onChange={props.views.onChange}
        />
        <Toolbar>
          <SearchBox
            className={css.search}
            inputRef={input}
            label={search.label}
            placeholder={search.placeholder}
            value={search.text}
            onChange={search.onText}
            onLeave={(text) => {
              focusGrid();
              if (text !== search.text || !firstRow) awaited.current = text;
              else if (current < 0) show(0, firstRow, false);
            }}
          />
          {props.tools}
        </Toolbar>
        {props.filters}
        <div ref={grid} style={{ display: 'contents' }}>
          <DataGrid<Row>
            label={title}
            columns={props.columns}
            total={windows.total}
            rowAt={windows.rowAt}
            idOf={(row) => row.id}
            onRange={windows.onRange}
            stale={windows.stale}
            sort={props.sort}
            onSort={props.onSort}
            current={current}
            onCurrent={(index, row, by) => show(index, row, by === 'mouse')}
            onOpen={(row) => openPage(row.id)}
            onEscape={() => setPeek('')}
            selection={selection}
            onSelection={setSelection}
            problem={windows.error ? { text: sentence(windows.error), retry: windows.retry } : undefined}
            footer={
              picked > 0 &&
              props.bulk({
                count: picked,
                selection,
                clear: () => setSelection(nothingPicked),
                onTrashed: (ids) => ids.includes(peek) && setPeek(''),
              })
            }
            empty={
              windows.loading ? (
                <span />
              ) : windows.error ? (
                <Empty title={sentence(windows.error)}>
                  <Button onClick={windows.retry}>{t.ui.actions.retry}</Button>
                </Empty>
              ) : (
                props.empty
              )
            }
          />
        </div>
      </Page>
      {props.children}
    </WithPeek>
  );
}

/** Keeps the cursor on the panel's record when rows come, go or are sorted anew. */
function useCursorOf<Row extends { id: number }>(
  props: Props<Row>,
  peek: number,
  here: number | undefined,
  asked: string,
  setCurrent: (index: number) => void,
): void {
  const { kind, windows, question, position } = props;
  const client = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when the row under the cursor is another
  useEffect(() => {
    if (!position || peek === 0 || windows.total === 0 || windows.stale || here === peek) return;
    let late = false;
    client
      .fetchQuery({
        queryKey: ['position', kind, peek, question], // no kind's own: what is asked once is not asked again by a change
        queryFn: () => position(peek),
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
}

/** The bar that takes the place of the hint line while rows are chosen. */
export function PickedBar(props: { label: string; onClear: () => void; children: ReactNode }) {
  const t = useText();
  return (
    <section className={css.bar} aria-label={props.label}>
      <b className={css.picked}>{props.label}</b>
      {props.children}
      <Button variant="subtle" onClick={props.onClear}>
        {t.ui.grid.clear}
      </Button>
    </section>
  );
}
