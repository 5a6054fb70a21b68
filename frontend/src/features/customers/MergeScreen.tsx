import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { useBack, useGo, useSearchParam } from '@/lib/navigate';
import { useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import { Empty, Page, PageHead } from '@/ui/layout';
import { api, type Detail } from './api';
import { useCustomFields } from './CustomFacts';
import { MergeTable } from './MergeTable';
import { MergeTogether } from './MergeTogether';
import css from './merge.module.css';
import { choicesOf, idsIn, mergeFields } from './mergeFields';
import { useWords } from './words';

/** Several records side by side become one: which is kept, whose value where they differ, what moves. */
export default function MergeScreen() {
  const t = useText();
  const go = useGo();
  const back = useBack('/customers/duplicates');
  useCommand('customers.back', back);
  const [text, setText] = useSearchParam('ids');
  const ids = idsIn(text);
  const query = useQuery({
    queryKey: ['customer', 'details', ids],
    queryFn: () => api.Details(ids),
    placeholderData: (before) => before,
    meta: { kinds: ['customer', 'contact', 'contract', 'interaction', 'task', 'attachment'] },
  });
  const list = (query.data ?? []).filter((d) => ids.includes(d.customer.id));
  if (query.error && !query.data) {
    return (
      <Page>
        <PageHead back={back} title={t.merge.mergeTitle} />
        <Empty title={sentence(query.error)} />
      </Page>
    );
  }
  if (list.length < 2) {
    return (
      <Page>
        <PageHead back={back} title={t.merge.mergeTitle} />
        {query.data && (
          <Empty title={t.merge.gone} text={t.merge.goneText}>
            <Button onClick={() => go('/customers/duplicates', true)}>{t.merge.title}</Button>
          </Empty>
        )}
      </Page>
    );
  }
  return (
    <Merge list={list} back={back} onLeaveOut={(id) => setText(ids.filter((one) => one !== id).join('-'))} />
  );
}

/** The fullest record, the one most hangs on, is proposed to be kept. */
const weight = (d: Detail): number => Object.values(d.counts).reduce((sum, n) => sum + n, d.contacts.length);

function Merge(props: { list: Detail[]; back: () => void; onLeaveOut: (id: number) => void }) {
  const t = useText();
  const words = useWords();
  const custom = useCustomFields();
  const { list, back } = props;
  const [wanted, setWanted] = useState(0);
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(new Map());
  const [busy, setBusy] = useState(false);
  const best = list.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  const keep = (list.find((d) => d.customer.id === wanted) ?? best).customer.id;
  const staff = useStaff();
  const fields = mergeFields(list, custom, words.word, (id) => (staff.solo ? '' : staff.name(id)));
  const choices = choicesOf(fields, keep, chosen);
  const name = list.find((d) => d.customer.id === choices.name)?.customer.name ?? '';
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      back();
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
      setBusy(false);
    }
  };
  const ids = list.map((d) => d.customer.id);
  const others = ids.filter((id) => id !== keep);
  return (
    <Page>
      <PageHead back={back} title={t.merge.mergeTitle} note={t.merge.together(list.length)}>
        <Button variant="default" disabled={busy} onClick={() => void act(() => api.NotDuplicates(ids))}>
          {t.merge.different}
        </Button>
        <Button
          loading={busy}
          title={t.merge.into(name)}
          onClick={() => void act(() => api.Merge(keep, others, choices))}
        >
          {t.merge.action}
        </Button>
      </PageHead>
      <div className={css.screen}>
        <MergeTable
          list={list}
          fields={fields}
          keep={keep}
          chosen={chosen}
          onKeep={setWanted}
          onChoose={(key, id) => setChosen(new Map(chosen).set(key, id))}
          onLeaveOut={list.length > 2 ? props.onLeaveOut : undefined}
        />
        <MergeTogether list={list} keep={keep} name={name} />
      </div>
    </Page>
  );
}
