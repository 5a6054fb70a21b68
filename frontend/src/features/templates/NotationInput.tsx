import { type Ref, useImperativeHandle, useRef } from 'react';
import css from './editor.module.css';

export interface NotationHandle {
  /** Puts text where the cursor is; the editor's own undo takes it back. */
  insert: (text: string) => void;
  goTo: (line: number) => void;
}

/**
 * The text of a template with numbered lines. A hidden copy of the text behind the input carries
 * the numbers, so that they stay beside their lines where long ones wrap.
 */
export function NotationInput(props: {
  label: string;
  value: string;
  bad: ReadonlySet<number>;
  onChange: (value: string) => void;
  handle: Ref<NotationHandle>;
}) {
  const input = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useImperativeHandle(props.handle, () => ({
    insert: (text) => {
      const area = input.current;
      if (!area) return;
      area.focus();
      // The only way that keeps the browser's undo; it also fires the input event.
      if (!document.execCommand('insertText', false, text)) {
        area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
        props.onChange(area.value);
      }
    },
    goTo: (line) => {
      const area = input.current;
      const mark = frame.current?.querySelector<HTMLElement>(`[data-line="${line}"]`);
      if (!area) return;
      const lines = area.value.split('\n');
      const from = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
      area.focus();
      area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
      mark?.scrollIntoView({ block: 'center' });
    },
  }));
  return (
    <div ref={frame} className={css.paper}>
      <div className={css.sheet}>
        <div className={css.mirror} aria-hidden="true">
          {props.value.split('\n').map((line, i) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              key={i}
              data-line={i + 1}
              className={props.bad.has(i + 1) ? css.badLine : undefined}
            >
              {line === '' ? ' ' : line}
            </div>
          ))}
        </div>
        <textarea
          ref={input}
          className={css.input}
          aria-label={props.label}
          spellCheck={false}
          autoComplete="off"
          value={props.value}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}
