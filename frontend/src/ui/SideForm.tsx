import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '@/i18n';

/** A form at the right edge of the window, over the screen it was asked for on. */
export function SideForm(props: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** In rem; 30 where nothing is said. */
  width?: number;
  children: ReactNode;
}) {
  const t = useText();
  return (
    <Drawer
      opened={props.opened}
      onClose={props.onClose}
      position="right"
      size={`${props.width ?? 30}rem`}
      title={props.title}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      transitionProps={{ duration: 120 }}
    >
      {props.children}
    </Drawer>
  );
}
