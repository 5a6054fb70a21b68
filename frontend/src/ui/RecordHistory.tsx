import { Button, Modal, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { knows, useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { ago, dateTime, money } from '@/lib/format';
import { type FieldChange, type HistoryEntry, type HistoryFilter, history, wanted } from '@/lib/history';
import { useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import { LinkButton } from './layout';
import css from './RecordHistory.module.css';

const PAGE = 30;
/** Computed columns whose changes say nothing to a person. */
const hidden = new Set(['sortKey', 'mainPhone', 'primaryContactId', 'lifecycleFixed', 'contactKey']);
/** Who of the staff answers for a record; not said in solo mode. */
const person = /^(ownerId|assigneeId)$/;
/** What the way of an opportunity tells with names in place of numbers. */
const told = /^(stageId|pipelineId|stageSince|closedAt|contractId|contacts|ticks)$/;
/** What of a contract can be set back by itself: the rest follows rules and each other. */
const alone = /^(remark|tags|name|signDate|startDate|endDate|ourSigner|theirSigner)$/;
const operations = ['created', 'updated', 'trashed', 'restored'] as const;

/** Which records a history is of; labels are those of an owner's own fields by their key. */
interface Of {
  kind: 'customer' | 'contact' | 'contract' | 'opportunity';
  id: number;
  labels?: Readonly<Record<string, string>>;
  /** Only so many of the latest, to read. */
  limit?: number;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** How fields and values of a kind of record read. */
function useReading(kind: string, labels: Readonly<Record<string, string>>) {
  const t = useText();
  const shared = useShared();
  const staff = useStaff();
  const first = (codes: string[]) => codes.find(knows);
  const field = (name: string): string => {
    if (name.startsWith('custom.')) return labels[name.slice(7)] ?? name.slice(7);
    const dotted = name.replace(
      /^(billing|consent)([A-Z])/,
      (_, part: string, c: string) => `${part}.${c.toLowerCase()}`,
    );
    const code = first([
      `${kind}.field.${dotted === 'fieldValues' ? 'values' : dotted}`,
      `customer.field.${kind}.${dotted}`,
      `customer.field.${dotted}`,
    ]);
    return code ? shared(code) : dotted;
  };
  const value = (name: string, v: unknown): string => {
    if (v === null || v === undefined || v === '') return t.clean.history.blank;
    if (Array.isArray(v))
      return v.length === 0 ? t.clean.history.blank : v.map((one) => value(name, one)).join(', ');
    if (typeof v === 'object') {
      const o = v as Record<string, unknown>;
      return String(o.display ?? o.raw ?? o.handle ?? o.label ?? o.name ?? '…');
    }
    if (person.test(name)) return staff.name(Number(v)) || t.clean.history.blank;
    if (/DoNotContact$|leftCompany/.test(name)) return Number(v) > 0 ? t.clean.yes : t.clean.no;
    const dotted = name.replace(
      /^(billing|consent)([A-Z])/,
      (_, p: string, c: string) => `${p}.${c.toLowerCase()}`,
    );
    if (name === 'amount' && typeof v === 'number') return money(v);
    const word = name === 'closingReason' ? 'reason' : snake(dotted);
    const code = first([`${kind}.${word}.${v}`, `customer.${word}.${v}`]);
    return code ? shared(code) : String(v);
  };
  const unsaid = (name: string): boolean =>
    hidden.has(name) || (kind === 'opportunity' && told.test(name)) || (staff.solo && person.test(name));
  return { field, value, unsaid };
}

/** What happened to a record, newest first: who, when, from what to what; one field can be set back. */
export function RecordHistory({ kind, id, labels = {}, limit }: Of) {
  const t = useText();
  const h = t.clean.history;
  const [open, setOpen] = useState(false);
  const [filter, setFilter] = useState<Partial<HistoryFilter>>({});
  const reading = useReading(kind, labels);
  const page = limit ?? PAGE;
  const query = useInfiniteQuery({
    queryKey: ['history', kind, id, filter, page],
    queryFn: ({ pageParam }) => history.Of(kind, id, wanted({ ...filter, limit: page, before: pageParam })),
    initialPageParam: 0,
    getNextPageParam: (last: HistoryEntry[]) =>
      limit === undefined && last.length === page ? last.at(-1)?.id : undefined,
    meta: { kinds: ['history', kind] },
  });
  const entries = (query.data?.pages.flat() ?? []).filter(
    (entry) => entry.op !== 'updated' || entry.fields.some((f) => !reading.unsaid(f.field)),
  );
  const [seen, setSeen] = useState<readonly string[]>([]);
  const fields = [...new Set([...seen, ...entries.flatMap((e) => e.fields.map((f) => f.field))])].filter(
    (name) => !reading.unsaid(name),
  );
  let month = '';
  return (
    <>
      {limit === undefined && (
        <div className={css.tools}>
          <LinkButton
            onClick={() => {
              setOpen(!open);
              setFilter({});
            }}
          >
            {open ? h.noFilter : h.filter}
          </LinkButton>
        </div>
      )}
      {open && (
        <HistoryFilters
          filter={filter}
          onChange={(next) => {
            setSeen(fields);
            setFilter(next);
          }}
          fields={fields.map((value) => ({ value, label: reading.field(value) }))}
        />
      )}
      {query.isSuccess && entries.length === 0 && <p className={css.muted}>{h.none}</p>}
      {entries.map((entry) => {
        const at = new Date(entry.step.at);
        const name = `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
        const head = limit === undefined && name !== month ? name : undefined;
        month = name;
        return (
          <div key={entry.id}>
            {head && <div className={css.month}>{head}</div>}
            <Entry kind={kind} entry={entry} reading={reading} still={limit !== undefined} />
          </div>
        );
      })}
      {query.hasNextPage && <LinkButton onClick={() => void query.fetchNextPage()}>{h.earlier}</LinkButton>}
    </>
  );
}

type Reading = ReturnType<typeof useReading>;

function Entry(props: { kind: Of['kind']; entry: HistoryEntry; reading: Reading; still: boolean }) {
  const { kind, entry, reading, still } = props;
  const shared = useShared();
  const t = useText();
  const undone = entry.step.undoneBy > 0;
  return (
    <div className={css.event}>
      <span className={css.time} title={dateTime(entry.step.at)}>
        {ago(entry.step.at)}
      </span>
      <div className={undone ? css.undone : undefined}>
        {shared(entry.step.label, entry.step.params)}
        {entry.step.actor !== '' && (
          <span className={css.muted}>
            {' '}
            · {entry.step.actor === 'rule' ? t.clean.history.rule : entry.step.actor}
          </span>
        )}
        {entry.fields
          .filter((f) => !reading.unsaid(f.field))
          .map((f) => (
            <Change
              key={f.field}
              entry={entry}
              change={f}
              reading={reading}
              still={still || (kind === 'contract' && !alone.test(f.field))}
            />
          ))}
      </div>
    </div>
  );
}

function Change(props: { entry: HistoryEntry; change: FieldChange; reading: Reading; still: boolean }) {
  const { entry, change, reading } = props;
  const t = useText();
  const h = t.clean.history;
  const name = reading.field(change.field);
  const old = reading.value(change.field, change.old);
  const restore = () =>
    history
      .RestoreField(entry.id, change.field)
      .catch((cause: unknown) => show({ text: sentence(cause), tone: 'bad' }));
  return (
    <div className={css.change}>
      <span>{h.changed(name, old, reading.value(change.field, change.new))}</span>
      {!props.still && (
        <LinkButton title={h.restoreTo(name, old)} onClick={() => void restore()}>
          {h.restore}
        </LinkButton>
      )}
    </div>
  );
}

/** Field, person, kind of change and time; shared by the history of a record and of everything. */
export function HistoryFilters(props: {
  filter: Partial<HistoryFilter>;
  onChange: (filter: Partial<HistoryFilter>) => void;
  fields?: { value: string; label: string }[];
  kinds?: { value: string; label: string }[];
}) {
  const t = useText();
  const h = t.clean.history;
  const shared = useShared();
  const { filter, onChange } = props;
  const actors = useQuery({ queryKey: ['history', 'actors'], queryFn: () => history.Actors() }).data ?? [];
  const day = 86_400_000;
  const set = (part: Partial<HistoryFilter>) => onChange({ ...filter, ...part });
  return (
    <div className={css.filters}>
      {props.fields && (
        <Select
          aria-label={h.field}
          placeholder={h.field}
          data={props.fields}
          value={filter.field || null}
          clearable
          searchable
          onChange={(field) => set({ field: field ?? '' })}
        />
      )}
      {props.kinds && (
        <Select
          aria-label={h.kind}
          placeholder={h.kind}
          data={props.kinds}
          value={filter.kind || null}
          clearable
          onChange={(kind) => set({ kind: kind ?? '' })}
        />
      )}
      <Select
        aria-label={h.op}
        placeholder={h.op}
        data={operations.map((value) => ({ value, label: shared(`history.op.${value}`) }))}
        value={filter.op || null}
        clearable
        onChange={(op) => set({ op: op ?? '' })}
      />
      {actors.length > 1 && (
        <Select
          aria-label={h.person}
          placeholder={h.person}
          data={actors.map((name) => ({
            value: name === '' ? '-' : name,
            label: name === '' ? h.me : name === 'rule' ? h.rule : name,
          }))}
          value={filter.actor || null}
          clearable
          onChange={(actor) => set({ actor: actor ?? '' })}
        />
      )}
      <Select
        aria-label={h.time}
        placeholder={h.time}
        data={[1, 7, 30, 365].map((days) => ({ value: String(days), label: h.days(days) }))}
        clearable
        onChange={(days) => {
          const midnight = new Date();
          midnight.setHours(0, 0, 0, 0);
          set({ from: days ? midnight.getTime() - (Number(days) - 1) * day : 0 });
        }}
      />
    </div>
  );
}

/** The history of a record in a window of its own. */
export function HistoryDialog(props: Of & { title: string; onClose: () => void }) {
  const t = useText();
  return (
    <Modal
      opened
      size="lg"
      onClose={props.onClose}
      title={t.clean.history.of(props.title)}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <RecordHistory kind={props.kind} id={props.id} labels={props.labels} />
      <div className={css.foot}>
        <Button variant="default" onClick={props.onClose}>
          {t.ui.actions.close}
        </Button>
      </div>
    </Modal>
  );
}
