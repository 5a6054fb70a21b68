import { Modal } from '@mantine/core';
import {
  IconAddressBook,
  IconAffiliate,
  IconArrowRight,
  IconBolt,
  IconBulb,
  IconCheckbox,
  IconFileText,
  IconMessage,
  IconPackage,
  IconPaperclip,
  IconSearch,
  IconSection,
  IconTargetArrow,
  IconTemplate,
  IconUser,
  IconUsersGroup,
  IconWallet,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { available, type Command, run, useCommandVersion } from '@/lib/commands';
import { useFeatures } from '@/lib/feature';
import { ago, dueDate, phone } from '@/lib/format';
import { isComposing } from '@/lib/ime';
import { useGo } from '@/lib/navigate';
import { recordPath } from '@/lib/records';
import {
  type Caller,
  callers,
  type Hit,
  mayCall,
  recent,
  search,
  searchTexts,
  type TextFound,
} from '@/lib/search';
import { Keys } from '@/ui/layout';
import { digitRanges, Marked } from '@/ui/Marked';
import css from './Palette.module.css';

/** At most this many results; more is a list, not an answer. */
const LIMIT = 9;

/** At most this many found by their text, and how long after the last key they are asked for. */
const TEXTS = 5;
const TEXT_DELAY = 200;

interface Entry {
  key: string;
  group: string;
  icon: ReactNode;
  title: ReactNode;
  sub?: ReactNode;
  keys?: string;
  act: () => void;
}

const icons: Record<string, ReactNode> = {
  customer: <IconAddressBook size="1.25rem" stroke={1.6} />,
  contact: <IconUser size="1.25rem" stroke={1.6} />,
  contract: <IconFileText size="1.25rem" stroke={1.6} />,
  opportunity: <IconTargetArrow size="1.25rem" stroke={1.6} />,
  product: <IconPackage size="1.25rem" stroke={1.6} />,
  template: <IconTemplate size="1.25rem" stroke={1.6} />,
  lead: <IconBulb size="1.25rem" stroke={1.6} />,
  group: <IconUsersGroup size="1.25rem" stroke={1.6} />,
  handover: <IconUsersGroup size="1.25rem" stroke={1.6} />,
  relation: <IconAffiliate size="1.25rem" stroke={1.6} />,
  interaction: <IconMessage size="1.25rem" stroke={1.6} />,
  attachment: <IconPaperclip size="1.25rem" stroke={1.6} />,
  task: <IconCheckbox size="1.25rem" stroke={1.6} />,
  payment: <IconWallet size="1.25rem" stroke={1.6} />,
  clause: <IconSection size="1.25rem" stroke={1.6} />,
};

/** Whether a command or place answers what was typed. Exported for its test. */
export function matches(typed: string, label: string, alias = ''): boolean {
  const q = typed.trim().toLowerCase();
  if (q === '') return true;
  return label.toLowerCase().includes(q) || alias.split(' ').some((word) => word.startsWith(q));
}

/** Ctrl/Cmd K: finds records, does things, goes places. */
export function Palette(props: {
  opened: boolean;
  /** What is asked at once: a number that was pasted somewhere. */
  text?: string;
  onClose: () => void;
}) {
  const { opened, onClose } = props;
  const t = useText();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="10vh"
      size="38rem"
      padding={0}
      attributes={{ content: { 'aria-label': t.app.palette.label } }}
      transitionProps={{ duration: 90 }}
      trapFocus
      returnFocus
    >
      <PaletteBody text={props.text ?? ''} onClose={onClose} />
    </Modal>
  );
}

/** What is found by its text, asked once the person pauses and the direct hits are there. */
function useTexts(query: string, answered: boolean): { texts: TextFound[]; asking: boolean } {
  const [paused, setPaused] = useState('');
  useEffect(() => {
    if (!answered) return;
    const timer = setTimeout(() => setPaused(query), TEXT_DELAY);
    return () => clearTimeout(timer);
  }, [query, answered]);
  const found = useQuery({
    queryKey: ['search', 'texts', paused],
    queryFn: () => searchTexts(paused, TEXTS + LIMIT),
    meta: {
      kinds: [
        'customer',
        'contact',
        'contract',
        'interaction',
        'task',
        'template',
        'clause',
        'attachment',
        'group',
        'handover',
        'relation',
        'product',
        'opportunity',
        'lead',
      ],
    },
    enabled: paused !== '' && paused === query,
    staleTime: 0,
  });
  const asking = query !== '' && (paused !== query || found.isFetching);
  return { texts: paused === query ? (found.data ?? []) : [], asking };
}

/** The one customer whose number a text is; undefined when there is none, or more. */
export async function callerOf(text: string): Promise<number | undefined> {
  const list = await callers(text.trim(), []).catch(() => []);
  return list.length === 1 ? list[0]?.customerId : undefined;
}

/** Who may be calling, once the direct hits are there: whose number it is, then whose it is a part of. */
function useCallers(query: string, hits: Hit[] | undefined): Caller[] {
  const ids = (hits ?? []).filter((hit) => hit.kind === 'customer').map((hit) => hit.id);
  const found = useQuery({
    queryKey: ['search', 'callers', query, ids],
    queryFn: () => callers(query, ids.slice(0, TEXTS)),
    meta: { kinds: ['customer', 'contact', 'interaction', 'task'] },
    enabled: hits !== undefined && mayCall(query),
    staleTime: 0,
  });
  return found.data ?? [];
}

function useEntries(query: string, onClose: () => void): { entries: Entry[]; searching: boolean } {
  const t = useText();
  const go = useGo();
  const features = useFeatures();
  useCommandVersion();
  const found = useQuery({
    queryKey: ['search', query],
    queryFn: () => (query === '' ? recent(5) : search(query, LIMIT)),
    meta: {
      kinds: ['customer', 'contact', 'contract', 'product', 'group', 'opportunity', 'lead', 'payment'],
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

  const { texts, asking } = useTexts(query, !found.isFetching);
  const calling = useCallers(query, found.isFetching ? undefined : found.data);
  const callerEntries: Entry[] = calling.map((caller) => {
    const last = caller.last[0];
    const number = phone(caller.number);
    const rest = [
      last ? `${ago(last.at)} ${last.summary.slice(0, 40)}` : t.app.palette.noTalk,
      caller.next ? t.app.palette.task(dueDate(caller.next.due), caller.next.title) : '',
    ].filter((part) => part !== '');
    return {
      key: `customer-${caller.customerId}`,
      group: t.app.palette.callers,
      icon: icons.customer,
      title: caller.contact === '' ? caller.name : `${caller.name} · ${caller.contact}`,
      sub: (
        <>
          <Marked text={number} ranges={digitRanges(number, query)} />
          {number !== '' && ' · '}
          {rest.join(' · ')}
        </>
      ),
      act: () => go(`/customers/${caller.customerId}`),
    };
  });

  const hits: Entry[] = (found.data ?? []).flatMap((hit: Hit) => {
    const path = recordPath(hit.kind, hit.id);
    if (!path) return [];
    return {
      key: `${hit.kind}-${hit.id}`,
      group: query === '' ? t.app.palette.recent : t.app.palette.records,
      icon: icons[hit.kind] ?? <IconFileText size="1.25rem" stroke={1.6} />,
      title: <Marked text={hit.title} ranges={hit.ranges ?? []} />,
      sub: (
        <>
          {hit.match && <Marked text={hit.match} ranges={hit.matchRanges ?? []} />}
          {hit.match && hit.subtitle && hit.match !== hit.subtitle ? ' · ' : ''}
          {hit.match !== hit.subtitle && hit.subtitle}
        </>
      ),
      act: () => go(path),
    };
  });
  const toEntry = (command: Command): Entry => ({
    key: command.id,
    group: command.group === 'do' ? t.app.palette.actions : t.app.palette.places,
    icon: command.icon ? (
      <command.icon size="1.25rem" stroke={1.6} />
    ) : (
      <IconBolt size="1.25rem" stroke={1.6} />
    ),
    title: command.label(t),
    keys: command.keys,
    act: () => run(command.id),
  });
  const commands = available().filter((c) => c.id !== 'app.palette' && matches(query, c.label(t), c.alias));
  const actions = commands.filter((c) => c.group === 'do').map(toEntry);
  const places: Entry[] = features
    .flatMap((f) => f.places ?? [])
    .filter((place) => matches(query, place.label(t), place.alias))
    .map((place) => ({
      key: `place-${place.path}`,
      group: t.app.palette.places,
      icon: <place.icon size="1.25rem" stroke={1.6} />,
      title: place.label(t),
      act: () => go(place.path),
    }));
  const gone = [...places, ...commands.filter((c) => c.group === 'go').map(toEntry)];
  const room = Math.max(3, LIMIT - Math.min(actions.length, 3) - Math.min(gone.length, 2));
  const known = new Set(callerEntries.map((entry) => entry.key));
  const direct = [
    ...callerEntries,
    ...hits.filter((hit) => !known.has(hit.key)).slice(0, query === '' ? 5 : room),
  ].slice(0, LIMIT);
  const written: Entry[] = texts.flatMap((hit) => {
    const path = recordPath(hit.openKind, hit.openId);
    if (!path || direct.some((d) => d.key === `${hit.kind}-${hit.id}`)) return [];
    return {
      key: `text-${hit.kind}-${hit.id}`,
      group: t.app.palette.inText,
      icon: icons[hit.kind] ?? <IconFileText size="1.25rem" stroke={1.6} />,
      title: hit.kind === 'attachment' ? <Marked text={hit.excerpt} ranges={hit.ranges} /> : hit.title,
      sub:
        hit.kind === 'attachment' ? (
          hit.subtitle
        ) : (
          <>
            {hit.subtitle}
            {hit.subtitle && ' · '}
            <Marked text={hit.excerpt} ranges={hit.ranges} />
          </>
        ),
      act: () => go(path),
    };
  });
  const entries = [...direct];
  entries.push(...actions.slice(0, query === '' ? 6 : LIMIT - entries.length));
  entries.push(...gone.slice(0, query === '' ? 6 : Math.max(0, LIMIT - entries.length)));
  // They come later than the rest: what Enter would do at that moment stays first.
  entries.splice(direct.length || entries.length, 0, ...written.slice(0, TEXTS));
  return {
    entries: entries.map((e) => ({
      ...e,
      act: () => {
        onClose();
        e.act();
      },
    })),
    searching: found.isFetching || asking,
  };
}

function PaletteBody({ text, onClose }: { text: string; onClose: () => void }) {
  const t = useText();
  const id = useId();
  const go = useGo();
  const [typed, setTyped] = useState(text);
  const [query, setQuery] = useState(text.trim());
  const [chosen, setChosen] = useState<string>();
  const composing = useRef(false);
  const list = useRef<HTMLDivElement>(null);
  const { entries, searching } = useEntries(query, onClose);
  const current = Math.max(
    0,
    entries.findIndex((e) => e.key === chosen),
  );

  const commit = (value: string) => {
    setQuery(value.trim());
    setChosen(undefined);
  };
  useEffect(() => {
    list.current?.querySelector(`[data-at="${current}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen(entries[(current + step + entries.length) % Math.max(1, entries.length)]?.key);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      entries[current]?.act();
    }
  };

  let group = '';
  return (
    <>
      <div className={css.box}>
        <IconSearch size="1.25rem" aria-hidden />
        <input
          className={css.input}
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length > 0 ? `${id}-${current}` : undefined}
          aria-label={t.app.palette.label}
          placeholder={t.app.palette.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            if (!composing.current) commit(event.currentTarget.value);
          }}
          onCompositionStart={() => {
            composing.current = true;
          }}
          onCompositionEnd={(event) => {
            composing.current = false;
            commit(event.currentTarget.value);
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text');
            if (typed !== '' || !mayCall(pasted)) return;
            // A number that is one customer's alone says all there is to say.
            void callerOf(pasted).then((id) => {
              if (id === undefined) return;
              onClose();
              go(`/customers/${id}`);
            });
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} className={css.list} role="listbox" id={`${id}-list`} aria-label={t.app.palette.label}>
        {entries.map((entry, i) => {
          const head = entry.group === group ? undefined : entry.group;
          group = entry.group;
          return (
            <div key={entry.key} role="presentation">
              {head && <div className={css.group}>{head}</div>}
              <div
                id={`${id}-${i}`}
                data-at={i}
                role="option"
                tabIndex={-1}
                aria-selected={i === current}
                className={`${css.item} ${i === current ? css.on : ''}`}
                onPointerMove={() => setChosen(entry.key)}
                onClick={entry.act}
              >
                <span className={css.icon}>{entry.icon}</span>
                <div className={css.words}>
                  <div className={css.title}>{entry.title}</div>
                  {entry.sub && <div className={css.sub}>{entry.sub}</div>}
                </div>
                {entry.keys ? <Keys keys={entry.keys} /> : i === current && <IconArrowRight size="1rem" />}
              </div>
            </div>
          );
        })}
        {entries.length === 0 && !searching && <div className={css.none}>{t.app.palette.nothing(query)}</div>}
      </div>
      <div className={css.foot}>{t.app.palette.hint}</div>
    </>
  );
}
