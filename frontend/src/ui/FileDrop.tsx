import { type DragEvent, useState } from 'react';
import { type Picked, type PickOptions, pickFiles, upload } from '@/bridge';
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
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = Array.from(event.dataTransfer.files);
    void take(() => Promise.all(dropped.map(upload)));
  };
  return (
    <section
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
        </>
      )}
    </section>
  );
}
