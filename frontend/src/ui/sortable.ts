import { type PointerEvent, useEffect, useRef, useState } from 'react';

/** The list with one element at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
}

/**
 * Rows put in another order by dragging their handle. Pointer events, not HTML5 drag and drop,
 * which is broken in the window on Linux. Escape puts the row back.
 */
export function useSortable(count: number, onMove: (from: number, to: number) => void) {
  const list = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>(undefined);
  const latest = useRef({ drag, onMove });
  latest.current = { drag, onMove };
  const from = drag?.from;

  useEffect(() => {
    if (from === undefined) return;
    // Rows are measured once: they do not change height while one is moved.
    const rows = Array.from(list.current?.children ?? []);
    const middles = rows.map((row) => {
      const box = row.getBoundingClientRect();
      return box.top + box.height / 2;
    });
    const others = middles.filter((_, i) => i !== from);
    const follow = (event: globalThis.PointerEvent) => {
      const to = others.length === 0 ? 0 : others.filter((middle) => event.clientY > middle).length;
      setDrag({ from, to });
    };
    const drop = () => {
      const now = latest.current.drag;
      setDrag(undefined);
      if (now && now.to !== now.from) latest.current.onMove(now.from, now.to);
    };
    const cancel = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDrag(undefined);
    };
    const leave = () => setDrag(undefined);
    window.addEventListener('pointermove', follow);
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', leave);
    window.addEventListener('keydown', cancel);
    return () => {
      window.removeEventListener('pointermove', follow);
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', leave);
      window.removeEventListener('keydown', cancel);
    };
  }, [from]);

  const plain = Array.from({ length: count }, (_, i) => i);
  return {
    list,
    /** Index of the row in the list as it was, in the order shown now. */
    order: drag ? moved(plain, drag.from, drag.to) : plain,
    lifted: drag?.from,
    lift: (event: PointerEvent, index: number) => {
      if (event.button !== 0) return;
      setDrag({ from: index, to: index });
    },
  };
}
