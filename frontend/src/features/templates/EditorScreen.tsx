import { Button, Menu, ScrollArea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBraces, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLang, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { en } from '@/i18n/en';
import { zh } from '@/i18n/zh-CN';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { useBack, useIdParam } from '@/lib/navigate';
import { Empty, LinkButton, Page, PageHead, Tabs } from '@/ui/layout';
import { warmUp } from '@/ui/pdf/engine';
import { PdfView } from '@/ui/pdf/PdfView';
import { api, type Definition, type Problem, type Source } from './api';
import css from './editor.module.css';
import { FieldsPanel } from './FieldsPanel';
import { type NotationHandle, NotationInput } from './NotationInput';
import { fail } from './TemplatesScreen';
import { type Editor, useEditor } from './useEditor';

/** The plain editor: the template as text, its pages and fields beside it. */
export default function EditorScreen() {
  const id = useIdParam();
  return <OneTemplate key={id} id={id} />;
}

function OneTemplate({ id }: { id: number }) {
  const t = useText();
  const e = t.templates.editor;
  const back = useBack(`/templates/${id}`);
  useCommand('templates.back', back);
  const editor = useEditor(id);
  const sources = useQuery({ queryKey: ['template', 'sources'], queryFn: () => api.Sources() }).data ?? [];
  const [tab, setTab] = useState('text');
  const split = useMediaQuery('(min-width: 1100px)', true, { getInitialValueInEffect: false });
  const input = useRef<NotationHandle>(null);
  useEffect(warmUp, []);
  const problems = editor.checked?.problems ?? [];
  const bad = useMemo(
    () => new Set((editor.checked?.problems ?? []).map((p) => p.line ?? 0)),
    [editor.checked],
  );
  const { detail } = editor;

  if (editor.error)
    return (
      <Empty title={t.templates.notFound} text={sentence(editor.error)}>
        <Button onClick={back}>{t.ui.actions.back}</Button>
      </Empty>
    );
  if (!detail) return null;
  const draft = detail.template.draftId !== 0 || editor.dirty;
  const text = (
    <div className={css.main}>
      <NotationInput label={e.text} value={editor.text} bad={bad} handle={input} onChange={editor.type} />
      <Problems problems={problems} onGo={(line) => input.current?.goTo(line)} />
    </div>
  );
  const pages = (
    <PdfView
      label={t.templates.pages(detail.template.name)}
      source={editor.preview}
      tools={<span className={css.muted}>{t.templates.sampleData}</span>}
    />
  );
  const fields = (
    <div className={css.scroll}>
      <FieldsPanel editor={editor} sources={sources} />
    </div>
  );
  const current = split && tab === 'text' ? 'pages' : tab;
  const shown = current === 'fields' ? fields : pages;
  const tabs = (
    <Tabs
      label={detail.template.name}
      value={current}
      tabs={[
        ...(split ? [] : [{ key: 'text', label: e.text }]),
        { key: 'pages', label: t.contracts.preview },
        { key: 'fields', label: t.templates.fields },
      ]}
      onChange={setTab}
    />
  );
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
      >
        <State editor={editor} />
        <InsertMenu
          definition={editor.checked?.definition ?? detail.version.definition}
          sources={sources}
          onInsert={(chip) => {
            setTab(split ? tab : 'text');
            window.setTimeout(() => input.current?.insert(chip), 0);
          }}
        />
        {detail.template.draftId !== 0 && detail.template.currentId !== 0 && (
          <Button variant="default" onClick={() => void editor.drop().catch(fail)}>
            {e.drop}
          </Button>
        )}
        <Button
          disabled={!draft || editor.checked?.sound === false}
          title={editor.checked?.sound === false ? e.notSound : undefined}
          onClick={() => void editor.publish().catch(fail)}
        >
          {e.publish}
        </Button>
      </PageHead>
      {editor.conflict && (
        <div className={css.banner} role="alert">
          {e.conflict}
          <Button variant="default" onClick={() => void editor.load()}>
            {t.contracts.banner.takeTheirs}
          </Button>
        </div>
      )}
      {!split && tabs}
      <div className={split ? css.split : css.single}>
        {split ? (
          <>
            {text}
            <div className={css.right}>
              {tabs}
              {shown}
            </div>
          </>
        ) : current === 'text' ? (
          text
        ) : (
          shown
        )}
      </div>
    </Page>
  );
}

function State({ editor }: { editor: Editor }) {
  const t = useText();
  const readable = editor.checked?.readable ?? true;
  const text = editor.conflict
    ? ''
    : !readable
      ? t.templates.editor.unsaved
      : editor.problem !== undefined
        ? sentence(editor.problem)
        : editor.saving || editor.dirty
          ? t.contracts.saving
          : t.contracts.saved;
  return (
    <span className={readable && editor.problem === undefined ? css.muted : css.warn} role="status">
      {text}
    </span>
  );
}

/** Everything wrong with the text, each with its line. */
function Problems({ problems, onGo }: { problems: Problem[]; onGo: (line: number) => void }) {
  const t = useText();
  const shared = useShared();
  if (problems.length === 0) return null;
  return (
    <section className={css.problems} aria-label={t.templates.editor.problems(problems.length)}>
      <b>{t.templates.editor.problems(problems.length)}</b>
      <ul>
        {problems.map((p, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same problem may stand twice
          <li key={i}>
            <LinkButton onClick={() => onGo(p.line ?? 1)}>{t.templates.editor.line(p.line ?? 1)}</LinkButton>
            <span className={p.warning ? css.muted : undefined}>{shared(p.code, p.params)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Blanks, sources and building blocks, put where the cursor is. */
function InsertMenu(props: { definition: Definition; sources: Source[]; onInsert: (text: string) => void }) {
  const t = useText();
  const lang = useLang();
  const { definition, sources, onInsert } = props;
  // Building blocks are written in the words of the template's own language.
  const words = definition.language === 'en' ? en.templates.snippets : zh.templates.snippets;
  const names = t.templates.blocks;
  const chip = (source: Source) => `{${definition.language === 'en' ? source.path : source.zh}}`;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconBraces size="1.125rem" />}>
            {t.templates.editor.insertField}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ScrollArea.Autosize mah="24rem" w="16rem">
            <Menu.Label>{t.templates.fields}</Menu.Label>
            {definition.fields
              .filter((f) => f.type !== 'lines')
              .map((f) => (
                <Menu.Item
                  key={f.key}
                  onClick={() => onInsert(f.type === 'party' ? `{${f.label}.${words.name}}` : `{${f.label}}`)}
                >
                  {f.label}
                </Menu.Item>
              ))}
            <Menu.Label>{t.templates.editor.sources}</Menu.Label>
            {sources
              .filter((s) => s.type !== 'party' && s.type !== 'lines')
              .map((s) => (
                <Menu.Item key={s.path} onClick={() => onInsert(chip(s))}>
                  {lang === 'en' ? s.en : s.zh}
                </Menu.Item>
              ))}
          </ScrollArea.Autosize>
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size="1.125rem" />}>
            {t.templates.editor.insertBlock}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(Object.keys(names) as (keyof typeof names)[]).map((name) => (
            <Menu.Item key={name} onClick={() => onInsert(words[name])}>
              {names[name]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
