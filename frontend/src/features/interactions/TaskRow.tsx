import { Checkbox, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { dueDate, today } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { useStaff } from '@/lib/staff';
import { ask } from '@/lib/talk';
import { show } from '@/lib/toasts';
import { IconButton, LinkButton } from '@/ui/layout';
import { api, type TaskView } from './api';
import css from './interactions.module.css';
import { inDays, nextMonday } from './words';

const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });

/** One task: ticked when done; put off, written down or changed from its menu. */
export function TaskRow({ task, withCustomer }: { task: TaskView; withCustomer: boolean }) {
  const t = useText();
  const i = t.interactions;
  const go = useGo();
  const staff = useStaff();
  // One's own tasks need no name.
  const whose = staff.solo || task.assigneeId === staff.working ? '' : staff.name(task.assigneeId);
  const done = task.state !== 'open';
  const late = !done && task.due < today();
  const finish = (state: 'done' | 'skipped' | 'open') => void api.FinishTask(task.id, state).catch(fail);
  const putOff = (day: string) => void api.Snooze(task.id, day).catch(fail);
  return (
    <div className={css.task}>
      <Checkbox
        checked={task.state === 'done'}
        aria-label={i.tick(task.title)}
        onChange={(event) => finish(event.currentTarget.checked ? 'done' : 'open')}
      />
      <div className={css.taskMain}>
        <span className={done ? css.taskDone : css.taskTitle}>{task.title}</span>
        {(withCustomer || task.about !== '' || whose !== '') && (
          <span className={css.taskWho}>
            {withCustomer && task.customerId > 0 && (
              <LinkButton onClick={() => go(`/customers/${task.customerId}`)}>{task.customerName}</LinkButton>
            )}
            {task.about !== '' &&
              (withCustomer && task.aboutKind === 'lead' ? (
                <LinkButton onClick={() => go(`/leads/${task.aboutId}`)}>{task.about}</LinkButton>
              ) : (
                <span>{task.about}</span>
              ))}
            {withCustomer && task.phone !== '' && <span className="num">{task.phone}</span>}
            {whose !== '' && <span>{whose}</span>}
          </span>
        )}
      </div>
      <span className={late ? css.late : css.due}>
        {dueDate(task.due)} {task.dueTime}
      </span>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={i.taskMenu(task.title)}>
            <IconDots size="1.125rem" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {!done && (task.customerId > 0 || task.aboutKind === 'lead') && (
            <Menu.Item onClick={() => ask({ form: 'log', task })}>{i.logAndDone}</Menu.Item>
          )}
          <Menu.Item onClick={() => ask({ form: 'task', task })}>{i.editTask}</Menu.Item>
          {!done && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => putOff(inDays(1))}>{i.putOff(i.days.tomorrow)}</Menu.Item>
              <Menu.Item onClick={() => putOff(inDays(3))}>{i.putOff(i.days.threeDays)}</Menu.Item>
              <Menu.Item onClick={() => putOff(nextMonday())}>{i.putOff(i.days.monday)}</Menu.Item>
              <Menu.Divider />
              <Menu.Item onClick={() => finish('skipped')}>{i.skip}</Menu.Item>
            </>
          )}
          <Menu.Item c="var(--crm-seal)" onClick={() => void api.TrashTasks([task.id]).catch(fail)}>
            {t.ui.actions.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
