import { IconMessagePlus, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { ask } from '@/lib/talk';
import { LinkButton, Section } from '@/ui/layout';
import { api, keys } from './api';
import { EntryRow } from './EntryRow';
import css from './interactions.module.css';
import { TaskRow } from './TaskRow';

/** What was said with a lead, and what is next; it goes over to the customer that the lead becomes. */
export default function LeadTalk(props: { leadId: number; leadName: string; customerId: number }) {
  const t = useText();
  const i = t.interactions;
  const { leadId, customerId } = props;
  const lead = { id: leadId, name: props.leadName };
  const tasks =
    useQuery({
      queryKey: keys.leadTasks(leadId),
      queryFn: () => api.Tasks({ aboutKind: 'lead', aboutId: leadId, state: 'open' }),
      meta: { kinds: ['task', 'interaction'] },
    }).data ?? [];
  const entries =
    useQuery({
      queryKey: keys.lead(leadId),
      queryFn: () => api.List({ leadId }),
      meta: { kinds: ['interaction', 'task', 'attachment', 'contact'] },
    }).data ?? [];
  return (
    <>
      <Section
        title={i.tasks}
        count={tasks.length}
        action={
          <LinkButton onClick={() => ask({ form: 'task', lead, customerId })}>
            <IconPlus size="1rem" />
            {i.newTask}
          </LinkButton>
        }
      >
        {tasks.length === 0 && <p className={css.noNext}>{i.noNext}</p>}
        {tasks.map((task) => (
          <TaskRow key={task.id} task={{ ...task, about: '' }} withCustomer={false} />
        ))}
      </Section>
      <Section title={i.title}>
        <button type="button" className={css.composer} onClick={() => ask({ form: 'log', lead, customerId })}>
          <IconMessagePlus size="1.125rem" />
          <span>{i.composer}</span>
        </button>
        {entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </Section>
    </>
  );
}
