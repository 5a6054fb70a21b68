import { Button, Checkbox } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, count, money } from '@/lib/format';
import { finished } from '@/lib/jobs';
import { useGo, useSearchParam } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { Empty, LinkButton } from '@/ui/layout';
import { api, keys, kinds, type Suggestion } from './api';
import css from './insight.module.css';
import { daysAgo } from './words';

const SIZE = 50;

/** 等级建议: what the scores suggest, accepted one by one or together; nothing changes by itself. */
export function TiersTab() {
  const t = useText();
  const [seen, setSeen] = useSearchParam('seen');
  const putOff = seen === 'putoff';
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const query = useInfiniteQuery({
    queryKey: keys.tiers(putOff),
    queryFn: ({ pageParam }) => api.Suggestions(pageParam, SIZE, putOff),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (pages.length * SIZE < last.total ? pages.length * SIZE : undefined),
    meta: { kinds },
  });
  const first = query.data?.pages[0];
  if (query.error && !first) return <Empty title={sentence(query.error)} />;
  if (!first) return <output className={css.waiting}>{t.insight.loading}</output>;
  if (first.buyers < first.fewest)
    return <Empty title={t.insight.tooFew(first.buyers, first.fewest)} text={t.insight.tooFewText} />;
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const picked = rows.filter((row) => chosen.has(row.customerId)).map((row) => row.customerId);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      setChosen(new Set());
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <>
      <p className={css.muted}>{t.insight.tiersNote(first.tierA, first.tierB)}</p>
      <div className={css.tools}>
        {rows.length > 0 && (
          <Checkbox
            label={t.insight.chooseAll}
            checked={picked.length === rows.length}
            indeterminate={picked.length > 0 && picked.length < rows.length}
            onChange={(event) =>
              setChosen(new Set(event.currentTarget.checked ? rows.map((row) => row.customerId) : []))
            }
          />
        )}
        <span className={css.gap} />
        {!putOff && picked.length > 0 && (
          <Button variant="default" disabled={busy} onClick={() => void run(() => api.NotNow(picked))}>
            {t.insight.notNowSome(picked.length)}
          </Button>
        )}
        {!putOff && picked.length > 0 && (
          <Button disabled={busy} onClick={() => void run(() => api.Accept(picked))}>
            {t.insight.acceptSome(picked.length)}
          </Button>
        )}
        {!putOff && picked.length === 0 && first.total > 0 && (
          <Button
            variant="default"
            disabled={busy}
            onClick={() => void run(async () => finished(await api.AcceptAll()))}
          >
            {t.insight.acceptAll(count(first.total))}
          </Button>
        )}
        {putOff ? (
          <LinkButton onClick={() => setSeen('')}>{t.insight.waiting}</LinkButton>
        ) : (
          first.putOff > 0 && (
            <LinkButton onClick={() => setSeen('putoff')}>{t.insight.putOff(count(first.putOff))}</LinkButton>
          )
        )}
      </div>
      {rows.length === 0 ? (
        <Empty title={t.insight.noSuggestions} />
      ) : (
        <ul className={css.rows} aria-label={t.insight.tabs.tiers}>
          {rows.map((row) => (
            <Row
              key={row.customerId}
              row={row}
              putOff={putOff}
              busy={busy}
              chosen={chosen.has(row.customerId)}
              toggle={() => toggle(row.customerId)}
              run={run}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t.insight.more}
        </Button>
      )}
    </>
  );
}

function Row(props: {
  row: Suggestion;
  putOff: boolean;
  busy: boolean;
  chosen: boolean;
  toggle: () => void;
  run: (work: () => Promise<unknown>) => Promise<void>;
}) {
  const { row, run } = props;
  const t = useText();
  const go = useGo();
  const r = t.insight.reason;
  const reasons = [
    r.sales(row.worth.sales, money(row.worth.total), daysAgo(row.worth.lastDay)),
    ...(row.worth.other > 0 ? [r.other(row.worth.other)] : []),
    row.lastAt === 0 ? r.never : r.spoken(ago(row.lastAt)),
    ...(row.promised > 0 ? [r.promised(money(row.promised))] : []),
  ];
  return (
    <li className={css.row}>
      <Checkbox
        aria-label={t.insight.choose(row.name)}
        checked={props.chosen}
        onChange={props.toggle}
        className={css.check}
      />
      <div className={css.who}>
        <button type="button" className={css.name} onClick={() => go(`/customers/${row.customerId}`)}>
          {row.name}
        </button>
        <span className={css.muted}>{reasons.join(' · ')}</span>
      </div>
      <span className={`num ${css.score}`} title={t.insight.score}>
        {t.insight.points(row.score)}
      </span>
      <span className={css.tierMove}>
        {t.insight.suggestion(row.tier === '' ? t.insight.none : row.tier, row.suggested)}
      </span>
      <span className={css.actions}>
        {props.putOff ? (
          <Button
            variant="default"
            disabled={props.busy}
            aria-label={t.insight.reconsiderOf(row.name)}
            onClick={() => void run(() => api.Reconsider([row.customerId]))}
          >
            {t.insight.reconsider}
          </Button>
        ) : (
          <>
            <Button
              variant="default"
              disabled={props.busy}
              aria-label={t.insight.notNowOf(row.name)}
              onClick={() => void run(() => api.NotNow([row.customerId]))}
            >
              {t.insight.notNow}
            </Button>
            <Button
              disabled={props.busy}
              aria-label={t.insight.acceptOf(row.name, row.suggested)}
              onClick={() => void run(() => api.Accept([row.customerId]))}
            >
              {t.insight.accept}
            </Button>
          </>
        )}
      </span>
    </li>
  );
}
