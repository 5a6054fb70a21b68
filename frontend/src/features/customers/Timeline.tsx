import { useInfiniteQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { knows, useShared } from '@/i18n/catalog';
import { ago, dateTime } from '@/lib/format';
import { type FieldChange, type HistoryEntry, history } from '@/lib/history';
import { LinkButton } from '@/ui/layout';
import css from './customers.module.css';

const PAGE = 30;
/** Computed columns whose changes say nothing to a person. */
const hidden = new Set(['sortKey', 'mainPhone', 'searchText', 'primaryContactId', 'pinyin', 'initials']);

function useReadable(): (field: string, value: unknown) => string {
  const t = useText();
  const shared = useShared();
  const one = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t.customers.blank;
    if (Array.isArray(value))
      return value.length === 0 ? t.customers.blank : value.map((v) => one(field, v)).join(', ');
    if (typeof value === 'object') {
      const o = value as Record<string, unknown>;
      return String(o.display ?? o.raw ?? o.handle ?? o.label ?? '…');
    }
    const code = `customer.${field}.${value}`;
    return knows(code) ? shared(code) : String(value);
  };
  return one;
}

/** What happened to a customer, newest first. */
export function Timeline({ id, limit }: { id: number; limit?: number }) {
  const t = useText();
  const page = limit ?? PAGE;
  const query = useInfiniteQuery({
    queryKey: ['history', 'customer', id, page],
    queryFn: ({ pageParam }) => history.Of('customer', id, page, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last: HistoryEntry[]) =>
      limit === undefined && last.length === page ? last.at(-1)?.id : undefined,
    meta: { kinds: ['history', 'customer'] },
  });
  const entries = (query.data?.pages.flat() ?? []).filter((e) => e.op !== 'updated' || worthShowing(e));
  if (query.isSuccess && entries.length === 0)
    return <p className={css.muted}>{t.customers.timelineEmpty}</p>;
  let month = '';
  return (
    <>
      {entries.map((entry) => {
        const at = new Date(entry.step.at);
        const name = `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
        const head = limit === undefined && name !== month ? name : undefined;
        month = name;
        return (
          <div key={entry.id}>
            {head && <div className={css.month}>{head}</div>}
            <Entry entry={entry} />
          </div>
        );
      })}
      {query.hasNextPage && (
        <LinkButton onClick={() => void query.fetchNextPage()}>{t.customers.earlier}</LinkButton>
      )}
    </>
  );
}

const worthShowing = (entry: HistoryEntry) => entry.fields.some((f) => !hidden.has(f.field));

function Entry({ entry }: { entry: HistoryEntry }) {
  const shared = useShared();
  const undone = entry.step.undoneBy > 0;
  return (
    <div className={css.event}>
      <span className={css.eventTime} title={dateTime(entry.step.at)}>
        {ago(entry.step.at)}
      </span>
      <div className={undone ? css.eventUndone : undefined}>
        {shared(entry.step.label, entry.step.params)}
        {entry.op === 'updated' &&
          entry.fields.filter((f) => !hidden.has(f.field)).map((f) => <Change key={f.field} change={f} />)}
      </div>
    </div>
  );
}

function Change({ change }: { change: FieldChange }) {
  const t = useText();
  const shared = useShared();
  const readable = useReadable();
  const dotted = change.field.replace(/^billing([A-Z])/, (_, c: string) => `billing.${c.toLowerCase()}`);
  const code = `customer.field.${dotted}`;
  const name = knows(code) ? shared(code) : dotted;
  return (
    <div className={css.change}>
      {t.customers.changed(name, readable(change.field, change.old), readable(change.field, change.new))}
    </div>
  );
}
