import { useInfiniteQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { daysBetween, isoDate, today } from '@/lib/format';
import { history, type StepInfo } from '@/lib/history';
import { Empty, LinkButton } from '@/ui/layout';
import { act } from './act';
import { steps } from './api';
import { Loaded } from './parts';
import css from './settings.module.css';

const PAGE = 60;

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
  const query = useInfiniteQuery({
    queryKey: ['history', 'steps'],
    queryFn: ({ pageParam }) => steps.Steps(PAGE, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last: StepInfo[]) => (last.length === PAGE ? last.at(-1)?.id : undefined),
  });
  return (
    <Loaded query={query}>
      {(data) => {
        const list = data.pages.flat();
        if (list.length === 0) return <Empty title={h.emptyTitle} text={h.emptyText} />;
        return (
          <>
            <p className={css.lead}>{h.note}</p>
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
        {step.actor !== '' && <span className={css.muted}> · {step.actor}</span>}
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
