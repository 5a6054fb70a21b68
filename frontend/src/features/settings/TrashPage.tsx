import { Button, Checkbox, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { ago, count } from '@/lib/format';
import { history, type Trashed } from '@/lib/history';
import { saveSettings, settingsQuery } from '@/lib/settings';
import { show } from '@/lib/toasts';
import { ConfirmDanger } from '@/ui/ConfirmDanger';
import { Empty, LinkButton, Tabs } from '@/ui/layout';
import { act, fail } from './act';
import { Loaded } from './parts';
import css from './settings.module.css';

/** Kinds a person knows; what else is in the trash goes and comes with them. */
const kinds = [
  'customer',
  'contact',
  'group',
  'lead',
  'channel',
  'opportunity',
  'payment',
  'pipeline',
  'stage',
  'product',
  'contract',
  'template',
  'template_version',
  'clause',
  'attachment',
  'staff',
  'company',
  'custom_field',
  'number_rule',
] as const;
type Kind = (typeof kinds)[number];
const PAGE = 100;
const DAY = 86_400_000;

const isKind = (kind: string): kind is Kind => (kinds as readonly string[]).includes(kind);
const idOf = (item: Trashed) => `${item.kind}/${item.id}`;

/** The chosen ones by kind: the trash works kind by kind. */
function byKind(items: readonly Trashed[]): [string, number[]][] {
  const groups = new Map<string, number[]>();
  for (const item of items) groups.set(item.kind, [...(groups.get(item.kind) ?? []), item.id]);
  return [...groups];
}

/** How many of each kind there are; kinds without any are left out. */
function useCounts() {
  return useQuery({
    queryKey: ['history', 'trash', 'counts'],
    queryFn: async () => {
      const pages = await Promise.all(kinds.map((kind) => history.Trash(kind, '', 1, 0)));
      return kinds
        .map((kind, i) => ({ kind, total: pages[i]?.total ?? 0 }))
        .filter((entry) => entry.total > 0);
    },
  });
}

type Danger = { items: readonly Trashed[] } | 'all';

/** 回收站: 30 days for second thoughts. */
export default function TrashPage() {
  const t = useText();
  const s = t.settings.trash;
  const counts = useCounts();
  const [tab, setTab] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState('');
  const [late] = useDebouncedValue(text, 200);
  const [danger, setDanger] = useState<Danger | undefined>(undefined);
  const kind = counts.data?.some((entry) => entry.kind === tab) ? tab : '';
  const total = (counts.data ?? []).reduce((sum, entry) => sum + entry.total, 0);
  const list = useInfiniteQuery({
    queryKey: ['history', 'trash', 'list', kind, late],
    queryFn: ({ pageParam }) => history.Trash(kind, late, PAGE, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.items.length === PAGE ? pages.length * PAGE : undefined),
    enabled: total > 0,
    placeholderData: keepPreviousData,
  });
  const auto = usePurging();
  const items = (list.data?.pages ?? []).flatMap((page) => page.items).filter((item) => isKind(item.kind));
  const chosen = items.filter((item) => picked.has(idOf(item)));

  const name = (item: Trashed) => item.title || s.untitled;
  const restore = async (which: readonly Trashed[]) => {
    try {
      for (const [of, ids] of byKind(which)) await history.Restore(of, ids);
    } catch (cause) {
      fail(cause);
    }
    setPicked(new Set());
  };
  const purge = async () => {
    try {
      if (danger === 'all') {
        const done = await history.EmptyTrash();
        if (done.kept > 0) show({ text: s.kept(count(done.kept)) });
      } else if (danger) for (const [of, ids] of byKind(danger.items)) await history.Purge(of, ids);
    } catch (cause) {
      fail(cause);
    }
    setPicked(new Set());
  };
  const question = () => {
    if (danger === undefined) return '';
    if (danger === 'all') return s.emptyConfirm(count(total));
    const [first] = danger.items;
    return danger.items.length === 1 && first
      ? s.purgeNamed(name(first))
      : s.purgeText(count(danger.items.length));
  };
  return (
    <Loaded query={counts}>
      {(groups) =>
        total === 0 ? (
          <>
            <Empty title={s.emptyTitle} text={s.emptyText} />
            <ByAge />
          </>
        ) : (
          <>
            <p className={css.lead}>{auto ? t.clean.trash.noteAuto : t.clean.trash.note}</p>
            <ByAge />
            <TextInput
              type="search"
              aria-label={t.clean.trash.search}
              placeholder={t.clean.trash.search}
              leftSection={<IconSearch size="1.125rem" />}
              value={text}
              mb="sm"
              onChange={(event) => {
                setText(event.currentTarget.value);
                setPicked(new Set());
              }}
            />
            <div className={css.tabs}>
              <Tabs
                label={s.tabs}
                value={kind}
                tabs={[
                  { key: '', label: s.tab(s.all, count(total)) },
                  ...groups.map((g) => ({
                    key: g.kind as string,
                    label: s.tab(s.kinds[g.kind], count(g.total)),
                  })),
                ]}
                onChange={(next) => {
                  setTab(next);
                  setPicked(new Set());
                }}
              />
            </div>
            <div className={css.bar}>
              <Checkbox
                label={chosen.length > 0 ? s.selected(count(chosen.length)) : s.selectAll}
                checked={items.length > 0 && chosen.length === items.length}
                indeterminate={chosen.length > 0 && chosen.length < items.length}
                onChange={(event) => setPicked(new Set(event.currentTarget.checked ? items.map(idOf) : []))}
              />
              <span className={css.gap} />
              {chosen.length > 0 ? (
                <>
                  <Button variant="default" onClick={() => void restore(chosen)}>
                    {s.restoreMany(count(chosen.length))}
                  </Button>
                  <Button variant="default" c="var(--crm-seal)" onClick={() => setDanger({ items: chosen })}>
                    {s.purge}
                  </Button>
                </>
              ) : (
                <Button variant="default" c="var(--crm-seal)" onClick={() => setDanger('all')}>
                  {s.empty}
                </Button>
              )}
            </div>
            <Loaded query={list}>
              {() =>
                items.length === 0 ? (
                  <Empty title={t.clean.trash.none(late)} />
                ) : (
                  <ul className={css.rows}>
                    {items.map((item) => (
                      <li
                        key={idOf(item)}
                        className={`${css.row} ${picked.has(idOf(item)) ? css.picked : ''}`}
                      >
                        <Checkbox
                          aria-label={s.select(name(item))}
                          checked={picked.has(idOf(item))}
                          onChange={() => {
                            const next = new Set(picked);
                            if (!next.delete(idOf(item))) next.add(idOf(item));
                            setPicked(next);
                          }}
                        />
                        <div className={css.rowMain}>
                          {name(item)}
                          <div className={css.muted}>
                            {kind === '' && isKind(item.kind) && `${s.kinds[item.kind]} · `}
                            {s.deleted(ago(item.deletedAt))}
                            {auto && ` · ${s.left(Math.ceil((item.expiresAt - Date.now()) / DAY))}`}
                          </div>
                        </div>
                        <div className={css.rowEnd}>
                          <LinkButton title={s.restoreOne(name(item))} onClick={() => act(restore([item]))}>
                            {s.restore}
                          </LinkButton>
                          <LinkButton
                            title={s.purgeOne(name(item))}
                            onClick={() => setDanger({ items: [item] })}
                          >
                            <span className={css.danger}>{s.purge}</span>
                          </LinkButton>
                        </div>
                      </li>
                    ))}
                  </ul>
                )
              }
            </Loaded>
            {list.hasNextPage && <LinkButton onClick={() => void list.fetchNextPage()}>{s.more}</LinkButton>}
            <ConfirmDanger
              opened={danger !== undefined}
              title={danger === 'all' ? s.empty : s.purgeTitle}
              text={question()}
              action={danger === 'all' ? s.empty : s.purge}
              onClose={() => setDanger(undefined)}
              onConfirm={() => void purge()}
            />
          </>
        )
      }
    </Loaded>
  );
}

/** Whether the trash empties itself by age. */
const usePurging = (): boolean => useQuery(settingsQuery).data?.purgeTrash ?? false;

/** The choice to let the trash empty itself by age; it is asked with what that would remove. */
function ByAge() {
  const t = useText();
  const s = t.settings.trash;
  const b = t.clean.trash;
  const on = usePurging();
  const [asking, setAsking] = useState(false);
  const old = useQuery({
    queryKey: ['history', 'trash', 'expired'],
    queryFn: () => history.Expired(),
    enabled: asking,
  }).data;
  const said = Object.entries(old ?? {}).map(([kind, n]) =>
    b.count(isKind(kind) ? s.kinds[kind] : b.other, count(n)),
  );
  const save = (purgeTrash: boolean) => act(saveSettings({ purgeTrash }));
  return (
    <>
      <Switch
        label={b.auto}
        checked={on}
        mb="md"
        onChange={(event) => (event.currentTarget.checked ? setAsking(true) : save(false))}
      />
      <ConfirmDanger
        opened={asking && old !== undefined}
        title={b.autoAsk}
        text={said.length > 0 ? b.autoNow(said.join(b.and)) : b.autoNone}
        action={b.autoGo}
        onClose={() => setAsking(false)}
        onConfirm={() => save(true)}
      />
    </>
  );
}
