import { Button, Menu, SegmentedControl, Select } from '@mantine/core';
import {
  IconArrowBackUp,
  IconChartFunnel,
  IconHandGrab,
  IconRecycle,
  IconRefresh,
  IconSettings,
  IconTargetArrow,
  IconTrash,
  IconUpload,
  IconUserPlus,
  IconUserX,
} from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Picked as PickedFile } from '@/bridge';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { hand } from '@/lib/dropped';
import { ago, count, dueDate, moneyShort } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { useWindows, type WindowsOf } from '@/lib/query';
import { useStaff } from '@/lib/staff';
import type { Column, Sort } from '@/ui/DataGrid';
import { DropPage } from '@/ui/DropPage';
import { Empty } from '@/ui/layout';
import { type Picked, PickedBar, RecordList } from '@/ui/RecordList';
import { fail } from './Actions';
import { api, grades, keys, type Question, type Row, whoses } from './api';
import { LeadPeek } from './LeadPeek';
import css from './leads.module.css';
import { GradeMark } from './Marks';
import { PutDialog } from './PutDialog';
import { QuickEntry } from './QuickEntry';
import { useChannels, useCounts, usePool, useWords } from './useLead';

const rowsOf = (question: Question): WindowsOf<Row> => ({
  key: keys.list(question),
  kinds: ['lead', 'channel', 'interaction', 'task', 'setting', 'staff'],
  load: (offset, limit) => api.List({ ...question, offset, limit }),
});

const views = ['open', 'new', 'working', 'due', 'returning', 'converted', 'recycled', 'invalid'] as const;

/** 线索: the box to write one down, the list, the panel of one beside it. */
export default function LeadsScreen() {
  const t = useText();
  const go = useGo();
  const words = useWords();
  const [viewKey, setView] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [channel, setChannel] = useSearchParam('channel');
  const [grade, setGrade] = useSearchParam('grade');
  const [whoseParam, setWhose] = useSearchParam('whose');
  const [newParam, setNew] = useSearchParam('new');
  const [sort, setSort] = useRemembered<Sort>('leads.sort', { by: 'receivedAt', desc: true });
  const channels = useChannels();
  const { solo } = useStaff();
  const whose = (!solo && whoses.find((one) => one === whoseParam)) || '';
  const counts = useCounts(whose);
  const pool = usePool();
  const view = viewKey === '' ? 'open' : viewKey;
  useCommand('leads.new', () => setNew('1'));
  const [cards, setCards] = useState<PickedFile | undefined>(undefined);

  const question = useMemo<Question>(
    () => ({
      view: view === 'open' ? '' : view,
      text,
      whose,
      channelId: Number(channel) || 0,
      grade: grades.find((g) => g === grade) ?? '',
      problems: false,
      sort: text === '' ? sort.by : '',
      desc: sort.desc,
    }),
    [view, text, whose, channel, grade, sort.by, sort.desc],
  );
  const windows = useWindows(rowsOf(question));
  const columns = useColumns();
  const shown = views.filter((key) => key !== 'returning' || view === key || (counts?.returning ?? 0) > 0);
  const narrowed = whose !== '' || view !== 'open' || channel !== '' || grade !== '';

  const take = (file: PickedFile) => {
    if (/\.(vcf|vcard)$/i.test(file.name)) return setCards(file);
    hand('/leads/import', file);
    go('/leads/import');
  };

  return (
    <DropPage label={t.leads.title} release={t.leads.quick.release} onFile={take}>
      <RecordList<Row>
        path="/leads"
        kind="lead"
        title={t.leads.title}
        note={t.leads.count}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconUpload size="1.125rem" />}
              onClick={() => go('/leads/import')}
            >
              {t.leads.import}
            </Button>
            <Button
              variant="default"
              leftSection={<IconChartFunnel size="1.125rem" />}
              onClick={() => go('/leads/report')}
            >
              {t.leads.report}
            </Button>
            <Button
              variant="default"
              leftSection={<IconSettings size="1.125rem" />}
              onClick={() => go('/settings/channels')}
            >
              {t.leads.settings}
            </Button>
          </>
        }
        top={<QuickEntry asked={newParam !== ''} onAsked={() => setNew('')} dropped={cards} />}
        views={{
          label: t.leads.views.label,
          value: view,
          tabs: shown.map((key) => ({ key, label: t.leads.views[key], count: counts?.[key] ?? 0 })),
          onChange: (key) => setView(key === 'open' ? '' : key),
        }}
        search={{
          label: t.leads.searchLabel,
          placeholder: t.leads.search,
          command: 'leads.search',
          text,
          onText: setText,
        }}
        tools={
          <>
            {!solo && (
              <SegmentedControl
                aria-label={t.leads.team.whose}
                data={whoses.map((one) => ({ value: one, label: t.leads.team.of[one || 'all'] }))}
                value={whose}
                onChange={setWhose}
              />
            )}
            <Select
              className={css.tool}
              aria-label={words.field('channelId')}
              placeholder={t.leads.anyChannel}
              clearable
              data={channels.map((c) => ({ value: String(c.id), label: c.name }))}
              value={channel === '' ? null : channel}
              onChange={(value) => setChannel(value ?? '')}
            />
            <Select
              className={css.tool}
              aria-label={t.leads.grade}
              placeholder={t.leads.anyGrade}
              clearable
              data={grades.map((g) => ({ value: g, label: words.word('grade', g) }))}
              value={grade === '' ? null : grade}
              onChange={(value) => setGrade(value ?? '')}
            />
          </>
        }
        filters={
          pool &&
          whose === 'pool' && (
            <p className={css.poolLine}>
              {pool.limited ? t.leads.team.left(pool.left) : t.leads.team.unlimited}
            </p>
          )
        }
        columns={columns}
        windows={windows}
        question={question}
        sort={text === '' ? sort : undefined}
        onSort={setSort}
        peek={(peek) => <LeadPeek {...peek} />}
        bulk={(picked) => <Bulk picked={picked} question={question} />}
        empty={
          text !== '' ? (
            <Empty title={t.leads.emptySearch(text)}>
              <Button variant="default" onClick={() => setText('')}>
                {t.leads.clearSearch}
              </Button>
            </Empty>
          ) : narrowed ? (
            <Empty title={t.leads.emptyView} />
          ) : (
            <Empty title={t.leads.emptyTitle} text={t.leads.emptyText}>
              <Button variant="default" onClick={() => go('/leads/import')}>
                {t.leads.import}
              </Button>
              <Button onClick={() => setNew('1')}>{t.leads.new}</Button>
            </Empty>
          )
        }
      />
    </DropPage>
  );
}

/** The columns of the list. Plain elements only: they are drawn while scrolling. */
function useColumns(): Column<Row>[] {
  const t = useText();
  const words = useWords();
  const { solo, name } = useStaff();
  return useMemo(() => {
    const owner: Column<Row> = {
      key: 'owner',
      header: words.field('ownerId'),
      width: 6,
      priority: 3,
      render: (r) =>
        r.ownerId > 0 ? (
          text(name(r.ownerId))
        ) : r.state === 'open' ? (
          <span className={css.muted}>{t.leads.team.pool}</span>
        ) : (
          none
        ),
    };
    const none = <span className={css.none}>—</span>;
    const text = (value: string) => (value === '' ? none : <span title={value}>{value}</span>);
    return [
      {
        key: 'name',
        header: words.field('name'),
        width: 9,
        grow: 2,
        priority: 0,
        sortable: true,
        render: (r) => (
          <span className={css.name} title={r.name}>
            {r.name}
            {r.problems > 0 && r.state === 'open' && <span className={css.mark}>{t.leads.unclean}</span>}
          </span>
        ),
      },
      {
        key: 'grade',
        header: t.leads.grade,
        width: 5,
        priority: 1,
        sortable: true,
        render: (r) => <GradeMark grade={r.grade} />,
      },
      {
        key: 'status',
        header: t.leads.columns.status,
        width: 6,
        priority: 6,
        render: (r) => words.word('status', r.status),
      },
      { key: 'phone', header: words.field('phone'), width: 9, priority: 2, render: (r) => text(r.phone) },
      {
        key: 'need',
        header: words.field('need'),
        width: 9,
        grow: 3,
        priority: 3,
        render: (r) => text(r.need),
      },
      {
        key: 'channel',
        header: words.field('channelId'),
        width: 6,
        priority: 3,
        sortable: true,
        render: (r) => text(r.channelName),
      },
      {
        key: 'amount',
        header: words.field('amount'),
        width: 6,
        priority: 5,
        align: 'end',
        sortable: true,
        render: (r) => (r.amount === 0 ? none : <span className="num">{moneyShort(r.amount)}</span>),
      },
      {
        key: 'lastAt',
        header: t.leads.columns.waiting,
        width: 9,
        priority: 4,
        sortable: true,
        render: (r) =>
          r.state !== 'open' ? (
            none
          ) : r.lastAt === 0 ? (
            <span className={css.amber}>{t.leads.never}</span>
          ) : (
            ago(r.lastAt)
          ),
      },
      {
        key: 'nextDue',
        header: t.leads.columns.next,
        width: 8,
        grow: 1,
        priority: 7,
        sortable: true,
        render: (r) =>
          r.state !== 'open' ? (
            none
          ) : r.nextDue === '' ? (
            <span className={css.amber}>{t.leads.noNext}</span>
          ) : (
            <span title={r.nextStep}>
              {dueDate(r.nextDue)} {r.nextStep}
            </span>
          ),
      },
      {
        key: 'receivedAt',
        header: words.field('receivedAt'),
        width: 6,
        priority: 5,
        sortable: true,
        render: (r) => ago(r.receivedAt),
      },
      ...(solo ? [] : [owner]),
    ];
  }, [t, words, solo, name]);
}

/** What can be done with the chosen rows. */
function Bulk({ picked, question }: { picked: Picked; question: Question }) {
  const t = useText();
  const channels = useChannels();
  const { solo, people } = useStaff();
  const { selection } = picked;
  const [busy, setBusy] = useState(false);
  const [putting, setPutting] = useState<{ state: 'recycled' | 'invalid' | ''; ids: number[] }>({
    state: '',
    ids: [],
  });
  const chosen = async () =>
    selection.mode === 'some'
      ? [...selection.ids]
      : (await api.IDs(question)).filter((id) => !selection.except.has(id));
  const act = async (work: (ids: number[]) => Promise<unknown>, gone = false) => {
    setBusy(true);
    try {
      const ids = await chosen();
      await work(ids);
      if (gone) picked.onTrashed(ids);
      picked.clear();
    } catch (cause) {
      fail(cause);
    } finally {
      setBusy(false);
    }
  };
  const put = (state: 'recycled' | 'invalid') =>
    void chosen().then((ids) => setPutting({ state, ids }), fail);
  const shelved = question.view === 'recycled' || question.view === 'invalid';
  return (
    <PickedBar label={t.ui.grid.selected(count(picked.count))} onClear={picked.clear}>
      {shelved ? (
        <Button
          variant="default"
          disabled={busy}
          leftSection={<IconRefresh size="1.125rem" />}
          onClick={() => void act((ids) => api.Reopen(ids))}
        >
          {t.leads.put.reopen}
        </Button>
      ) : (
        question.view !== 'converted' && (
          <>
            {!solo && question.whose === 'pool' && (
              <Button
                variant="default"
                disabled={busy}
                leftSection={<IconHandGrab size="1.125rem" />}
                onClick={() => void act((ids) => api.Grab(ids))}
              >
                {t.leads.team.grab}
              </Button>
            )}
            {!solo && (
              <Menu>
                <Menu.Target>
                  <Button variant="default" disabled={busy} leftSection={<IconUserPlus size="1.125rem" />}>
                    {t.leads.team.assign}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {people.map((p) => (
                    <Menu.Item key={p.id} onClick={() => void act((ids) => api.Assign(ids, p.id))}>
                      {p.name}
                    </Menu.Item>
                  ))}
                  {question.whose !== 'pool' && (
                    <>
                      <Menu.Divider />
                      <Menu.Item
                        leftSection={<IconArrowBackUp size="1.125rem" />}
                        onClick={() => void act((ids) => api.Release(ids))}
                      >
                        {t.leads.team.release}
                      </Menu.Item>
                    </>
                  )}
                </Menu.Dropdown>
              </Menu>
            )}
            <Menu>
              <Menu.Target>
                <Button variant="default" disabled={busy} leftSection={<IconTargetArrow size="1.125rem" />}>
                  {t.leads.setChannel}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {channels.map((c) => (
                  <Menu.Item key={c.id} onClick={() => void act((ids) => api.SetChannel(ids, c.id))}>
                    {c.name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Button
              variant="default"
              disabled={busy}
              leftSection={<IconRecycle size="1.125rem" />}
              onClick={() => put('recycled')}
            >
              {t.leads.put.recycle}
            </Button>
            <Button
              variant="default"
              disabled={busy}
              leftSection={<IconUserX size="1.125rem" />}
              onClick={() => put('invalid')}
            >
              {t.leads.put.invalid}
            </Button>
          </>
        )
      )}
      <Button
        variant="default"
        c="var(--crm-seal)"
        disabled={busy}
        leftSection={<IconTrash size="1.125rem" />}
        onClick={() => void act((ids) => api.Trash(ids), true)}
      >
        {t.leads.trash}
      </Button>
      <PutDialog
        ids={putting.ids}
        state={putting.state}
        onClose={() => setPutting({ state: '', ids: [] })}
        onDone={picked.clear}
      />
    </PickedBar>
  );
}
