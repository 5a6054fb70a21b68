import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isCode } from '@/lib/errors';
import { api, type Checked, type Definition, type Detail, keys } from './api';

/** Milliseconds of quiet before what is written is checked. */
const CHECK = 250;
/** Milliseconds before what is written is saved, also while somebody types on. */
const SAVE = 250;

export const draftVersion = (detail: Detail): number =>
  detail.version.state === 'draft' ? detail.version.version : 0;

/** A template being edited: the tree, what is wrong with it, and the draft that saves itself. */
export function useEditor(id: number) {
  const client = useQueryClient();
  const [detail, setDetail] = useState<Detail | undefined>(undefined);
  const [definition, setDefinition] = useState<Definition | undefined>(undefined);
  const [checked, setChecked] = useState<Checked | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  const [problem, setProblem] = useState<unknown>(undefined);
  const [saving, setSaving] = useState(false);
  const saved = useRef<Definition | undefined>(undefined);
  const latest = useRef<Definition | undefined>(undefined);
  const version = useRef(0);
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const take = useCallback(
    (next: Detail, keep: boolean) => {
      version.current = draftVersion(next);
      setDetail(next);
      client.setQueryData(keys.one(id), next);
      if (keep) return;
      saved.current = next.version.definition;
      latest.current = next.version.definition;
      setDefinition(next.version.definition);
    },
    [client, id],
  );
  const load = useCallback(async () => {
    try {
      take(await api.Get(id), false);
      setProblem(undefined);
    } catch (cause) {
      setError(cause);
    }
  }, [id, take]);
  useEffect(() => void load(), [load]);

  /** Saves run one after the other, each with the version the last one gave. */
  const save = useCallback((): Promise<void> => {
    const work = async () => {
      const now = latest.current;
      if (!now || now === saved.current) return;
      setSaving(true);
      try {
        const next = await api.SaveDraft(id, {
          version: version.current,
          notation: '',
          definition: now,
          text: '',
        });
        saved.current = now;
        setProblem(undefined);
        take(next, true);
      } catch (cause) {
        setProblem(cause);
        throw cause;
      } finally {
        setSaving(false);
      }
    };
    const run = queue.current.then(work, work);
    queue.current = run.catch(() => undefined);
    return run;
  }, [id, take]);

  useEffect(() => {
    if (!definition) return;
    let late = false;
    const check = window.setTimeout(async () => {
      try {
        const [found] = await api.CheckTrees([definition]);
        if (late) return;
        setChecked(found);
      } catch (cause) {
        if (!late) setProblem(cause);
      }
    }, CHECK);
    return () => {
      late = true;
      window.clearTimeout(check);
    };
  }, [definition]);
  const timer = useRef(0);
  useEffect(() => {
    if (!definition || definition === saved.current || timer.current !== 0) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      void save().catch(() => undefined);
    }, SAVE);
  }, [definition, save]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  // What was written last is not lost by going back.
  useEffect(
    () => () => {
      if (latest.current !== saved.current) void save().catch(() => undefined);
    },
    [save],
  );

  /** Changes the template; it is checked, set and saved when a moment has passed. */
  const change = useCallback((next: (definition: Definition) => Definition) => {
    if (!latest.current) return;
    latest.current = next(latest.current);
    setDefinition(latest.current);
  }, []);

  return {
    detail,
    definition,
    checked,
    error,
    problem,
    saving,
    dirty: definition !== saved.current,
    conflict: isCode(problem, 'store.conflict'),
    load,
    save,
    /** The template with its last words. */
    now: () => latest.current,
    change,
    drop: async () => {
      latest.current = saved.current;
      await api.DropDraft(id);
      await load();
    },
  };
}
export type Editor = ReturnType<typeof useEditor>;

/** A tree with every use of a field's key renamed: chips, facts of a party ("buyer.name") and conditions. */
export function renamed<T>(tree: T, from: string, to: string): T {
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([name, value]) => {
        const isKey = name === 'key' || name === 'field' || name === 'other' || name === 'list';
        if (isKey && typeof value === 'string') {
          if (value === from) return [name, to];
          if (value.startsWith(`${from}.`)) return [name, to + value.slice(from.length)];
        }
        return [name, walk(value)];
      }),
    );
  };
  return walk(tree) as T;
}

/** The definition with one field put in place of another, everywhere it is used. */
export function withField(d: Definition, key: string, next: Definition['fields'][number]): Definition {
  const fields = d.fields.map((f) => (f.key === key ? next : f));
  if (next.key === key) return { ...d, fields };
  return {
    ...d,
    fields: fields.map((f) => ({
      ...f,
      ...(f.share === key && { share: next.key }),
      ...(f.rest === key && { rest: next.key }),
      ...(f.plus === key && { plus: next.key }),
      ...(f.minus === key && { minus: next.key }),
    })),
    prices: d.prices === key ? next.key : d.prices,
    body: renamed(d.body, key, next.key),
    header: renamed(d.header, key, next.key),
    footer: renamed(d.footer, key, next.key),
  };
}
