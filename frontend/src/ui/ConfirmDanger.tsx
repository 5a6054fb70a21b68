import { Button, Group, Modal } from '@mantine/core';
import { useText } from '@/i18n';

/**
 * The only question asked before an act: clearing all data, restoring a backup, deleting more
 * than a hundred rows. Everything else is done at once and can be undone.
 */
export function ConfirmDanger(props: {
  opened: boolean;
  title: string;
  text: string;
  action: string;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const t = useText();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <p>{props.text}</p>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={props.onClose} data-autofocus>
          {t.ui.actions.cancel}
        </Button>
        <Button
          color="seal"
          onClick={() => {
            props.onClose();
            props.onConfirm();
          }}
        >
          {props.action}
        </Button>
      </Group>
    </Modal>
  );
}
