import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { ago, count } from '@/lib/format';
import { useBack, useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { Empty, LinkButton, Page, PageHead } from '@/ui/layout';
import { api, type DuplicateGroup } from './api';
import css from './merge.module.css';
import { MERGE_MAX, mergePath } from './mergeFields';

const SIZE = 20;

/** 查重合并: customers that are likely the same, the surest first. */
export default function DuplicatesScreen() {
  const t = useText();
  const back = useBack('/customers');
  useCommand('customers.back', back);
  const query = useInfiniteQuery({
    queryKey: ['customer', 'duplicates'],
    queryFn: ({ pageParam }) => api.DuplicateGroups(SIZE, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (pages.length * SIZE < last.total ? pages.length * SIZE : undefined),
    meta: { kinds: ['customer', 'contact', 'not_duplicate'] },
  });
  const pages = query.data?.pages ?? [];
  const first = pages[0];
  const groups = pages.flatMap((page) => page.groups);
  return (
    <Page>
      <PageHead
        back={back}
        title={t.merge.title}
        note={first && first.total > 0 && t.merge.found(count(first.total), count(first.customers))}
      />
      <div className={css.screen}>
        {query.error && !query.data ? (
          <Empty title={sentence(query.error)}>
            <Button variant="default" onClick={() => void query.refetch()}>
              {t.ui.actions.retry}
            </Button>
          </Empty>
        ) : !query.data ? (
          <output className={css.waiting}>{t.merge.searching}</output>
        ) : groups.length === 0 ? (
          <Empty title={t.merge.none} text={t.merge.noneText} />
        ) : (
          <>
            <ul className={css.groups}>
              {groups.map((group) => (
                <Group key={group.customers.map((c) => c.id).join('-')} group={group} />
              ))}
            </ul>
            {query.hasNextPage && (
              <Button
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t.merge.more}
              </Button>
            )}
          </>
        )}
      </div>
    </Page>
  );
}

function Group({ group }: { group: DuplicateGroup }) {
  const t = useText();
  const shared = useShared();
  const go = useGo();
  const [busy, setBusy] = useState(false);
  const ids = group.customers.map((c) => c.id);
  const name = t.merge.group(group.customers[0]?.name ?? '', ids.length);
  const apart = async () => {
    setBusy(true);
    try {
      await api.NotDuplicates(ids);
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
      setBusy(false);
    }
  };
  return (
    <li className={css.group}>
      <div className={css.reasons}>
        <span
          className={group.confidence >= 90 ? css.sure : css.likely}
          title={t.merge.percent(group.confidence)}
        >
          {t.merge.likely(group.confidence)}
        </span>
        {group.reasons.map((reason) => (
          <span key={`${reason.kind}${reason.value}`} className={css.reason}>
            {shared(reason.code, reason.params)}
          </span>
        ))}
      </div>
      <ul className={css.members}>
        {group.customers.map((c) => (
          <li key={c.id} className={css.member}>
            <span className={css.memberName}>
              <LinkButton title={t.merge.open(c.name)} onClick={() => go(`/customers/${c.id}`)}>
                {c.name}
              </LinkButton>
            </span>
            <span className={css.cell}>{c.contactName}</span>
            <span className={`${css.cell} num`}>{c.phone}</span>
            <span className={css.cell}>{c.city || c.province}</span>
            <span className={css.cell}>{t.merge.updated(ago(c.updatedAt))}</span>
          </li>
        ))}
      </ul>
      <div className={css.groupFoot}>
        <Button
          variant="default"
          disabled={busy}
          aria-label={`${t.merge.different}: ${name}`}
          onClick={() => void apart()}
        >
          {t.merge.different}
        </Button>
        <Button
          disabled={busy || ids.length > MERGE_MAX}
          aria-label={`${t.merge.compare}: ${name}`}
          onClick={() => go(mergePath(ids))}
        >
          {t.merge.compare}
        </Button>
      </div>
    </li>
  );
}
