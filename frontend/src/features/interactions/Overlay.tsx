import { Drawer } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useText } from '@/i18n';
import { ask, asked, subscribe } from '@/lib/talk';
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
    <Drawer
      opened={request !== undefined}
      onClose={close}
      position="right"
      size="30rem"
      title={title}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      transitionProps={{ duration: 120 }}
    >
      {request?.form === 'log' && <LogForm request={request} onClose={close} />}
      {request?.form === 'task' && <TaskForm request={request} onClose={close} />}
    </Drawer>
  );
}
