import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useLang, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { fieldSentences, sentence } from '@/lib/errors';
import { api, type Field, type Kind, kinds, type Language } from './api';
import css from './clauses.module.css';
import type { Tree } from './editor/schema';
import { type EditorHandle, TemplateEditor } from './editor/TemplateEditor';
import { type ClauseItem, locks, sourcesKey } from './library';

/** A clause of the library being written: its words with fields, and what it is for. */
export function ClauseForm({
  clause,
  onDone,
}: {
  clause?: ClauseItem;
  onDone: (saved?: ClauseItem) => void;
}) {
  const t = useText();
  const c = t.library.clauses;
  const lang = useLang();
  const shared = useShared();
  const sources = useQuery({ queryKey: sourcesKey, queryFn: () => api.Sources() }).data ?? [];
  const [name, setName] = useState(clause?.name ?? '');
  const [kind, setKind] = useState<Kind | ''>(clause?.kind ?? '');
  const [language, setLanguage] = useState<Language>(clause?.language ?? lang);
  const [lock, setLock] = useState(clause?.lock ?? 'negotiable');
  const [fields, setFields] = useState<Field[]>(clause?.fields ?? []);
  const [start] = useState<Tree>(() => ({
    type: 'doc',
    content: [(clause?.body as Tree | undefined) ?? fresh(c.newName, c.newText)],
  }));
  const body = useRef(start);
  const editor = useRef<EditorHandle>(null);
  const [problem, setProblem] = useState('');
  const [nameProblem, setNameProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const save = async () => {
    editor.current?.flush();
    setProblem('');
    setNameProblem('');
    const written = body.current.content ?? [];
    const [only] = written;
    if (written.length !== 1 || only?.type !== 'clause') {
      setProblem(c.one);
      return;
    }
    setBusy(true);
    try {
      const saved = await api.SaveClause({
        id: clause?.id ?? 0,
        version: clause?.version ?? 0,
        name,
        kind,
        language,
        lock,
        body: only as never,
        fields,
      });
      onDone(saved);
    } catch (cause) {
      const named = fieldSentences(cause).name;
      if (named) setNameProblem(named);
      else setProblem(Object.values(fieldSentences(cause))[0] ?? sentence(cause));
      setBusy(false);
    }
  };
  return (
    <form
      className={css.form}
      aria-label={clause?.name ?? c.new}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className={css.settings}>
        <TextInput
          label={c.name}
          className={css.wide}
          autoFocus={!clause}
          value={name}
          error={nameProblem === '' ? undefined : nameProblem}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={c.kind}
          data={[
            { value: '', label: c.any },
            ...kinds.map((value) => ({ value, label: shared(`template.kind.${value}`) })),
          ]}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind | '')}
        />
        <NativeSelect
          label={c.language}
          data={[
            { value: 'zh-CN', label: t.settings.language.zh },
            { value: 'en', label: t.settings.language.en },
          ]}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        />
        <NativeSelect
          label={c.lock}
          data={locks.map((value) => ({ value, label: shared(`template.lock.${value}`) }))}
          value={lock}
          onChange={(event) => setLock(event.currentTarget.value)}
        />
      </div>
      {problem !== '' && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      <div className={css.editor}>
        <TemplateEditor
          handle={editor}
          label={name || c.new}
          body={start}
          fields={fields}
          sources={sources}
          language={language}
          clauseMode={alone}
          onChange={(next) => {
            body.current = next;
          }}
          onDefineField={(field) => setFields((list) => [...list, field])}
        />
      </div>
      <div className={css.foot}>
        <Button variant="default" onClick={() => onDone()}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {c.save}
        </Button>
      </div>
    </form>
  );
}

/** A clause of the library stands by itself. */
const alone = { ordinals: [1], targets: [] };

const fresh = (heading: string, words: string): Tree => ({
  type: 'clause',
  content: [
    { type: 'heading', content: [{ type: 'text', text: heading }] },
    { type: 'paragraph', content: [{ type: 'text', text: words }] },
  ],
});
