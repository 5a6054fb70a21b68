import { Button } from '@mantine/core';
import { MonthPickerInput } from '@mantine/dates';
import { IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { services } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { exportList } from '@/lib/exports';
import { count, money } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { useWindows, type WindowsOf } from '@/lib/query';
import { show } from '@/lib/toasts';
import type { Column, Sort } from '@/ui/DataGrid';
import { ExportMenu } from '@/ui/ExportMenu';
import { Empty } from '@/ui/layout';
import { type Picked, PickedBar, RecordList } from '@/ui/RecordList';
import { api, type Entry, kinds } from './api';
import { ask } from './ask';
import { PaymentPeek } from './PaymentPeek';
import css from './payments.module.css';
import { useWords } from './words';

type Question = Omit<Parameters<typeof api.List>[0], 'offset' | 'limit'>;

const rowsOf = (question: Question): WindowsOf<Entry> => ({
  key: ['payment', 'list', question],
  kinds: [...kinds, 'attachment'],
  load: (offset, limit) => api.List({ ...question, offset, limit }),
});

/** 回款: what arrived and what was given back, with the panel of one payment beside it. */
export default function PaymentsScreen() {
  const t = useText();
  const p = t.payments;
  const go = useGo();
  const [viewKey, setView] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [month, setMonth] = useSearchParam('month');
  const [customerParam, setCustomer] = useSearchParam('customer');
  const [sort, setSort] = useRemembered<Sort>('payments.sort', { by: 'paidOn', desc: true });
  const customerId = Number(customerParam) || 0;
  const view = viewKey === '' ? 'valid' : viewKey;
  const question = useMemo<Question>(
    () => ({ text, state: view === 'valid' ? '' : view, customerId, month, sort: sort.by, asc: !sort.desc }),
    [text, view, customerId, month, sort.by, sort.desc],
  );
  const windows = useWindows(rowsOf(question));
  const sums = useQuery({
    queryKey: ['payment', 'sums', question],
    queryFn: async () => (await api.List({ ...question, offset: 0, limit: 1 })).sums,
    meta: { kinds },
  }).data;
  const name = useQuery({
    queryKey: ['customer', 'one', customerId],
    queryFn: () => services.customer.Get(customerId),
    enabled: customerId > 0,
    meta: { kinds: ['customer', 'contact'] },
  }).data?.customer.name;
  const narrowed = text !== '' || month !== '' || customerId > 0 || view !== 'valid';
  return (
    <RecordList<Entry>
      path="/payments"
      kind="payment"
      title={p.title}
      note={(n) =>
        sums && sums.length > 0
          ? p.countSum(n, sums.map((sum) => money(sum.amount, sum.currency)).join(' + '))
          : p.count(n)
      }
      actions={
        <Button
          leftSection={<IconPlus size="1.125rem" />}
          onClick={() => ask({ form: 'record', direction: 'in', customerId })}
        >
          {p.record}
        </Button>
      }
      views={{
        label: p.views.label,
        value: view,
        tabs: (['valid', 'refund', 'free', 'void'] as const).map((key) => ({ key, label: p.views[key] })),
        onChange: (key) => setView(key === 'valid' ? '' : key),
      }}
      search={{
        label: p.searchLabel,
        placeholder: p.search,
        command: 'payments.search',
        text,
        onText: setText,
      }}
      tools={
        <span className={css.filters}>
          <MonthPickerInput
            className={css.month}
            aria-label={p.month}
            placeholder={p.month}
            valueFormat="YYYY-MM"
            clearable
            clearButtonProps={{ 'aria-label': t.ui.dates.clear }}
            value={month === '' ? null : `${month}-01`}
            onChange={(value) => setMonth(value === null ? '' : String(value).slice(0, 7))}
          />
          {customerId > 0 && (
            <Button variant="default" rightSection={<IconX size="1rem" />} onClick={() => setCustomer('')}>
              {p.ofCustomer(name ?? '')}
            </Button>
          )}
        </span>
      }
      columns={useColumns()}
      windows={windows}
      question={question}
      sort={sort}
      onSort={setSort}
      peek={(peek) => <PaymentPeek {...peek} />}
      bulk={(picked) => <Bulk picked={picked} question={question} gone={view === 'void'} />}
      empty={
        narrowed ? (
          <Empty title={p.emptyView}>
            <Button variant="default" onClick={() => go('/payments')}>
              {p.showAll}
            </Button>
          </Empty>
        ) : (
          <Empty title={p.emptyTitle} text={p.emptyText}>
            <Button onClick={() => go('/contracts')}>{t.contracts.title}</Button>
          </Empty>
        )
      }
    />
  );
}

/** The columns of the list. Plain elements only: they are drawn while scrolling. */
function useColumns(): Column<Entry>[] {
  const t = useText();
  const words = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the texts
  return useMemo(() => {
    const none = <span className={css.none}>—</span>;
    return [
      {
        key: 'paidOn',
        header: words.field('paidOn'),
        width: 7,
        priority: 0,
        sortable: true,
        render: (r) => <span className="num">{r.paidOn}</span>,
      },
      {
        key: 'customer',
        header: words.field('customerId'),
        width: 11,
        grow: 3,
        priority: 0,
        sortable: true,
        render: (r) => (
          <span className={css.name} title={r.customerName}>
            {r.customerName}
          </span>
        ),
      },
      {
        key: 'amount',
        header: words.field('amount'),
        width: 9,
        priority: 0,
        align: 'end',
        sortable: true,
        render: (r) => (
          <span className="num">
            {money(r.direction === 'refund' ? -r.amount : r.amount, r.currency, true)}
          </span>
        ),
      },
      {
        key: 'method',
        header: words.field('method'),
        width: 6,
        priority: 3,
        render: (r) => words.method(r.method),
      },
      {
        key: 'contracts',
        header: words.field('contracts'),
        width: 9,
        grow: 2,
        priority: 2,
        render: (r) =>
          r.contracts === '' ? (
            none
          ) : (
            <span className="num" title={r.contracts}>
              {r.contracts}
            </span>
          ),
      },
      {
        key: 'free',
        header: words.field('free'),
        width: 8,
        priority: 4,
        align: 'end',
        render: (r) =>
          r.free > 0 && r.direction === 'in' ? (
            <span className="num">{money(r.free, r.currency, true)}</span>
          ) : (
            none
          ),
      },
      {
        key: 'number',
        header: words.field('number'),
        width: 8,
        priority: 5,
        sortable: true,
        render: (r) => <span className="num">{r.number}</span>,
      },
      {
        key: 'remark',
        header: words.field('remark'),
        width: 8,
        grow: 1,
        priority: 6,
        render: (r) => (r.remark === '' ? none : r.remark),
      },
    ];
  }, [t]);
}

/** What can be done with the chosen rows; only void ones are deleted. */
function Bulk(props: { picked: Picked; question: Question; gone: boolean }) {
  const { picked, question } = props;
  const t = useText();
  const { selection } = picked;
  const [busy, setBusy] = useState(false);
  const act = async (work: (ids: number[]) => Promise<unknown>, gone = false) => {
    setBusy(true);
    try {
      const ids =
        selection.mode === 'some'
          ? [...selection.ids]
          : (await api.IDs({ ...question, offset: 0, limit: 0 })).filter((id) => !selection.except.has(id));
      await work(ids);
      if (gone) picked.onTrashed(ids);
      picked.clear();
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <PickedBar label={t.ui.grid.selected(count(picked.count))} onClear={picked.clear}>
      <ExportMenu
        list="payments"
        disabled={busy}
        onPick={(format) => void act((ids) => exportList('payments', ids, format))}
      />
      {props.gone && (
        <Button
          variant="default"
          c="var(--crm-seal)"
          disabled={busy}
          leftSection={<IconTrash size="1.125rem" />}
          onClick={() => void act((ids) => api.Trash(ids), true)}
        >
          {t.payments.trash}
        </Button>
      )}
    </PickedBar>
  );
}
