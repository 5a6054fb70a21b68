import { Checkbox } from '@mantine/core';
import { IconMessagePlus, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, dateTime, dueDate, today } from '@/lib/format';
import { ask } from '@/lib/talk';
import { show } from '@/lib/toasts';
import { LinkButton, Section } from '@/ui/layout';
import { type Detail, talk } from './api';
import css from './opportunities.module.css';
import { useWords } from './words';

const SHOWN = 50;

/** What is to be done next about an opportunity; nothing is amber while it is open. */
export function NextSteps({ detail }: { detail: Detail }) {
  const t = useText();
  const o = t.opportunities;
  const tasks = useQuery({
    queryKey: ['task', 'opportunity', detail.id],
    queryFn: () => talk.Tasks({ aboutKind: 'opportunity', aboutId: detail.id, state: 'open' }),
  }).data;
  if (!tasks || (detail.outcome !== 'open' && tasks.length === 0)) return null;
  const finish = (id: number) =>
    void talk.FinishTask(id, 'done').catch((cause) => show({ text: sentence(cause), tone: 'bad' }));
  return (
    <Section
      title={o.tasks.title}
      count={tasks.length}
      action={
        <LinkButton
          onClick={() => ask({ form: 'task', customerId: detail.customerId, opportunityId: detail.id })}
        >
          <IconPlus size="1rem" />
          {o.tasks.add}
        </LinkButton>
      }
    >
      {tasks.length === 0 && <p className={css.amber}>{o.noNext}</p>}
      {tasks.map((task) => (
        <div key={task.id} className={css.task}>
          <Checkbox
            checked={false}
            aria-label={t.interactions.tick(task.title)}
            onChange={() => finish(task.id)}
          />
          <LinkButton onClick={() => ask({ form: 'task', task })}>{task.title}</LinkButton>
          <span className={task.due < today() ? css.overdue : css.muted}>
            {dueDate(task.due)} {task.dueTime}
          </span>
        </div>
      ))}
    </Section>
  );
}

/** What was said about an opportunity. */
export function Said({ detail }: { detail: Detail }) {
  const t = useText();
  const o = t.opportunities;
  const words = useWords();
  const entries = useQuery({
    queryKey: ['interaction', 'opportunity', detail.id],
    queryFn: () => talk.List({ opportunityId: detail.id, limit: SHOWN }),
    meta: { kinds: ['interaction', 'task', 'contact'] },
  }).data;
  return (
    <Section
      title={o.talk.title}
      action={
        <LinkButton
          onClick={() => ask({ form: 'log', customerId: detail.customerId, opportunityId: detail.id })}
        >
          <IconMessagePlus size="1rem" />
          {o.talk.log}
        </LinkButton>
      }
    >
      {entries?.length === 0 && <p className={css.muted}>{o.talk.none}</p>}
      <ul className={css.way}>
        {entries?.map((entry) => (
          <li key={entry.id}>
            <time className={css.muted} title={dateTime(entry.at)}>
              {ago(entry.at)}
            </time>
            <span className={css.muted}>
              {[words.medium(entry.medium), entry.contactName].filter((s) => s !== '').join(' · ')}
            </span>
            <div>
              <LinkButton onClick={() => ask({ form: 'log', entry })}>{entry.summary}</LinkButton>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
