/** Rows chosen in a list: some by id, or all of the view but a few. */
export type Selection =
  | { mode: 'some'; ids: ReadonlySet<number> }
  | { mode: 'all'; except: ReadonlySet<number> };

export const nothingPicked: Selection = { mode: 'some', ids: new Set() };

export const isPicked = (s: Selection, id: number): boolean =>
  s.mode === 'some' ? s.ids.has(id) : !s.except.has(id);

export const selectedCount = (s: Selection, total: number): number =>
  s.mode === 'some' ? s.ids.size : Math.max(0, total - s.except.size);

/** The selection with one row flipped. */
export function toggled(s: Selection, id: number): Selection {
  const flip = (set: ReadonlySet<number>) => {
    const next = new Set(set);
    if (!next.delete(id)) next.add(id);
    return next;
  };
  return s.mode === 'some' ? { mode: 'some', ids: flip(s.ids) } : { mode: 'all', except: flip(s.except) };
}
