import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isCode } from '@/lib/errors';
import { api, type Checked, type Detail, type Edit, keys, type Previewed } from './api';

/** Milliseconds of quiet before the text is checked and set. */
const CHECK = 250;
/** Milliseconds before the text is saved, also while somebody types on. */
const SAVE = 250;

const draftVersion = (detail: Detail): number =>
  detail.version.state === 'draft' ? detail.version.version : 0;

/** A template as its plain text, for those who like to write it so: checked and saved by itself. */
export function useNotation(id: number) {
  const client = useQueryClient();
  const [detail, setDetail] = useState<Detail | undefined>(undefined);
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<Checked | undefined>(undefined);
  const [preview, setPreview] = useState<Previewed | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  const [problem, setProblem] = useState<unknown>(undefined);
  const [saving, setSaving] = useState(false);
  const saved = useRef('');
  const version = useRef(0);
  const latest = useRef('');
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const take = useCallback(
    (next: Detail, keepText: boolean) => {
      version.current = draftVersion(next);
      setDetail(next);
      client.setQueryData(keys.one(id), next);
      if (keepText) return;
      saved.current = next.notation;
      latest.current = next.notation;
      setText(next.notation);
    },
    [client, id],
  );
  const load = useCallback(async () => {
    try {
      take(await api.Get(id), false);
    } catch (cause) {
      setError(cause);
    }
  }, [id, take]);
  useEffect(() => void load(), [load]);

  /** Saves run one after the other, each with the version the last one gave. */
  const enqueue = useCallback(<T>(work: () => Promise<T>): Promise<T> => {
    const run = queue.current.then(work, work);
    queue.current = run.catch(() => undefined);
    return run;
  }, []);
  const save = useCallback(
    () =>
      enqueue(async () => {
        const notation = latest.current;
        if (notation === saved.current) return;
        setSaving(true);
        try {
          const edit: Edit = { version: version.current, notation, text: '' };
          const next = await api.SaveDraft(id, edit);
          saved.current = notation;
          setProblem(undefined);
          take(next, true);
        } catch (cause) {
          // Half a sentence of the notation is told by the check, line by line.
          if (!isCode(cause, 'template.text.bad')) setProblem(cause);
          throw cause;
        } finally {
          setSaving(false);
        }
      }),
    [id, enqueue, take],
  );

  useEffect(() => {
    if (text === '') return;
    let late = false;
    const check = window.setTimeout(async () => {
      try {
        const found = await api.Check(text);
        if (late) return;
        setChecked(found);
        if (!found.readable) return;
        const pages = await api.PreviewEdit({ version: 0, notation: text, definition: null, text: '' });
        if (!late) setPreview(pages);
      } catch (cause) {
        if (!late) setProblem(cause);
      }
    }, CHECK);
    return () => {
      late = true;
      window.clearTimeout(check);
    };
  }, [text]);
  const timer = useRef(0);
  useEffect(() => {
    if (text === saved.current || text === '' || timer.current !== 0) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      void save().catch(() => undefined);
    }, SAVE);
  }, [text, save]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  // What was typed last is not lost by going back.
  useEffect(
    () => () => {
      if (latest.current !== saved.current) void save().catch(() => undefined);
    },
    [save],
  );

  return {
    detail,
    text,
    checked,
    preview,
    error,
    problem,
    saving,
    dirty: text !== saved.current,
    conflict: isCode(problem, 'store.conflict'),
    load,
    type: (next: string) => {
      latest.current = next;
      setText(next);
    },
    save,
  };
}
export type Notation = ReturnType<typeof useNotation>;
