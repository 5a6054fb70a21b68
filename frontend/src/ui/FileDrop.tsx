import { type DragEvent, useEffect, useRef, useState } from 'react';
import {
  door,
  on,
  type Picked,
  type PickOptions,
  pickFiles,
  pickFolder,
  upload,
  uploadDropped,
} from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import css from './kit.module.css';
import { LinkButton } from './layout';

/** Takes files by drop or by dialog (a dialog always: dropping has open bugs on Windows). */
export function FileDrop(props: {
  label: string;
  filter: PickOptions['filter'];
  many?: boolean;
  large?: boolean;
  /** Whole folders may be dropped and chosen. */
  folders?: boolean;
  onFiles: (files: Picked[]) => void;
}) {
  const t = useText();
  const [over, setOver] = useState(false);

  const take = async (get: () => Promise<Picked[]>) => {
    try {
      const files = await get();
      if (files.length > 0) props.onFiles(props.many ? files : files.slice(0, 1));
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    }
  };
  // In the window the program takes the dropped files and says where they fell.
  const area = useRef<HTMLElement>(null);
  const latest = useRef(take);
  latest.current = take;
  useEffect(
    () =>
      on('drop', (drop) => {
        setOver(false);
        if (area.current && hit(area.current, drop.x, drop.y)) void latest.current(async () => drop.files);
      }),
    [],
  );
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (door === 'window') return;
    if (props.folders) {
      const items = event.dataTransfer;
      void take(() => uploadDropped(items, props.filter));
      return;
    }
    const dropped = Array.from(event.dataTransfer.files);
    void take(() => Promise.all(dropped.map(upload)));
  };
  return (
    <section
      ref={area}
      data-drop
      aria-label={props.label}
      className={`${css.drop} ${over ? css.dropOver : ''} ${props.large ? css.dropLarge : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {over ? (
        t.ui.drop.release
      ) : (
        <>
          {props.label} {t.ui.drop.or}{' '}
          <LinkButton onClick={() => void take(() => pickFiles({ filter: props.filter, many: props.many }))}>
            {t.ui.drop.choose}
          </LinkButton>
          {props.folders && (
            <>
              {' '}
              {t.ui.drop.or}{' '}
              <LinkButton onClick={() => void take(() => pickFolder(props.filter))}>
                {t.ui.drop.chooseFolder}
              </LinkButton>
            </>
          )}
        </>
      )}
    </section>
  );
}

/** Whether something dropped at a place is meant for this area: it fell on it, or there is no other. */
function hit(area: HTMLElement, x: number, y: number): boolean {
  const under = document.elementFromPoint(x, y)?.closest('[data-drop]');
  return under ? under === area : document.querySelectorAll('[data-drop]').length === 1;
}
