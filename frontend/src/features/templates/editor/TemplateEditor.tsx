import type { Editor } from '@tiptap/core';
import { redo, undo } from '@tiptap/pm/history';
import { type EditorState, NodeSelection, TextSelection, type Transaction } from '@tiptap/pm/state';
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLang, useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { chord, inField } from '@/lib/keys';
import { show } from '@/lib/toasts';
import type { Field, Source } from '../api';
import { type Context, type Numbered, notesOf, onlyText, type Part } from './annotate';
import { type BlockName, blockChange, blockNames, clauseBlocks, wordsFor } from './blocks';
import { ContextBar } from './ContextBar';
import { insertInline, insertRef, wrapEach } from './commands/blocks';
import type { LineStyle } from './commands/clauses';
import { type Change, command } from './commands/command';
import { insideList } from './commands/where';
import css from './editor.module.css';
import './document/page.css';
import './document/clauses.css';
import './document/chips.css';
import './document/blocks.css';
import { FindBar } from './FindBar';
import type { PanelRequest } from './hooks';
import { Names } from './names';
import { hang, ladder } from './numbers';
import { Panels } from './Panels';
import { type Chosen, SuggestMenu } from './SuggestMenu';
import type { Tree } from './schema';
import { suggestKey } from './suggest';
import { Toolbar } from './Toolbar';
import { usePictures } from './usePictures';
import { useEditorValue, useTipTap } from './useTipTap';
import { enterAnnexTitle } from './views/blocks';
import { wordsOf } from './words';

/** Where the cursor is: for the screen around, which shows the page of it. */
export interface Cursor {
  /** Indexes of children from the document down to the line. */
  path: number[];
  /** Number of the clause around, '' outside of clauses. */
  clause: string;
}

export interface EditorHandle {
  focus: () => void;
  /** Tells the newest text to onChange at once. */
  flush: () => void;
  /** The text as it is now. */
  body: () => Tree | null;
  /** Puts a field's chip where the cursor is. */
  insertField: (key: string) => void;
  /** Shows the node at a path of child indexes and puts the cursor there. */
  goTo: (path: readonly number[]) => void;
}

/** The innermost clause or annex around the cursor. */
const clauseAround = (state: EditorState): Numbered | undefined =>
  notesOf(state).outline.findLast((n) => {
    const { $from } = state.selection;
    const node = state.doc.nodeAt(n.pos);
    return node && n.pos < $from.pos && $from.pos < n.pos + node.nodeSize;
  });

/** For those who do not see it: the number that what holds the cursor has since it was moved. */
function useSaid(editor: Editor | null): string {
  const t = useText();
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!editor) return;
    const tell = ({ transaction }: { transaction: Transaction }) => {
      if (!transaction.docChanged || onlyText(transaction)) return;
      const clause = clauseAround(editor.state);
      if (clause) setSaid(t.editor.nowAt(clause.number, clause.headline));
    };
    editor.on('transaction', tell);
    return () => {
      editor.off('transaction', tell);
    };
  }, [editor, t]);
  return said;
}

/** What a lines table is filled from: added with the first one, as it says nothing without. */
const linesField = { key: 'goods', type: 'lines', required: true, source: 'lines' } as const;
const allStyles: readonly LineStyle[] = ['title', 'subtitle', 'heading', 'clause', 'paragraph', 'note'];

/**
 * The text of a template, or with `clauseMode` of a part of one, as a page that is written on.
 * The tree that comes in and goes out is the one that is stored.
 */
export const TemplateEditor = memo(function TemplateEditor(props: {
  /** What a screen reader calls the text. */
  label: string;
  body: Tree;
  fields: Field[];
  sources: Source[];
  /** Labels of fields that were removed while the text still asks for them, by key. */
  removed?: Record<string, string>;
  /** Of the template: decides how numbers look and in which words new blocks are written. */
  language: string;
  numbering?: string[];
  readOnly?: boolean;
  /** Clauses of a document by themselves: nothing of the document around can be put in. */
  clauseMode?: Part;
  onChange: (body: Tree) => void;
  /** Called with every key, before onChange: for what reads the newest text itself, with `body` of the handle. */
  onTyped?: () => void;
  onCursor?: (cursor: Cursor) => void;
  /** Opens a field's form in the screen around; without it the chip's panel does not offer it. */
  onEditField?: (key: string) => void;
  /** Adds a field; without it none can be defined from the text. */
  onDefineField?: (field: Field) => void;
  handle?: Ref<EditorHandle>;
  /** More for the toolbar's end. */
  tools?: ReactNode;
}) {
  const t = useText();
  const lang = useLang();
  const { fields, sources, removed, language, numbering, clauseMode, onCursor, onDefineField } = props;
  const [request, setRequest] = useState<PanelRequest | undefined>(undefined);
  const [finding, setFinding] = useState<'find' | 'replace' | undefined>(undefined);
  const numberingKey = (numbering ?? []).join('\n');
  const named = useRef<Names>(undefined);
  const context = useMemo((): Context => {
    const words = {
      no: t.editor.lines.names.no,
      count: t.editor.listCount,
      sum: t.editor.lines.totalNames.total,
    };
    named.current = new Names(fields, sources, lang, words, named.current, removed);
    return {
      names: named.current,
      language,
      numbering: numberingKey === '' ? undefined : numberingKey.split('\n'),
      words: wordsOf(t),
      part: clauseMode,
    };
  }, [fields, sources, removed, language, numberingKey, lang, t, clauseMode]);
  const { host, editor, suggestKeys, flush, body } = useTipTap({
    body: props.body,
    context,
    label: props.label,
    readOnly: props.readOnly ?? false,
    onChange: props.onChange,
    onTyped: props.onTyped,
    onOpen: setRequest,
    notice: (text) => void show({ text }),
    onPictures: (files) => pictures.current?.give(files),
  });
  const desk = useRef<HTMLElement>(null);
  const pictures = useRef<ReturnType<typeof usePictures>>(undefined);
  pictures.current = usePictures({
    editor,
    area: desk,
    readOnly: props.readOnly ?? false,
    onIn: (pos) => setRequest({ kind: 'image', pos }),
  });

  const cursor = useEditorValue(editor, ({ state }): Cursor => {
    const { $from } = state.selection;
    const path = Array.from({ length: $from.depth }, (_, d) => $from.index(d));
    return { path, clause: clauseAround(state)?.number ?? '' };
  });
  const said = useSaid(editor);
  useEffect(() => {
    if (cursor) onCursor?.(cursor);
  }, [cursor, onCursor]);

  const run = (change: Change) => {
    if (!editor) return;
    const done = command(change)(editor.state, editor.view.dispatch);
    if (!done) show({ text: t.editor.paste.nowhere });
    editor.view.focus();
  };
  const closePanel = useCallback(() => setRequest(undefined), []);
  const openAt = (kind: PanelRequest['kind'], wish?: string) => {
    if (editor) setRequest({ kind, pos: editor.state.selection.from, wish });
  };
  const type = (text: string) => {
    if (!editor?.state.selection.$from.parent.inlineContent) return;
    editor.view.focus();
    editor.view.dispatch(editor.state.tr.insertText(text).setMeta(suggestKey, 'open').scrollIntoView());
  };
  const insert = (name: BlockName) => {
    if (!editor) return;
    if (name === 'when') return openAt('newWhen');
    if (name === 'each') {
      const [list, ...more] = context.names.lists();
      // Where there is one list only, nothing is to be asked.
      return list && more.length === 0 ? run(wrapEach(list.key)) : openAt('newEach');
    }
    if (name === 'newField') return openAt('newField');
    if (name === 'image') return pictures.current?.choose();
    if (name === 'ref') return type('[[');
    if (name === 'blank') return run(insertInline({ type: 'blank', attrs: { em: 8 } }));
    if (name === 'check') {
      const list = insideList(editor.state.selection);
      const names = context.names.forText(list);
      const meaning =
        names.find((m) => m.type === 'yesNo') ?? names.find((m) => m.field && m.type === 'choice');
      const value = meaning?.type === 'choice' ? meaning.choices?.[0]?.value : undefined;
      if (!meaning) return openAt('newField');
      run(insertInline({ type: 'check', attrs: { key: meaning.key, ...(value && { value }) } }));
      setRequest({ kind: 'check', pos: editor.state.selection.from - 1 });
      return;
    }
    if (name === 'lines' && onDefineField && !fields.some((f) => f.type === 'lines'))
      onDefineField({ ...linesField, label: wordsFor(language).lines.title });
    const change = blockChange(name, context.names, language);
    if (change) run(change);
    if (name === 'attachment' && editor) enterAnnexTitle(editor.view);
  };
  const chosen = (c: Chosen) => {
    if (c.field !== undefined) run(insertInline({ type: 'field', attrs: { key: c.field } }));
    else if (c.ref !== undefined)
      run(
        insertRef(
          c.ref,
          clauseMode?.targets.map((n) => n.id),
        ),
      );
    else if (c.newField !== undefined) openAt('newField', c.newField);
    else if (c.block) insert(c.block);
  };

  useImperativeHandle(props.handle, () => ({
    focus: () => editor?.view.focus(),
    flush,
    body,
    insertField: (key) => run(insertInline({ type: 'field', attrs: { key } })),
    goTo: (path) => {
      if (!editor) return;
      let pos = 0;
      let node = editor.state.doc;
      for (const index of path) {
        if (index >= node.childCount) break;
        for (let i = 0; i < index; i++) pos += node.child(i).nodeSize;
        node = node.child(index);
        pos += 1;
      }
      const at = editor.state.doc.resolve(Math.min(pos, editor.state.doc.content.size));
      const selection =
        node.isAtom && !node.isText
          ? NodeSelection.create(editor.state.doc, pos - 1)
          : TextSelection.near(at);
      editor.view.focus();
      editor.view.dispatch(editor.state.tr.setSelection(selection).scrollIntoView());
    },
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (isComposing(event.nativeEvent)) return;
    const pressed = chord(event.nativeEvent);
    if (pressed === 'mod+KeyF' || pressed === 'mod+KeyH' || pressed === 'alt+mod+KeyF') {
      event.preventDefault();
      event.stopPropagation();
      setFinding(pressed === 'mod+KeyF' ? 'find' : 'replace');
    } else if (
      (pressed === 'mod+KeyZ' || pressed === 'mod+shift+KeyZ') &&
      editor &&
      !event.defaultPrevented &&
      !inField(event.target)
    ) {
      // On a button beside the text it is still the text that is undone, not a step of the whole program.
      event.preventDefault();
      (pressed === 'mod+KeyZ' ? undo : redo)(editor.state, editor.view.dispatch);
    } else if (event.altKey && event.key === 'F10') {
      event.preventDefault();
      const first = '[data-editor-toolbar] input:not(:disabled), [data-editor-toolbar] button:not(:disabled)';
      event.currentTarget.querySelector<HTMLElement>(first)?.focus();
    } else if (event.key === 'Escape' && request) {
      event.stopPropagation();
    }
  };
  const blocks = clauseMode ? clauseBlocks : blockNames;
  const offered = onDefineField ? blocks : blocks.filter((b) => b !== 'newField');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of everything inside
    <div className={css.editor} onKeyDown={onKeyDown}>
      {editor && !props.readOnly && (
        <>
          <Toolbar
            editor={editor}
            blocks={offered}
            styles={clauseMode ? allStyles.filter((s) => s !== 'title' && s !== 'subtitle') : allStyles}
            disabled={false}
            onField={() => type('{')}
            onRef={() => type('[[')}
            onBlock={insert}
            onPicture={() => pictures.current?.choose()}
            onFind={() => setFinding((f) => (f ? undefined : 'replace'))}
          >
            {props.tools}
          </Toolbar>
          <ContextBar editor={editor} language={language} onOpen={setRequest} />
          <output className="visually-hidden">{said}</output>
        </>
      )}
      {editor && finding && (
        <FindBar
          key={finding}
          editor={editor}
          replace={finding === 'replace' && !props.readOnly}
          onClose={() => setFinding(undefined)}
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files are dropped on the page */}
      <section
        ref={desk}
        className={css.desk}
        data-editor-scroll
        data-drop
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes('Files')) event.preventDefault();
        }}
        onDrop={(event) => {
          const files = Array.from(event.dataTransfer.files);
          if (files.length === 0) return;
          event.preventDefault();
          if (!props.readOnly) pictures.current?.give(files, { x: event.clientX, y: event.clientY });
        }}
      >
        <div
          className={css.page}
          style={{ '--hang1': `${hang(ladder(numbering, language)[0] ?? '', 1)}em` } as React.CSSProperties}
          data-language={language}
          data-part={clauseMode ? 'clause' : undefined}
        >
          <div ref={host} />
        </div>
      </section>
      {editor && (
        <SuggestMenu
          editor={editor}
          keys={suggestKeys}
          blocks={offered}
          canDefine={onDefineField !== undefined}
          onChoose={chosen}
        />
      )}
      {editor && request && (
        <Panels
          key={`${request.kind} ${request.pos}`}
          editor={editor}
          request={request}
          sources={sources}
          fields={fields}
          onClose={closePanel}
          onEditField={props.onEditField}
          onDefineField={onDefineField}
        />
      )}
    </div>
  );
});
