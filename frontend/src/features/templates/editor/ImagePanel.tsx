import { NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import type { Node as PmNode } from '@tiptap/pm/model';
import { type ReactNode, useState } from 'react';
import { useText } from '@/i18n';
import { setAttrs } from './commands/blocks';
import type { Change } from './commands/command';
import type { PanelRequest } from './hooks';
import css from './menu.module.css';
import { cleanAlt, millimetres, NARROWEST, points, WIDEST } from './pictures';

/** What can be set of a picture: what it shows, how wide it is printed, where it stands. */
export function ImagePanel(props: {
  request: PanelRequest;
  node: PmNode;
  run: (change: Change) => void;
  remove: (label: string) => ReactNode;
}) {
  const { request, node, run } = props;
  const e = useText().editor;
  const logo = node.attrs.asset === 'logo';
  const [alt, setAlt] = useState(String(node.attrs.alt ?? ''));
  return (
    <div className={css.panel}>
      {logo ? (
        <p className={css.muted}>{e.image.note}</p>
      ) : (
        <TextInput
          label={e.image.alt}
          description={e.image.altHelp}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data-autofocus
          maxLength={120}
          value={alt}
          onChange={(event) => {
            setAlt(event.currentTarget.value);
            run(setAttrs(request.pos, { alt: cleanAlt(event.currentTarget.value) || null }));
          }}
        />
      )}
      <NumberInput
        label={e.image.width}
        data-autofocus={logo || undefined}
        min={NARROWEST}
        max={WIDEST}
        decimalScale={1}
        value={millimetres(Number(node.attrs.width ?? 0) || 90)}
        onChange={(mm) => {
          const n = Number(mm);
          if (n >= NARROWEST && n <= WIDEST) run(setAttrs(request.pos, { width: points(n), height: null }));
        }}
      />
      <SegmentedControl
        aria-label={e.align}
        data={(['left', 'center', 'right'] as const).map((a) => ({ value: a, label: e.aligns[a] }))}
        value={String(node.attrs.align ?? 'left') || 'left'}
        onChange={(align) => run(setAttrs(request.pos, { align }))}
      />
      <div className={css.foot}>{props.remove(logo ? e.image.removeLogo : e.image.remove)}</div>
    </div>
  );
}
