import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { count } from '@/lib/format';
import { handedOver } from '@/lib/handover';
import { useBack } from '@/lib/navigate';
import { useSaving } from '@/lib/saving';
import { Empty, Page, PageHead } from '@/ui/layout';
import { api, keys } from './api';
import css from './care.module.css';
import { DayInput } from './DayInput';
import { inDays, useWords } from './words';

/** 批量排待办: the same task for each of the chosen customers who may be contacted. */
export default function PlanScreen() {
  const t = useText();
  const c = t.care;
  const words = useWords();
  const back = useBack('/customers');
  const [ids] = useState(() => handedOver('plan'));
  const [draft, setDraft] = useState({ title: '', due: inDays(1), remark: '' });
  const { problems, busy, save, clear } = useSaving();
  const reach = useQuery({
    queryKey: keys.reach(ids, false),
    queryFn: () => api.Reachable(ids, false),
    enabled: ids.length > 0,
    meta: { kinds: ['customer'] },
  }).data;
  const set = (changes: Partial<typeof draft>) => {
    setDraft((d) => ({ ...d, ...changes }));
    clear();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      await api.PlanMany(ids, draft);
      back();
    });
  };
  return (
    <Page>
      <PageHead back={back} title={ids.length === 0 ? c.planMany : c.planManyTitle(count(ids.length))} />
      <div className={css.screen}>
        {ids.length === 0 ? (
          <Empty title={c.bulkNone} text={c.planManyNone}>
            <Button variant="default" onClick={back}>
              {t.ui.actions.back}
            </Button>
          </Empty>
        ) : (
          <form className={css.form} onSubmit={submit} noValidate>
            {reach && reach.barred > 0 && (
              <p className={css.left} role="status">
                {c.leftOut(count(reach.barred), reach.names, reach.barred > reach.names.length)}
              </p>
            )}
            <TextInput
              label={words.field('title')}
              placeholder={c.planManyHint}
              autoFocus
              withAsterisk
              value={draft.title}
              error={problems.title}
              onChange={(event) => set({ title: event.currentTarget.value })}
            />
            <DayInput
              label={words.field('due')}
              value={draft.due}
              error={problems.due}
              onChange={(due) => set({ due })}
            />
            <Textarea
              label={words.field('remark')}
              autosize
              minRows={2}
              value={draft.remark}
              error={problems.remark}
              onChange={(event) => set({ remark: event.currentTarget.value })}
            />
            <div className={css.foot}>
              <Button variant="default" onClick={back}>
                {t.ui.actions.cancel}
              </Button>
              <Button type="submit" loading={busy} disabled={!reach || reach.ids.length === 0}>
                {c.planManyDo(count(reach?.ids.length ?? ids.length))}
              </Button>
            </div>
          </form>
        )}
      </div>
    </Page>
  );
}
