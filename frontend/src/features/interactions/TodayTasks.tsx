import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { useRemembered } from '@/lib/prefs';
import { useStaff } from '@/lib/staff';
import { ask } from '@/lib/talk';
import { Block, LinkButton } from '@/ui/layout';
import { api, keys, type TaskView } from './api';
import css from './interactions.module.css';
import { TaskRow } from './TaskRow';

/** On 今日: what is overdue, due today, due in the next seven days. */
export default function TodayTasks() {
  const t = useText();
  const i = t.interactions;
  const { solo, working } = useStaff();
  const [all, setAll] = useRemembered('today.everybody', false);
  const of = all ? 0 : working;
  const agenda = useQuery({
    queryKey: keys.agenda(of),
    queryFn: () => api.Agenda(of),
    placeholderData: keepPreviousData,
    staleTime: 0,
    meta: { kinds: ['task', 'interaction'] },
  }).data;
  if (!agenda) return null;
  const parts: { title: string; tasks: TaskView[]; late?: boolean }[] = [
    { title: i.overdue, tasks: agenda.overdue, late: true },
    { title: i.today, tasks: agenda.today },
    { title: i.week, tasks: agenda.week },
  ];
  const none = parts.every((part) => part.tasks.length === 0);
  return (
    <Block
      title={i.tasks}
      beside={
        !solo &&
        working > 0 && (
          <SegmentedControl
            aria-label={t.staff.whose}
            size="xs"
            data={[
              { value: 'mine', label: t.staff.mineOnly },
              { value: 'all', label: t.staff.everybody },
            ]}
            value={all ? 'all' : 'mine'}
            onChange={(value) => setAll(value === 'all')}
          />
        )
      }
      actions={
        <>
          <LinkButton onClick={() => ask({ form: 'log' })}>{i.log}</LinkButton>
          <LinkButton onClick={() => ask({ form: 'task' })}>{i.newTask}</LinkButton>
        </>
      }
    >
      <div className={css.card}>
        {none && <p className={css.calm}>{t.today.calm}</p>}
        {parts
          .filter((part) => part.tasks.length > 0)
          .map((part) => (
            <div key={part.title}>
              <h3 className={part.late ? css.partLate : css.part}>
                {part.title} {part.tasks.length}
              </h3>
              {part.tasks.map((task) => (
                <TaskRow key={task.id} task={task} withCustomer />
              ))}
            </div>
          ))}
      </div>
    </Block>
  );
}
