import { Modal } from '@mantine/core';
import { useText } from '@/i18n';
import { allCommands, useCommandVersion } from '@/lib/commands';
import { Keys } from '@/ui/layout';
import css from './Shell.module.css';

/** Every shortcut there is, from the same list that runs them. */
export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText();
  useCommandVersion();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t.app.commands.title}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {allCommands()
        .filter((command) => command.keys)
        .map((command) => (
          <div key={command.id} className={css.key}>
            <span>{command.label(t)}</span>
            <Keys keys={command.keys as string} />
          </div>
        ))}
    </Modal>
  );
}
