import { useSyncExternalStore } from 'react';
import { useText } from '@/i18n';
import { ask, asked, subscribe } from '@/lib/talk';
import { SideForm } from '@/ui/SideForm';
import { LogForm } from './LogForm';
import { TaskForm } from './TaskForm';

/** The two small forms of this feature; they open from every screen. */
export default function Overlay() {
  const t = useText();
  const request = useSyncExternalStore(subscribe, asked, asked);
  const close = () => ask(undefined);
  const i = t.interactions;
  const title =
    request?.form === 'task' ? (request.task ? i.editTask : i.newTask) : request?.entry ? i.editEntry : i.log;
  return (
    <SideForm opened={request !== undefined} onClose={close} title={title}>
      {request?.form === 'log' && <LogForm request={request} onClose={close} />}
      {request?.form === 'task' && <TaskForm request={request} onClose={close} />}
    </SideForm>
  );
}
