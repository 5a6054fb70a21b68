import { Editor } from '@tiptap/core';
import type { Node as PmNode } from '@tiptap/pm/model';
import { type Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { text as textNow } from '@/i18n';
import { type Context, notesKey, setContext } from './annotate';
import { extensions } from './assemble';
import type { PanelRequest } from './hooks';
import { fromTree, schema, type Tree, toTree } from './schema';
import type { SuggestKeys } from './suggest';

/** Milliseconds of quiet before a change is told to the screen, and the most that it waits while somebody types on. */
const TELL = 150;
const TELL_AT_MOST = 200;

/**
 * The rich text as a TipTap editor on a plain element. The text is the editor's; `body` is only
 * taken when somebody else changed it.
 */
export function useTipTap(o: {
  body: Tree;
  context: Context;
  label: string;
  readOnly: boolean;
  onChange: (body: Tree) => void;
  /** Something changed; `body()` has it at once, `onChange` a moment later. */
  onTyped?: () => void;
  onOpen: (request: PanelRequest) => void;
  notice: (text: string) => void;
  onPictures: (files: readonly File[]) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(o);
  latest.current = o;
  const suggestKeys = useRef<SuggestKeys | undefined>(undefined);
  const known = useRef<Tree>(o.body);
  /** Texts that came from here: they come back later than the next one was written. */
  const told = useRef(new WeakSet<Tree>());
  const timer = useRef(0);
  /** When the oldest change that is not told was made. */
  const since = useRef(0);
  const [editor, setEditor] = useState<Editor | null>(null);

  /** One tree for one document: whoever asks twice sees that nothing changed. */
  const trees = useRef(new WeakMap<PmNode, Tree>());
  const bodyOf = useCallback((e: Editor): Tree => {
    const { doc } = e.state;
    const tree = trees.current.get(doc) ?? toTree(doc);
    trees.current.set(doc, tree);
    return tree;
  }, []);

  const tell = useMemo(
    () => ({
      later: (e: Editor) => {
        if (timer.current === 0) since.current = performance.now();
        window.clearTimeout(timer.current);
        const left = since.current + TELL_AT_MOST - performance.now();
        timer.current = window.setTimeout(() => tell.now(e), Math.max(0, Math.min(TELL, left)));
      },
      now: (e: Editor) => {
        window.clearTimeout(timer.current);
        timer.current = 0;
        const body = bodyOf(e);
        known.current = body;
        told.current.add(body);
        latest.current.onChange(body);
      },
      flush: (e: Editor) => {
        if (timer.current !== 0) tell.now(e);
      },
    }),
    [bodyOf],
  );

  useLayoutEffect(() => {
    if (!host.current) return;
    const made = new Editor({
      element: { mount: host.current },
      injectCSS: false,
      editable: !latest.current.readOnly,
      enableCoreExtensions: {
        keymap: false,
        clipboardTextSerializer: false,
        drop: false,
        paste: false,
        delete: false,
      },
      enableInputRules: false,
      enablePasteRules: false,
      extensions: extensions(
        latest.current.context,
        {
          text: textNow,
          open: (request) => latest.current.onOpen(request),
          readOnly: () => latest.current.readOnly,
          pictures: (files) => latest.current.onPictures(files),
        },
        suggestKeys,
        (sentence) => latest.current.notice(sentence),
      ),
      content: fromTree(known.current).toJSON(),
      editorProps: {
        attributes: () => ({
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': latest.current.label,
          'aria-description': textNow().editor.leave,
          class: 'ky-doc',
          spellcheck: 'false',
        }),
      },
      onUpdate: ({ editor: e, transaction }) => {
        if (!transaction.docChanged) return;
        latest.current.onTyped?.();
        tell.later(e as Editor);
      },
      onBlur: ({ editor: e }) => tell.flush(e as Editor),
    });
    setEditor(made);
    return () => {
      tell.flush(made);
      setEditor(null);
      made.destroy();
    };
  }, [tell]);

  // Somebody else changed the text: it is taken as one step that can be undone.
  const { body, context, readOnly } = o;
  useEffect(() => {
    if (!editor || body === known.current || told.current.has(body)) return;
    known.current = body;
    const next = fromTree(body, editor.schema);
    const { doc } = editor.state;
    const start = doc.content.findDiffStart(next.content);
    const end = doc.content.findDiffEnd(next.content);
    if (start === null || !end) return;
    // Only what differs, so that the cursor stays; ends may overlap where text repeats itself.
    const more = Math.max(0, start - Math.min(end.a, end.b));
    const tr = editor.state.tr.replace(start, end.a + more, next.slice(start, end.b + more));
    const whole = tr.doc.eq(next) ? tr : editor.state.tr.replaceWith(0, doc.content.size, next.content);
    editor.view.dispatch(keepCursor(whole, editor.state.selection));
  }, [editor, body]);
  useEffect(() => {
    if (editor && notesKey.getState(editor.state)?.context !== context)
      editor.view.dispatch(setContext(editor.state.tr, context));
  }, [editor, context]);
  useEffect(() => {
    if (editor && editor.isEditable === readOnly) editor.setEditable(!readOnly, false);
  }, [editor, readOnly]);

  return {
    host,
    editor,
    suggestKeys,
    flush: () => editor && tell.flush(editor),
    body: () => editor && bodyOf(editor),
  };
}

/** Only settings of blocks changed, every word stands where it stood: so does the cursor. */
export function keepCursor(tr: Transaction, { anchor, head }: Selection): Transaction {
  if (tr.doc.content.size !== tr.before.content.size) return tr;
  if (
    tr.doc.textBetween(0, tr.doc.content.size, '\n') !==
    tr.before.textBetween(0, tr.before.content.size, '\n')
  )
    return tr;
  return tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head)));
}

/** A value read from the editor after every change of text or cursor; drawn again only when it differs. */
export function useEditorValue<T>(editor: Editor | null, read: (editor: Editor) => T): T | undefined {
  const reader = useRef(read);
  reader.current = read;
  const [value, setValue] = useState<{ text: string; value: T } | undefined>(undefined);
  useEffect(() => {
    if (!editor) return;
    const look = () => {
      const next = reader.current(editor);
      const as = JSON.stringify(next) ?? '';
      setValue((old) => (old?.text === as ? old : { text: as, value: next }));
    };
    look();
    editor.on('transaction', look);
    return () => {
      editor.off('transaction', look);
    };
  }, [editor]);
  return value?.value;
}

export { schema };

/** Puts the cursor back into the text once a panel is closed; whoever left the screen meanwhile has no text any more. */
export function focusLater(editor: Editor): void {
  window.setTimeout(() => {
    if (!editor.isDestroyed) editor.view.focus();
  }, 0);
}
