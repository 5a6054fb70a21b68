import { Button, Select } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, count, dueDate, money, today } from '@/lib/format';
import { useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { useWindows, type WindowsOf } from '@/lib/query';
import { useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import type { Column, Sort } from '@/ui/DataGrid';
import { Empty } from '@/ui/layout';
import { type Picked, PickedBar, RecordList } from '@/ui/RecordList';
import { api, type Card, keys, kinds, type PipelineView, type Question } from './api';
import { OpportunityPeek } from './OpportunityPeek';
import css from './opportunities.module.css';
import { chance, useWords } from './words';

const rowsOf = (question: Question): WindowsOf<Card> => ({
  key: keys.list(question),
  kinds,
  load: (offset, limit) => api.List({ ...question, offset, limit }),
});

const views = ['open', 'without', 'late', 'past', 'won', 'lost', 'all'] as const;
type View = (typeof views)[number];

/** What a view asks for. */
const asks: Record<View, Question> = {
  open: { outcomes: ['open'] },
  without: { without: true },
  late: { late: true },
  past: { past: true },
  won: { outcomes: ['won'] },
  lost: { outcomes: ['lost', 'void'] },
  all: {},
};

/** Opportunities as a list: those that are over, too. */
export function ListScreen(props: {
  pipelineId: number;
  /** Whose are shown; 0 for everybody's. */
  ownerId: number;
  pipelines: PipelineView[];
  choice: ReactNode;
  actions: ReactNode;
  onNew: (name: string) => void;
}) {
  const t = useText();
  const o = t.opportunities;
  const [viewParam, setView] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [stage, setStage] = useSearchParam('stage');
  const [sort, setSort] = useRemembered<Sort>('opportunities.sort', { by: '', desc: false });
  const view = views.find((v) => v === viewParam) ?? 'open';
  const closed = view === 'won' || view === 'lost' || view === 'all';
  const question = useMemo<Question>(
    () => ({
      ...asks[view],
      text,
      pipelineId: props.pipelineId,
      ownerId: props.ownerId,
      stageIds: stage === '' ? [] : [Number(stage)],
      sort: text === '' ? sort.by : '',
      desc: sort.desc,
    }),
    [view, text, stage, props.pipelineId, props.ownerId, sort.by, sort.desc],
  );
  const windows = useWindows(rowsOf(question));
  const columns = useColumns(closed);
  const stages = props.pipelines
    .filter((p) => props.pipelineId === 0 || p.id === props.pipelineId)
    .flatMap((p) =>
      p.stages.map((s) => ({
        value: String(s.id),
        label: props.pipelineId === 0 && props.pipelines.length > 1 ? `${p.name} · ${s.name}` : s.name,
      })),
    );
  return (
    <RecordList<Card>
      path="/opportunities"
      kind="opportunity"
      title={o.title}
      note={o.count}
      actions={props.actions}
      views={{
        label: o.views.label,
        value: view,
        tabs: views.map((key) => ({ key, label: o.views[key] })),
        onChange: (key) => setView(key),
      }}
      search={{
        label: o.searchLabel,
        placeholder: o.search,
        command: 'opportunities.search',
        text,
        onText: setText,
      }}
      tools={
        <>
          {props.choice}
          <Select
            aria-label={o.anyStage}
            placeholder={o.anyStage}
            className={css.stageFilter}
            clearable
            data={stages}
            value={stage === '' ? null : stage}
            onChange={(value) => setStage(value ?? '')}
          />
        </>
      }
      columns={columns}
      windows={windows}
      question={question}
      sort={text === '' && sort.by !== '' ? sort : undefined}
      onSort={setSort}
      peek={(peek) => <OpportunityPeek {...peek} />}
      bulk={(picked) => <Bulk picked={picked} />}
      empty={
        text !== '' ? (
          <Empty title={o.emptySearch(text)}>
            <Button variant="default" onClick={() => setText('')}>
              {o.clearSearch}
            </Button>
            <Button onClick={() => props.onNew(text)}>{o.newNamed(text)}</Button>
          </Empty>
        ) : view !== 'open' || stage !== '' || props.ownerId !== 0 ? (
          <Empty title={o.emptyView} />
        ) : (
          <Empty title={o.emptyTitle} text={o.emptyText}>
            <Button onClick={() => props.onNew('')}>{o.new}</Button>
          </Empty>
        )
      }
    />
  );
}

/** The columns of the list. Plain elements only: they are drawn while scrolling. */
function useColumns(closed: boolean): Column<Card>[] {
  const t = useText();
  const words = useWords();
  const { solo, name } = useStaff();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language, as t does
  return useMemo(() => {
    const o = t.opportunities;
    const none = <span className={css.none}>—</span>;
    const all: Column<Card>[] = [
      {
        key: 'name',
        header: words.field('name'),
        width: 11,
        grow: 3,
        priority: 0,
        sortable: true,
        render: (r) => (
          <span className={css.name} title={r.name}>
            {r.name}
          </span>
        ),
      },
      {
        key: 'customer',
        header: words.field('customerId'),
        width: 9,
        grow: 2,
        priority: 1,
        sortable: true,
        render: (r) => <span title={r.customerName}>{r.customerName}</span>,
      },
      {
        key: 'stage',
        header: words.field('stageId'),
        width: 6,
        priority: 2,
        sortable: true,
        render: (r) =>
          r.outcome === 'open' ? (
            r.stageName
          ) : (
            <span className={r.outcome === 'won' ? css.won : css.none}>{words.outcome(r.outcome)}</span>
          ),
      },
      {
        key: 'amount',
        header: words.field('amount'),
        width: 7.5,
        priority: 1,
        align: 'end',
        sortable: true,
        render: (r) => (r.amount === 0 ? none : <span className="num">{money(r.amount, r.currency)}</span>),
      },
      {
        key: 'probability',
        header: words.field('ownProbability'),
        width: 5,
        priority: 5,
        align: 'end',
        sortable: true,
        render: (r) => <span className="num">{chance(t, r)}</span>,
      },
      {
        key: 'weighted',
        header: o.columns.weighted,
        width: 7.5,
        priority: 6,
        align: 'end',
        sortable: true,
        render: (r) =>
          r.weighted === 0 ? none : <span className="num">{money(r.weighted, r.currency)}</span>,
      },
      {
        key: 'expectedClose',
        header: words.field('expectedClose'),
        width: 7.5,
        priority: 4,
        sortable: true,
        render: (r) =>
          r.expectedClose === '' ? (
            none
          ) : (
            <span className={r.outcome === 'open' && r.expectedClose < today() ? css.overdue : undefined}>
              {r.outcome === 'open' ? dueDate(r.expectedClose) : r.expectedClose}
            </span>
          ),
      },
      closed
        ? {
            key: 'closedAt',
            header: words.field('closedAt'),
            width: 6.5,
            priority: 3,
            sortable: true,
            render: (r) => (r.closedAt === 0 ? none : ago(r.closedAt)),
          }
        : {
            key: 'days',
            header: o.columns.days,
            width: 5.5,
            priority: 3,
            align: 'end',
            sortable: true,
            render: (r) => (
              <span
                className={r.targetDays > 0 && r.days > r.targetDays ? css.amber : undefined}
                title={r.targetDays > 0 ? o.overTarget(r.days, r.targetDays) : undefined}
              >
                {o.days(r.days)}
              </span>
            ),
          },
      {
        key: 'next',
        header: o.columns.next,
        width: 9,
        grow: 1,
        priority: 3,
        sortable: true,
        render: (r) =>
          r.nextTitle !== '' ? (
            <span className={r.nextDue < today() ? css.overdue : undefined} title={r.nextTitle}>
              {dueDate(r.nextDue)} {r.nextTitle}
            </span>
          ) : r.outcome === 'open' ? (
            <span className={css.amber}>{o.noNext}</span>
          ) : (
            none
          ),
      },
    ];
    if (!solo)
      all.push({
        key: 'owner',
        header: t.staff.owner,
        width: 5.5,
        priority: 4,
        render: (r) => (r.ownerId === 0 ? none : name(r.ownerId)),
      });
    return all;
  }, [t, closed, solo]);
}

/** What can be done with the chosen rows. */
function Bulk({ picked }: { picked: Picked }) {
  const t = useText();
  const { selection } = picked;
  // A list is cleared row by row or page by page; "all of thousands" is no wish of anybody here.
  const ids = selection.mode === 'some' ? [...selection.ids] : [];
  const trash = () =>
    void api.Trash(ids).then(
      () => {
        picked.onTrashed(ids);
        picked.clear();
      },
      (cause) => show({ text: sentence(cause), tone: 'bad' }),
    );
  return (
    <PickedBar label={t.ui.grid.selected(count(picked.count))} onClear={picked.clear}>
      <Button
        variant="default"
        c="var(--crm-seal)"
        disabled={ids.length === 0}
        leftSection={<IconTrash size="1.125rem" />}
        onClick={trash}
      >
        {t.opportunities.trash}
      </Button>
    </PickedBar>
  );
}
