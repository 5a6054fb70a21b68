import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { door, on, type Picked, upload } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { destinationOf } from './library';
import css from './library.module.css';

/** A screen on which a contract or template file can be dropped anywhere. */
export function DropToImport({ children }: { children: ReactNode }) {
  const t = useText();
  const go = useGo();
  const [over, setOver] = useState(false);
  const take = async (get: () => Promise<Picked[]>) => {
    try {
      const [file] = await get();
      if (file) go(await destinationOf(file));
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    }
  };
  // In the window the program takes the dropped files and says where they fell.
  const latest = useRef(take);
  latest.current = take;
  useEffect(
    () =>
      on('drop', (drop) => {
        setOver(false);
        void latest.current(async () => drop.files);
      }),
    [],
  );
  const isFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <section
      className={css.dropPage}
      data-drop
      aria-label={t.templates.title}
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
      {children}
      {over && <div className={css.dropHere}>{t.library.import.dropHere}</div>}
    </section>
  );
}
