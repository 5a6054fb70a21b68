import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { type customer, services } from '@/bridge';
import { useText } from '@/i18n';
import { type TodayPlace, type TodaySection, useTodaySections } from '@/lib/feature';
import { ago, count, longDay } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Block, Empty, LinkButton, Page, PageHead } from '@/ui/layout';
import css from './today.module.css';

type Row = customer.Row;
const customers = services.customer;
const SHOWN = 8;

/** 今日: what exists so far, never filler. Other features add their blocks (drafts, expiring contracts). */
export default function TodayScreen() {
  const t = useText();
  const go = useGo();
  const total = useQuery({ queryKey: ['customer', 'count'], queryFn: () => customers.Count() });
  const recent = useQuery({
    queryKey: ['customer', 'recent'],
    queryFn: () => customers.Recent(SHOWN),
    staleTime: 0,
  });
  const fresh = useQuery({
    queryKey: ['customer', 'fresh'],
    queryFn: () =>
      customers.List({
        text: '',
        filters: [],
        sort: [{ field: 'createdAt', desc: true }],
        offset: 0,
        limit: SHOWN,
      }),
  });
  if (total.isPending) return null;
  const blank = total.data === 0;
  return (
    <Page>
      <PageHead title={t.today.title} note={longDay(new Date())}>
        {!blank && (
          <LinkButton onClick={() => go('/customers')}>{t.today.total(count(total.data ?? 0))}</LinkButton>
        )}
      </PageHead>
      {blank ? (
        <Empty title={t.today.emptyTitle} text={t.today.emptyText}>
          <Button onClick={() => go('/customers/import')}>{t.today.import}</Button>
          <Button variant="default" onClick={() => go('/customers?new=1')}>
            {t.today.create}
          </Button>
        </Empty>
      ) : (
        <div className={css.body}>
          <Blocks place="top" />
          <div className={css.columns}>
            <div className={css.column}>
              <Blocks place="main" />
              <List
                title={t.today.recentCustomers}
                rows={recent.data ?? []}
                when={(row) => row.openedAt}
                onOpen={(row) => go(`/customers/${row.id}`)}
              />
            </div>
            <div className={css.column}>
              <Blocks place="side" />
              <List
                title={t.today.newCustomers}
                rows={fresh.data?.rows ?? []}
                when={(row) => row.createdAt}
                onOpen={(row) => go(`/customers/${row.id}`)}
              />
            </div>
          </div>
        </div>
      )}
    </Page>
  );
}

function Blocks({ place }: { place: TodayPlace }) {
  return useTodaySections(place).map((section) => <Loaded key={section.key} section={section} />);
}

function Loaded({ section }: { section: TodaySection }) {
  const Body = useMemo(() => lazy(section.load), [section]);
  return (
    <Suspense fallback={null}>
      <Body />
    </Suspense>
  );
}

function List(props: { title: string; rows: Row[]; when: (row: Row) => number; onOpen: (row: Row) => void }) {
  if (props.rows.length === 0) return null;
  return (
    <Block title={props.title}>
      <div className={css.card}>
        {props.rows.map((row) => (
          <button key={row.id} type="button" className={css.row} onClick={() => props.onOpen(row)}>
            <span className={css.name}>{row.name}</span>
            <span className={css.note}>{row.contactName !== row.name && row.contactName}</span>
            <span className={`${css.phone} num`}>{row.phone}</span>
            <span className={css.when}>{ago(props.when(row))}</span>
          </button>
        ))}
      </div>
    </Block>
  );
}
