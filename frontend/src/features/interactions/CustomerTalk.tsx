import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMessagePlus, IconPlus, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useText } from '@/i18n';
import { useCustomerTalk } from '@/lib/feature';
import { ask, useSubject } from '@/lib/talk';
import { Keys, LinkButton, Section } from '@/ui/layout';
import { api, type Entry, keys, type Medium, media } from './api';
import { EntryRow } from './EntryRow';
import css from './interactions.module.css';
import { TaskRow } from './TaskRow';
import { useWords } from './words';

const PAGE = 20;
const FEW = 3;

/** What was said to and by a customer, and what is next. */
export default function CustomerTalk({ customerId, compact }: { customerId: number; compact: boolean }) {
  const t = useText();
  const i = t.interactions;
  const words = useWords();
  const [text, setText] = useState('');
  const [medium, setMedium] = useState<Medium | ''>('');
  const [asked] = useDebouncedValue(text.trim(), 150);
  // On a customer's page the shortcuts are about that customer.
  useSubject(customerId);
  const tasks =
    useQuery({
      queryKey: keys.tasks(customerId),
      queryFn: () => api.Tasks({ customerId, state: 'open' }),
      meta: { kinds: ['task', 'interaction'] },
    }).data ?? [];
  const size = compact ? FEW : PAGE;
  const talk = useInfiniteQuery({
    queryKey: [...keys.talk(customerId, asked, medium), size],
    queryFn: ({ pageParam }) =>
      api.List({
        customerId,
        text: asked,
        medium,
        limit: size,
        before: pageParam.at,
        beforeId: pageParam.id,
      }),
    initialPageParam: { at: 0, id: 0 },
    getNextPageParam: (last: Entry[]) => {
      const end = last.at(-1);
      return !compact && end && last.length === size ? { at: end.at, id: end.id } : undefined;
    },
    meta: { kinds: ['interaction', 'task', 'attachment', 'contact'] },
  });
  const entries = talk.data?.pages.flat() ?? [];
  // What others put between stands where its time is; a search is for what was said.
  const between = useCustomerTalk(customerId);
  const oldest = talk.hasNextPage ? (entries.at(-1)?.at ?? 0) : 0;
  const marks = asked === '' && medium === '' && talk.isSuccess ? between.filter((m) => m.at >= oldest) : [];
  const narrowed = asked !== '' || medium !== '';
  const searchable = !compact && (narrowed || entries.length >= 5);
  return (
    <>
      <Section
        title={i.tasks}
        count={tasks.length}
        action={
          <LinkButton onClick={() => ask({ form: 'task', customerId })}>
            <IconPlus size="1rem" />
            {i.newTask}
          </LinkButton>
        }
      >
        {tasks.length === 0 && <p className={css.noNext}>{i.noNext}</p>}
        {tasks.map((task) => (
          <TaskRow key={task.id} task={task} withCustomer={false} />
        ))}
      </Section>
      <Section title={i.title}>
        <button type="button" className={css.composer} onClick={() => ask({ form: 'log', customerId })}>
          <IconMessagePlus size="1.125rem" />
          <span>{i.composer}</span>
          <Keys keys="KeyJ" />
        </button>
        {searchable && (
          <div className={css.filters}>
            <TextInput
              aria-label={i.search}
              placeholder={i.search}
              leftSection={<IconSearch size="1rem" />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Select
              aria-label={words.field('medium')}
              placeholder={i.anyMedium}
              clearable
              data={words.options('medium', media)}
              value={medium === '' ? null : medium}
              onChange={(value) => setMedium((value ?? '') as Medium | '')}
            />
          </div>
        )}
        {talk.isSuccess && entries.length === 0 && narrowed && <p className={css.muted}>{i.nothingFound}</p>}
        {entries.map((entry, n) => (
          <Fragment key={entry.id}>
            {marks
              .filter((m) => m.at >= entry.at && m.at < (entries[n - 1]?.at ?? Number.POSITIVE_INFINITY))
              .map((m) => (
                <Fragment key={m.key}>{m.element}</Fragment>
              ))}
            <EntryRow entry={entry} />
          </Fragment>
        ))}
        {marks
          .filter((m) => m.at < (entries.at(-1)?.at ?? Number.POSITIVE_INFINITY))
          .map((m) => (
            <Fragment key={m.key}>{m.element}</Fragment>
          ))}
        {talk.hasNextPage && (
          <LinkButton onClick={() => void talk.fetchNextPage()}>{t.customers.earlier}</LinkButton>
        )}
      </Section>
    </>
  );
}
