import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { ago, count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { type Column, DataGrid } from '@/ui/DataGrid';
import { Empty, Page, PageHead, Tabs } from '@/ui/layout';
import { type GroupView, kinds, listQuery } from './api';
import { GroupForm } from './GroupForm';
import css from './groups.module.css';
import { useInCharge } from './inCharge';
import { Overlap } from './Overlap';

/** The groups, and who is in several of them. */
export default function GroupsScreen() {
  const t = useText();
  const shared = useShared();
  const go = useGo();
  const [view, setView] = useSearchParam('view');
  const [newParam, setNew] = useSearchParam('new');
  const [current, setCurrent] = useState(-1);
  const query = useQuery(listQuery);
  const all = query.data ?? [];
  const list = all.filter((g) => view === '' || g.kind === view);
  const columns = useColumns(all);
  const tabs = [
    { key: '', label: t.groups.all },
    ...kinds.map((kind) => ({
      key: kind,
      label: <Counted text={shared(`group.kind.${kind}`)} n={all.filter((g) => g.kind === kind).length} />,
    })),
    { key: 'overlap', label: t.groups.overlap },
  ];
  return (
    <Page>
      <PageHead title={t.groups.title} note={query.isSuccess ? t.groups.groupCount(count(all.length)) : ''}>
        <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => setNew('1')}>
          {t.groups.new}
        </Button>
      </PageHead>
      <Tabs
        label={t.groups.title}
        value={view}
        tabs={tabs}
        onChange={(key) => {
          setView(key);
          setCurrent(-1);
        }}
      />
      {view === 'overlap' ? (
        <Overlap groups={all} />
      ) : (
        <div className={css.list}>
          <DataGrid<GroupView>
            label={t.groups.title}
            columns={columns}
            total={list.length}
            rowAt={(i) => list[i]}
            idOf={(g) => g.id}
            onRange={() => undefined}
            current={current}
            onCurrent={(i, row, by) => {
              setCurrent(i);
              if (by === 'mouse' && row) go(`/groups/${row.id}`);
            }}
            onOpen={(row) => go(`/groups/${row.id}`)}
            empty={
              query.isSuccess ? (
                all.length === 0 ? (
                  <Empty title={t.groups.emptyTitle} text={t.groups.emptyText}>
                    <Button onClick={() => setNew('1')}>{t.groups.new}</Button>
                  </Empty>
                ) : (
                  <Empty title={t.groups.emptyKind} />
                )
              ) : (
                <span />
              )
            }
          />
        </div>
      )}
      <GroupForm
        opened={newParam !== ''}
        onClose={() => setNew('')}
        // A moment later, so that the entry without the form is written before the next one is added.
        onSaved={(id) => window.setTimeout(() => go(`/groups/${id}`))}
      />
    </Page>
  );
}

function Counted({ text, n }: { text: string; n: number }) {
  return (
    <>
      {text}
      {n > 0 && <span className={`${css.tabCount} num`}>{count(n)}</span>}
    </>
  );
}

function useColumns(all: GroupView[]): Column<GroupView>[] {
  const t = useText();
  const shared = useShared();
  // Who works alone names nobody: the column is there once somebody is named.
  const inCharge = useInCharge();
  const named = all.some((g) => inCharge(g) !== '');
  const filled = all.some((g) => g.segment !== '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the texts
  return useMemo(() => {
    const none = <span className={css.muted}>—</span>;
    const columns: Column<GroupView>[] = [
      {
        key: 'name',
        header: shared('group.field.name'),
        width: 12,
        grow: 3,
        priority: 0,
        render: (g) => <span className={css.placeName}>{g.name}</span>,
      },
      {
        key: 'kind',
        header: shared('group.field.kind'),
        width: 8.5,
        priority: 2,
        render: (g) => shared(`group.kind.${g.kind}`),
      },
      {
        key: 'inCharge',
        header: shared('group.field.inCharge'),
        width: 7,
        grow: 1,
        priority: 3,
        render: (g) => inCharge(g) || none,
      },
      {
        key: 'handed',
        header: t.groups.lastHanded,
        width: 8,
        priority: 5,
        render: (g) => (g.handed === 0 ? none : ago(g.handed)),
      },
      {
        key: 'members',
        header: t.groups.members,
        width: 6,
        priority: 1,
        align: 'end',
        render: (g) => <span className="num">{count(g.members)}</span>,
      },
      {
        key: 'shared',
        header: t.groups.alsoElsewhere,
        width: 9,
        priority: 4,
        align: 'end',
        render: (g) => (g.shared === 0 ? none : <span className="num">{count(g.shared)}</span>),
      },
      {
        key: 'segment',
        header: shared('group.field.segmentId'),
        width: 8,
        grow: 1,
        priority: 6,
        render: (g) => g.segment || none,
      },
    ];
    return columns.filter((c) => (named || c.key !== 'inCharge') && (filled || c.key !== 'segment'));
  }, [t, named, filled, all]);
}
