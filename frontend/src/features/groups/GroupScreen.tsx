import { Button, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { useBack, useGo, useIdParam, useSearchParam } from '@/lib/navigate';
import { useWindows } from '@/lib/query';
import type { Sort } from '@/ui/DataGrid';
import { Empty, IconButton, LinkButton, Page, PageHead, Tabs } from '@/ui/layout';
import { type Picked, PickedBar, RecordList } from '@/ui/RecordList';
import { AddMembers } from './AddMembers';
import { api, type Detail, keys, type Member, type Query, touching } from './api';
import { fail } from './fail';
import { GroupForm } from './GroupForm';
import css from './groups.module.css';
import HandoverCard from './HandoverCard';
import { type Asked, HandoverForm } from './HandoverForm';
import { useInCharge } from './inCharge';
import { MemberPeek } from './MemberPeek';
import { useColumns } from './members';

type Dialog = 'edit' | 'add' | undefined;

/** A group: its members, what was handed over, and who is in other groups, too. */
export default function GroupScreen() {
  const t = useText();
  const id = useIdParam();
  const back = useBack('/groups');
  useCommand('groups.back', back);
  const query = useQuery({
    queryKey: keys.one(id),
    queryFn: () => api.Get(id),
    meta: { kinds: touching },
  });
  if (query.error)
    return (
      <Empty title={sentence(query.error)}>
        <Button onClick={back}>{t.ui.actions.back}</Button>
      </Empty>
    );
  return query.data ? <Opened key={id} group={query.data} back={back} /> : null;
}

function Opened({ group, back }: { group: Detail; back: () => void }) {
  const t = useText();
  const go = useGo();
  const [view, setView] = useSearchParam('view');
  const [dialog, setDialog] = useState<Dialog>(undefined);
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const handOver = (customers: number[], name?: string) =>
    setAsked({ fromId: group.id, fromName: group.name, customers, name });
  const tabs = [
    { key: '', label: t.groups.members, count: group.members },
    { key: 'handed', label: t.groups.handovers, count: group.handovers },
    { key: 'shared', label: t.groups.alsoElsewhere, count: group.shared },
    ...group.overlaps.map((o) => ({
      key: `with-${o.bId}`,
      label: t.groups.alsoIn(group.names[o.bId] ?? ''),
      count: o.count,
    })),
  ];
  const trash = () => void api.Trash(group.id).then(() => go('/groups', true), fail);
  const actions = (
    <>
      <Button
        variant="default"
        leftSection={<IconPencil size="1.125rem" />}
        onClick={() => setDialog('edit')}
      >
        {t.groups.edit}
      </Button>
      <Button leftSection={<IconUserPlus size="1.125rem" />} onClick={() => setDialog('add')}>
        {t.groups.addMembers}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={t.ui.actions.more}>
            <IconDots size="1.25rem" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item c="var(--crm-seal)" onClick={trash}>
            {t.groups.trash}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
  const shown = { group, tabs, view, setView, actions, back };
  return (
    <>
      {view === 'handed' ? (
        <HandedList {...shown} />
      ) : (
        <MemberList {...shown} onHandOver={handOver} onAdd={() => setDialog('add')} />
      )}
      <GroupForm opened={dialog === 'edit'} group={group} onClose={() => setDialog(undefined)} />
      <AddMembers group={group} opened={dialog === 'add'} onClose={() => setDialog(undefined)} />
      <HandoverForm asked={asked} onClose={() => setAsked(undefined)} />
    </>
  );
}

interface Shown {
  group: Detail;
  tabs: { key: string; label: string; count: number }[];
  view: string;
  setView: (key: string) => void;
  actions: ReactNode;
  back: () => void;
}

/** Kind, who is in charge, the note, and who is new in the segment. */
function About({ group }: { group: Detail }) {
  const t = useText();
  const shared = useShared();
  const who = useInCharge()(group);
  const facts = [
    shared(`group.kind.${group.kind}`),
    who === '' ? '' : t.groups.inCharge(who),
    group.segment === '' ? '' : t.groups.filledFrom(group.segment),
  ].filter((s) => s !== '');
  return (
    <div className={css.about}>
      <span>{facts.join(' · ')}</span>
      {group.note !== '' && <p className={css.text}>{group.note}</p>}
      {group.new > 0 && (
        <p className={css.fresh}>
          {t.groups.fresh(group.segment, count(group.new))}
          <LinkButton onClick={() => void api.AddNew(group.id).catch(fail)}>{t.groups.addNew}</LinkButton>
        </p>
      )}
    </div>
  );
}

function HandedList({ group, tabs, view, setView, actions, back }: Shown) {
  const t = useText();
  const list = useQuery({
    queryKey: keys.handed(group.id),
    queryFn: () => api.Handovers(group.id),
    meta: { kinds: ['handover', 'group', 'customer', 'interaction'] },
  });
  return (
    <Page>
      <PageHead title={group.name} note={t.groups.count(count(group.members))} back={back}>
        {actions}
      </PageHead>
      <Tabs
        label={t.groups.views}
        value={view}
        tabs={tabs.map((tab) => ({
          key: tab.key,
          label: (
            <>
              {tab.label}
              {tab.count > 0 && <span className={`${css.tabCount} num`}>{count(tab.count)}</span>}
            </>
          ),
        }))}
        onChange={setView}
      />
      <About group={group} />
      <div className={css.handovers}>
        {list.data?.map((handed) => (
          <HandoverCard key={handed.id} handed={handed} withCustomer />
        ))}
        {list.data?.length === 0 && <Empty title={t.groups.noHandovers} text={t.groups.handoverHint} />}
      </div>
    </Page>
  );
}

function MemberList(
  props: Shown & { onHandOver: (ids: number[], name?: string) => void; onAdd: () => void },
) {
  const { group, tabs, view, setView, actions, back } = props;
  const t = useText();
  const [text, setText] = useSearchParam('q');
  const [sort, setSort] = useState<Sort | undefined>(undefined);
  const columns = useColumns();
  const other = /^with-(\d+)$/.exec(view)?.[1];
  const question = useMemo<Omit<Query, 'offset' | 'limit'>>(
    () => ({
      text,
      filters: other
        ? [{ field: 'group', op: 'eq', value: other }]
        : view === 'shared'
          ? [{ field: 'groups', op: 'gte', value: 2 }]
          : [],
      sort: text !== '' || !sort ? [] : [{ field: sort.by, desc: sort.desc }],
    }),
    [text, other, view, sort],
  );
  const windows = useWindows<Member>({
    key: keys.members(group.id, question),
    kinds: ['membership', 'group', 'customer', 'contact', 'interaction'],
    load: (offset, limit) => api.Members(group.id, { ...question, offset, limit }),
  });
  const idsOf = async ({ selection }: Picked): Promise<number[]> =>
    selection.mode === 'some'
      ? [...selection.ids]
      : (await api.MemberIDs(group.id, { ...question, offset: 0, limit: 0 })).filter(
          (id) => !selection.except.has(id),
        );
  const remove = async (picked: Picked) => {
    try {
      const ids = await idsOf(picked);
      await api.Remove(group.id, ids);
      picked.onTrashed(ids);
      picked.clear();
    } catch (cause) {
      fail(cause);
    }
  };
  const handOver = async (picked: Picked) => {
    try {
      const ids = await idsOf(picked);
      const [only] = ids;
      const row =
        ids.length === 1
          ? [...Array(windows.total).keys()].map(windows.rowAt).find((r) => r?.id === only)
          : undefined;
      props.onHandOver(ids, row?.name);
    } catch (cause) {
      fail(cause);
    }
  };
  return (
    <RecordList<Member>
      path="/customers"
      kind="membership"
      title={group.name}
      back={back}
      note={t.groups.count}
      actions={actions}
      views={{ label: t.groups.views, value: view, tabs, onChange: setView }}
      search={{
        label: t.groups.searchLabel,
        placeholder: t.customers.search,
        command: 'groups.search',
        text,
        onText: setText,
      }}
      filters={<About group={group} />}
      columns={columns}
      windows={windows}
      question={question}
      sort={text === '' ? sort : undefined}
      onSort={setSort}
      peek={(peek) => <MemberPeek {...peek} group={group} onHandOver={props.onHandOver} />}
      bulk={(picked) => (
        <PickedBar label={t.ui.grid.selected(count(picked.count))} onClear={picked.clear}>
          <Button variant="default" onClick={() => void handOver(picked)}>
            {t.groups.handOver}
          </Button>
          <Button variant="default" c="var(--crm-seal)" onClick={() => void remove(picked)}>
            {t.groups.leave}
          </Button>
        </PickedBar>
      )}
      empty={
        text !== '' || view !== '' ? (
          <Empty title={t.groups.nobodyFound} />
        ) : (
          <Empty title={t.groups.noMembers} text={t.groups.noMembersText}>
            <Button onClick={props.onAdd}>{t.groups.addMembers}</Button>
          </Empty>
        )
      }
    />
  );
}
