import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { useBack, useIdParam } from '@/lib/navigate';
import { Empty, Page, PageHead, Tabs } from '@/ui/layout';
import { warmUp } from '@/ui/pdf/engine';
import { api, type Definition, type Field, type Source } from './api';
import { ClauseTools } from './ClauseTools';
import { EditorProblems } from './EditorProblems';
import type { Tree } from './editor/schema';
import { type EditorHandle, TemplateEditor } from './editor/TemplateEditor';
import css from './editor.module.css';
import { FieldsPanel } from './FieldsPanel';
import { NotationEditor } from './NotationEditor';
import { PagePanel } from './PagePanel';
import { PreviewBeside } from './PreviewBeside';
import { fail } from './TemplatesScreen';
import { type Editor, useEditor } from './useEditor';
import { useNotation } from './useNotation';
import { usePublish } from './Versions';

/** A template being written: its text as a page, or for those who like it as plain text. */
export default function EditorScreen() {
  const id = useIdParam();
  const [view, setView] = useState<'page' | 'text'>('page');
  return view === 'page' ? (
    <PageView key={`page ${id}`} id={id} onText={() => setView('text')} />
  ) : (
    <TextView key={`text ${id}`} id={id} onPage={() => setView('page')} />
  );
}

const noSources: Source[] = [];
type Side = 'fields' | 'pages' | 'page';

function PageView({ id, onText }: { id: number; onText: () => void }) {
  const t = useText();
  const e = t.templates.editor;
  const back = useBack(`/templates/${id}`);
  useCommand('templates.back', back);
  const [side, setSide] = useState<Side | 'text'>('text');
  const editor = useEditor(id);
  const [cursor, setCursor] = useState<number[] | undefined>(undefined);
  const sources =
    useQuery({ queryKey: ['template', 'sources'], queryFn: () => api.Sources() }).data ?? noSources;
  const split = useMediaQuery('(min-width: 1100px)', true, { getInitialValueInEffect: false });
  const [field, setField] = useState<string | undefined>(undefined);
  const text = useRef<EditorHandle>(null);
  const pages = useRef<(() => void) | undefined>(undefined);
  useEffect(warmUp, []);
  const { detail, definition, change } = editor;
  const publishing = usePublish(id, {
    save: async () => {
      text.current?.flush();
      await editor.save();
    },
    onDone: () => void editor.load(),
  });
  const write = useCallback(
    (body: Tree) => change((d) => ({ ...d, body: body as Definition['body'] })),
    [change],
  );
  const define = useCallback((f: Field) => change((d) => ({ ...d, fields: [...d.fields, f] })), [change]);
  const typed = useCallback(() => pages.current?.(), []);
  const follow = useCallback((changed: (() => void) | undefined) => {
    pages.current = changed;
  }, []);
  const moved = useCallback((at: { path?: number[] }) => setCursor(at.path), []);
  const openField = useCallback((key: string) => {
    setSide('fields');
    setField(key);
  }, []);

  if (editor.error)
    return (
      <Empty title={t.templates.notFound} text={sentence(editor.error)}>
        <Button onClick={back}>{t.ui.actions.back}</Button>
      </Empty>
    );
  if (!detail || !definition) return null;
  const problems = editor.checked?.problems ?? [];
  const draft = detail.template.draftId !== 0 || editor.dirty;
  const shown = split && side === 'text' ? 'fields' : side;
  const page = (
    <div className={css.main} hidden={!split && shown !== 'text'}>
      <TemplateEditor
        handle={text}
        label={t.editor.label(detail.template.name)}
        body={definition.body as Tree}
        fields={definition.fields}
        sources={sources}
        removed={definition.gone}
        language={definition.language}
        numbering={definition.numbering}
        onChange={write}
        onTyped={typed}
        onCursor={moved}
        onEditField={openField}
        onDefineField={define}
      />
      <EditorProblems
        problems={problems}
        onGo={(path) => {
          setSide(split ? side : 'text');
          window.setTimeout(() => text.current?.goTo(path), 0);
        }}
        onField={openField}
      />
    </div>
  );
  const tabs = (
    <Tabs
      label={t.editor.side}
      value={shown}
      tabs={[
        ...(split ? [] : [{ key: 'text', label: e.text }]),
        { key: 'fields', label: t.templates.fields },
        { key: 'pages', label: t.contracts.preview },
        { key: 'page', label: t.editor.page.title },
      ]}
      onChange={(key) => setSide(key as Side)}
    />
  );
  const beside =
    shown === 'pages' ? (
      <PreviewBeside
        name={detail.template.name}
        definition={definition}
        now={() => ({
          ...(editor.now() ?? definition),
          body: (text.current?.body() ?? definition.body) as Definition['body'],
        })}
        typed={follow}
        cursor={cursor}
        onHit={openField}
      />
    ) : shown === 'page' ? (
      <div className={css.scroll}>
        <PagePanel editor={editor} sources={sources} />
      </div>
    ) : shown === 'fields' ? (
      <div className={css.scroll}>
        <FieldsPanel
          editor={editor}
          sources={sources}
          open={field}
          onOpen={setField}
          onInsert={(key) => {
            if (!split) setSide('text');
            window.setTimeout(() => text.current?.insertField(key), 0);
          }}
        />
      </div>
    ) : null;
  return (
    <Page>
      <PageHead
        title={detail.template.name}
        note={
          detail.version.state === 'draft' || editor.dirty
            ? t.templates.draft
            : t.templates.nth(detail.version.n)
        }
        back={back}
        oneLine
      >
        <Saved editor={editor} />
        <ClauseTools
          definition={() => {
            text.current?.flush();
            return editor.now() ?? definition;
          }}
          cursor={cursor}
          change={change}
        />
        <Button
          variant="default"
          onClick={() => {
            text.current?.flush();
            void editor.save().then(onText, fail);
          }}
        >
          {t.editor.view.text}
        </Button>
        {detail.template.draftId !== 0 && detail.template.currentId !== 0 && (
          <Button variant="default" onClick={() => void editor.drop().catch(fail)}>
            {e.drop}
          </Button>
        )}
        <Button
          disabled={!draft || editor.checked?.sound === false}
          title={editor.checked?.sound === false ? e.notSound : undefined}
          loading={publishing.busy}
          onClick={publishing.publish}
        >
          {e.publish}
        </Button>
      </PageHead>
      {publishing.dialog}
      {editor.conflict && <Conflict onLoad={() => void editor.load()} />}
      {!split && tabs}
      <div className={split ? css.split : css.single} data-side={shown}>
        {page}
        {split ? (
          <aside className={css.right} aria-label={t.editor.side}>
            {tabs}
            {beside}
          </aside>
        ) : (
          beside
        )}
      </div>
    </Page>
  );
}

function TextView({ id, onPage }: { id: number; onPage: () => void }) {
  const t = useText();
  const back = useBack(`/templates/${id}`);
  useCommand('templates.back', back);
  const notation = useNotation(id);
  if (!notation.detail) return null;
  const readable = notation.checked?.readable ?? true;
  return (
    <Page>
      <PageHead title={notation.detail.template.name} note={t.editor.view.text} back={back} oneLine>
        <span className={readable ? css.muted : css.warn} role="status">
          {!readable
            ? t.templates.editor.unsaved
            : notation.saving || notation.dirty
              ? t.contracts.saving
              : t.contracts.saved}
        </span>
        <Button disabled={!readable} onClick={() => void notation.save().then(onPage, fail)}>
          {t.editor.view.page}
        </Button>
      </PageHead>
      {notation.conflict && <Conflict onLoad={() => void notation.load()} />}
      <div className={css.single}>
        <NotationEditor notation={notation} />
      </div>
    </Page>
  );
}

function Conflict({ onLoad }: { onLoad: () => void }) {
  const t = useText();
  return (
    <div className={css.banner} role="alert">
      {t.templates.editor.conflict}
      <Button variant="default" onClick={onLoad}>
        {t.contracts.banner.takeTheirs}
      </Button>
    </div>
  );
}

function Saved({ editor }: { editor: Editor }) {
  const t = useText();
  const text = editor.conflict
    ? ''
    : editor.problem !== undefined
      ? sentence(editor.problem)
      : editor.saving || editor.dirty
        ? t.contracts.saving
        : t.contracts.saved;
  return (
    <span className={editor.problem === undefined ? css.muted : css.warn} role="status">
      {text}
    </span>
  );
}
