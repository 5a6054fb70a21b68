import { Drawer } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useText } from '@/i18n';
import css from './kit.module.css';

/** What was typed since a form opened: nothing, something, or something that closing was refused for once. */
type Typed = 'no' | 'yes' | 'warned';

/**
 * A form at the right edge of the window, over the screen it was asked for on. Escape, the cross and a
 * click beside it close it at once as long as nothing was typed; after that they say once that it is not
 * saved. A form's own buttons close it without a word: what they do stands on them.
 */
export function SideForm(props: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** In rem; 30 where nothing is said. */
  width?: number;
  /** What is typed here is saved as it is typed. */
  savesItself?: boolean;
  children: ReactNode;
}) {
  const t = useText();
  const [typed, setTyped] = useState<Typed>('no');
  useEffect(() => {
    if (!props.opened) setTyped('no');
  }, [props.opened]);
  const leave = () => (typed === 'yes' ? setTyped('warned') : props.onClose());
  return (
    <Drawer
      opened={props.opened}
      onClose={leave}
      position="right"
      size={`${props.width ?? 30}rem`}
      title={props.title}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      transitionProps={{ duration: 120 }}
    >
      {typed === 'warned' && (
        <p className={css.unsaved} role="alert">
          {t.ui.unsaved}
        </p>
      )}
      <div onInput={props.savesItself ? undefined : () => setTyped('yes')}>{props.children}</div>
    </Drawer>
  );
}
