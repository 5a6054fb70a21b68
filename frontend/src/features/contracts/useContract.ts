import { useQueryClient } from '@tanstack/react-query';
import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { on } from '@/bridge';
import { isCode } from '@/lib/errors';
import { opened } from '@/lib/search';
import { type Proofs, useProofs } from '@/ui/pdf/proofs';
import { api, type Changes, keys, type Preview, type View } from './api';
import { Saver } from './saver';

/** Milliseconds of quiet before what was typed is saved. */
const DELAY = 300;
/** Milliseconds that anything typed waits to be saved: who is cut off loses no more than that. */
const AT_MOST = 400;

/**
 * What the form shows of edits that are not saved: which places wait, not what was typed there, which
 * their inputs hold. While it stays the same the form is not drawn again with every key.
 */
function places(saver: Saver<View>): string {
  const { values, templateId, companyId, ...other } = saver.unsaved;
  return JSON.stringify([
    saver.busy,
    templateId,
    companyId,
    Object.keys(other).sort(),
    Object.keys((values as object) ?? {}).sort(),
  ]);
}

/** One contract on its screen: what the backend has, what is typed, and the pages as they come out. */
export function useContract(id: number) {
  const client = useQueryClient();
  const [view, setView] = useState<View | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  const [, setStanding] = useState<{ places: string; problem: unknown }>({ places: '', problem: undefined });
  const shown = useRef(view);
  shown.current = view;

  const watchers = useRef(new Set<() => void>());
  const edited = useCallback(() => {
    for (const watcher of watchers.current) watcher();
  }, []);

  const take = useCallback(
    (next: View) => {
      // What did not change stays the same object, and its input is not drawn again.
      const view = client.setQueryData<View>(keys.one(id), next) ?? next;
      shown.current = view;
      setView(view);
      edited();
    },
    [client, id, edited],
  );
  const saver = useMemo(() => {
    const made: Saver<View> = new Saver<View>({
      delay: DELAY,
      atMost: AT_MOST,
      version: 0,
      save: (version, changes) => api.Save(id, version, changes),
      versionOf: (saved) => saved.contract.version,
      onSaved: take,
      onChange: () => {
        const now = { places: places(made), problem: made.problem };
        setStanding((old) => (old.places === now.places && old.problem === now.problem ? old : now));
      },
    });
    return made;
  }, [id, take]);

  const load = useCallback(async () => {
    try {
      const next = await api.Get(id);
      const known = shown.current?.contract.version ?? 0;
      // What was asked for before the last save and came after it is not news.
      if (next.contract.version < known || (saver.busy && next.contract.version !== known)) return;
      saver.seen(next.contract.version);
      setError(undefined);
      take(next);
    } catch (cause) {
      setError(cause);
    }
  }, [id, saver, take]);

  useEffect(() => {
    void load();
    const leave = () => void saver.flush().catch(() => undefined);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [load, saver]);

  // Changes made elsewhere: an undo, the customer's address, a published template. Our own saves
  // come back with the moment they were made.
  useEffect(() => {
    let timer = 0;
    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void load(), 150);
    };
    const off = on('change', (change) => {
      const touched = change.touched ?? {};
      const now = shown.current?.contract;
      if (!now) return;
      const own = touched.contract;
      if (own && own.length > 0 && !own.includes(id)) return;
      if (own && (saver.isSending || change.at === now.updatedAt)) return;
      if (
        own ||
        ['customer', 'contact', 'company', 'template', 'contract_issue', 'approval', 'staff', 'setting'].some(
          (k) => k in touched,
        )
      )
        later();
    });
    const again = on('again', later);
    return () => {
      window.clearTimeout(timer);
      off();
      again();
    };
  }, [id, load, saver]);

  const number = view?.number ?? '';
  const name = view?.contract.name ?? '';
  const customer = view?.customerName ?? '';
  useEffect(() => {
    if (name === '') return;
    const timer = window.setTimeout(
      () => opened({ kind: 'contract', id, title: `${number} ${name}`.trim(), subtitle: customer }),
      800,
    );
    return () => window.clearTimeout(timer);
  }, [id, number, name, customer]);

  /** Runs another call on the contract with everything typed saved first. */
  const act = useCallback(
    async (call: (version: number) => Promise<View>) => {
      await saver.flush();
      const next = await call(saver.current);
      saver.seen(next.contract.version);
      take(next);
      return next;
    },
    [saver, take],
  );

  const edit = useCallback(
    (changes: Changes) => {
      // The form around what is typed may follow a moment later: the pages are waited for.
      startTransition(() => saver.edit(changes));
      edited();
    },
    [saver, edited],
  );

  const conflict = isCode(saver.problem, 'store.conflict');
  return {
    view,
    /** The newest from the backend, also before the screen has drawn it. */
    now: () => shown.current,
    error,
    saver,
    load,
    act,
    edit,
    /** Listens for edits and for what comes from the backend, at once and not with the next drawing. */
    onEdit: useCallback((watcher: () => void) => {
      watchers.current.add(watcher);
      return () => void watchers.current.delete(watcher);
    }, []),
    unsaved: saver.unsaved,
    problem: conflict ? undefined : saver.problem,
    conflict,
    /** After a conflict: the newest from the backend, with or without what was typed here. */
    resolve: async (keepMine: boolean) => {
      const next = await api.Get(id);
      take(next);
      if (keepMine) await saver.keep(next.contract.version);
      else saver.drop(next.contract.version);
    },
  };
}
export type ContractModel = ReturnType<typeof useContract>;

/** The pages of the contract, with what is typed and not yet saved. */
export function usePages(model: ContractModel, id: number, priceFree: boolean): Proofs<Preview> {
  const { onEdit, saver } = model;
  const proofs = useProofs((seen) => api.Preview(id, { priceFree, changes: saver.unsaved, seen }));
  useEffect(() => onEdit(proofs.changed), [onEdit, proofs]);
  const copy = useRef(priceFree);
  useEffect(() => {
    if (copy.current === priceFree) return;
    copy.current = priceFree;
    proofs.changed();
  }, [priceFree, proofs]);
  return proofs;
}
