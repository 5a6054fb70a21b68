import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { daysBetween, isoDate, today } from '@/lib/format';
import { type HistoryFilter, history, type StepInfo, wanted } from '@/lib/history';
import { Empty, LinkButton } from '@/ui/layout';
import { HistoryFilters } from '@/ui/RecordHistory';
import { act } from './act';
import { steps } from './api';
import { Loaded } from './parts';
import css from './settings.module.css';

const PAGE = 60;
/** Kinds of records that steps are filtered by. */
const recordKinds = [
  'customer',
  'contact',
  'contract',
  'template',
  'clause',
  'attachment',
  'company',
] as const;

function useDay(): (date: string) => string {
  const t = useText();
  return (date) => {
    const days = daysBetween(date, today());
    if (days === 0) return t.ui.dates.today;
    return days === 1 ? t.ui.dates.yesterday : date;
  };
}

/** Steps of one day after the other, newest first. */
function byDay(list: readonly StepInfo[]): [string, StepInfo[]][] {
  const days = new Map<string, StepInfo[]>();
  for (const step of list) {
    const day = isoDate(new Date(step.at));
    days.set(day, [...(days.get(day) ?? []), step]);
  }
  return [...days];
}

/** 操作历史: what was done, by whom, and taking it back. */
export default function HistoryPage() {
  const t = useText();
  const h = t.settings.history;
  const day = useDay();
  const [filter, setFilter] = useState<Partial<HistoryFilter>>({});
  const query = useInfiniteQuery({
    queryKey: ['history', 'steps', filter],
    queryFn: ({ pageParam }) => steps.Steps(wanted({ ...filter, limit: PAGE, before: pageParam })),
    initialPageParam: 0,
    getNextPageParam: (last: StepInfo[]) => (last.length === PAGE ? last.at(-1)?.id : undefined),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={query}>
      {(data) => {
        const list = data.pages.flat();
        const narrowed = Object.values(filter).some((part) => part !== '' && part !== 0);
        if (list.length === 0 && !narrowed) return <Empty title={h.emptyTitle} text={h.emptyText} />;
        return (
          <>
            <p className={css.lead}>{h.note}</p>
            <HistoryFilters
              filter={filter}
              onChange={setFilter}
              kinds={recordKinds.map((value) => ({ value, label: t.settings.trash.kinds[value] }))}
            />
            {list.length === 0 && <Empty title={t.clean.history.none} />}
            {byDay(list).map(([date, of]) => (
              <section key={date} aria-label={day(date)}>
                <h3 className={css.day}>{day(date)}</h3>
                <ul className={css.rows}>
                  {of.map((step) => (
                    <StepRow key={step.id} step={step} />
                  ))}
                </ul>
              </section>
            ))}
            {query.hasNextPage && (
              <LinkButton onClick={() => void query.fetchNextPage()}>{h.more}</LinkButton>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function StepRow({ step }: { step: StepInfo }) {
  const t = useText();
  const shared = useShared();
  const h = t.settings.history;
  const at = new Date(step.at);
  const said = shared(step.label, step.params);
  const redo = step.undoes > 0;
  const what = redo ? h.undid(said) : said;
  const undone = step.undoneBy > 0;
  return (
    <li className={css.row}>
      <span className={`num ${css.time}`}>
        {String(at.getHours()).padStart(2, '0')}:{String(at.getMinutes()).padStart(2, '0')}
      </span>
      <div className={css.rowMain}>
        <span className={undone ? css.struck : undefined}>{what}</span>
        {step.actor !== '' && (
          <span className={css.muted}> · {step.actor === 'rule' ? t.clean.history.rule : step.actor}</span>
        )}
      </div>
      <div className={css.rowEnd}>
        {undone ? (
          <span className={css.muted}>{h.undone}</span>
        ) : (
          step.undoable && (
            <LinkButton
              title={redo ? h.redoOf(said) : h.undoOf(said)}
              onClick={() => act(history.Undo(step.id))}
            >
              {redo ? h.redo : h.undo}
            </LinkButton>
          )
        )}
      </div>
    </li>
  );
}
