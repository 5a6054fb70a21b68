import { Button, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { redo, undo } from '@tiptap/pm/history';
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { chord } from '@/lib/keys';
import { IconButton } from '@/ui/layout';
import css from './editor.module.css';
import { findText, foundOf, replaceAll, replaceOne, step } from './find';
import { useEditorValue } from './useTipTap';

/** Find and replace; Enter goes on, Escape goes back to the text. */
export function FindBar(props: { editor: Editor; replace: boolean; onClose: () => void }) {
  const { editor } = props;
  const f = useText().editor.finding;
  const [query, setQuery] = useState('');
  const [by, setBy] = useState('');
  const [done, setDone] = useState('');
  const composing = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  /** Something was replaced and nothing typed here since: undo means the text then. */
  const replaced = useRef(false);
  const found = useEditorValue(editor, ({ state }) => {
    const { hits, at } = foundOf(state);
    return { n: hits.length, at };
  });
  useEffect(() => {
    const { from, to } = editor.state.selection;
    const chosen = editor.state.doc.textBetween(from, Math.min(to, from + 60));
    if (chosen !== '' && chosen.length < 40) {
      setQuery(chosen);
      findText(editor.view, chosen);
    }
    input.current?.focus();
    input.current?.select();
    return () => {
      if (!editor.isDestroyed) findText(editor.view, '');
    };
  }, [editor]);
  const close = () => {
    props.onClose();
    editor.view.focus();
  };
  const search = (text: string) => {
    replaced.current = false;
    setDone('');
    findText(editor.view, text);
  };
  const put = (change: () => void) => {
    change();
    replaced.current = true;
    // A button that goes off loses the keyboard.
    if (foundOf(editor.state).hits.length === 0) input.current?.focus();
  };
  const status = done || (query === '' ? '' : found?.n ? f.count(found.at + 1, found.n) : f.none);
  return (
    <div
      className={css.find}
      role="search"
      aria-label={f.label}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          close();
        }
        const pressed = chord(event.nativeEvent);
        if (replaced.current && (pressed === 'mod+KeyZ' || pressed === 'mod+shift+KeyZ')) {
          event.preventDefault();
          setDone('');
          (pressed === 'mod+KeyZ' ? undo : redo)(editor.state, editor.view.dispatch);
        }
      }}
    >
      <TextInput
        ref={input}
        size="xs"
        className={css.findInput}
        aria-label={f.find}
        placeholder={f.find}
        value={query}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          search(event.currentTarget.value);
        }}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          if (!composing.current) search(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || isComposing(event.nativeEvent)) return;
          event.preventDefault();
          step(editor.view, event.shiftKey ? -1 : 1);
        }}
      />
      <span className={css.findCount} role="status">
        {status}
      </span>
      <IconButton label={f.previous} disabled={!found?.n} onClick={() => step(editor.view, -1)}>
        <IconChevronUp size="1.125rem" />
      </IconButton>
      <IconButton label={f.next} disabled={!found?.n} onClick={() => step(editor.view, 1)}>
        <IconChevronDown size="1.125rem" />
      </IconButton>
      {props.replace && (
        <>
          <TextInput
            size="xs"
            className={css.findInput}
            aria-label={f.replace}
            placeholder={f.replace}
            value={by}
            onChange={(event) => {
              replaced.current = false;
              setBy(event.currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || isComposing(event.nativeEvent)) return;
              event.preventDefault();
              put(() => replaceOne(editor.view, by));
            }}
          />
          <Button
            size="compact-sm"
            variant="default"
            disabled={!found?.n}
            onClick={() => put(() => replaceOne(editor.view, by))}
          >
            {f.one}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!found?.n}
            onClick={() => put(() => setDone(f.replaced(replaceAll(editor.view, by))))}
          >
            {f.all}
          </Button>
        </>
      )}
      <span className={css.gap} />
      <IconButton label={f.close} onClick={close}>
        <IconX size="1.125rem" />
      </IconButton>
    </div>
  );
}
