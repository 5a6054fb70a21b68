import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { door, on, type Picked, upload } from '@/bridge';
import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import css from './DropPage.module.css';

/** A screen on which a file can be dropped anywhere; a button on it does the same. */
export function DropPage(props: {
  label: string;
  /** Said while a file hangs over the screen. */
  release: string;
  onFile: (file: Picked) => void | Promise<void>;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const take = async (get: () => Promise<Picked[]>) => {
    try {
      const [file] = await get();
      if (file) await props.onFile(file);
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
        if (document.elementFromPoint(drop.x, drop.y)?.closest('[data-drop]') === area.current)
          void latest.current(async () => drop.files);
      }),
    [],
  );
  const isFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <section
      ref={area}
      className={css.page}
      data-drop
      aria-label={props.label}
      onDragOver={(event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        setOver(false);
        if (door === 'window') return;
        const [file] = Array.from(event.dataTransfer.files);
        if (file) void take(async () => [await upload(file)]);
      }}
    >
      {props.children}
      {over && <div className={css.here}>{props.release}</div>}
    </section>
  );
}
