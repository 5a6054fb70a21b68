import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { door, on, type Picked, upload } from '@/bridge';
import { useText } from '@/i18n';
import css from './list.module.css';
import { fail } from './printing';

/** The whole list takes a contract that was made outside. */
export function ListDrop({ onFile, children }: { onFile: (file: Picked) => void; children: ReactNode }) {
  const t = useText();
  const [over, setOver] = useState(false);
  const area = useRef<HTMLDivElement>(null);
  const latest = useRef(onFile);
  latest.current = onFile;
  useEffect(
    () =>
      on('drop', (drop) => {
        setOver(false);
        const [file] = drop.files;
        if (file && document.elementFromPoint(drop.x, drop.y)?.closest('[data-drop]') === area.current)
          latest.current(file);
      }),
    [],
  );
  const files = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button above the list does the same
    <div
      ref={area}
      data-drop
      className={css.dropArea}
      onDragOver={(event) => {
        if (!files(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!files(event)) return;
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (door === 'browser' && file) void upload(file).then(latest.current).catch(fail);
      }}
    >
      {children}
      {over && <div className={css.dropHere}>{t.contracts.outside.release}</div>}
    </div>
  );
}
