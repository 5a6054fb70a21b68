import type { Node as PmNode } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { printable } from './schema';

interface Found {
  query: string;
  /** Places in the document, in order. */
  hits: { from: number; to: number }[];
  at: number;
}
export const findKey = new PluginKey<Found>('find');
export const foundOf = (state: EditorState): Found =>
  findKey.getState(state) ?? { query: '', hits: [], at: -1 };

/** Every place where the text stands, whatever its dress; chips are not searched. */
export function search(doc: PmNode, query: string): { from: number; to: number }[] {
  const wanted = query.toLowerCase();
  if (wanted === '') return [];
  const hits: { from: number; to: number }[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, '\ufffc').toLowerCase();
    for (let i = text.indexOf(wanted); i >= 0; i = text.indexOf(wanted, i + wanted.length))
      hits.push({ from: pos + 1 + i, to: pos + 1 + i + wanted.length });
    return false;
  });
  return hits;
}

const after = (hits: Found['hits'], pos: number): number => {
  const at = hits.findIndex((h) => h.from >= pos);
  return hits.length === 0 ? -1 : Math.max(at, 0);
};

export const finding = (): Plugin<Found> =>
  new Plugin<Found>({
    key: findKey,
    state: {
      init: () => ({ query: '', hits: [], at: -1 }),
      apply: (tr, old, _before, state) => {
        const meta = tr.getMeta(findKey) as { query?: string; at?: number } | undefined;
        if (!meta && !tr.docChanged) return old;
        const query = meta?.query ?? old.query;
        if (query === '') return old.query === '' ? old : { query, hits: [], at: -1 };
        const hits = tr.docChanged || query !== old.query ? search(state.doc, query) : old.hits;
        const at =
          meta?.at ??
          (query !== old.query ? after(hits, state.selection.from) : Math.min(old.at, hits.length - 1));
        return { query, hits, at };
      },
    },
    props: {
      decorations: (state) => {
        const { hits, at } = foundOf(state);
        if (hits.length === 0) return null;
        return DecorationSet.create(
          state.doc,
          hits.map((h, i) =>
            Decoration.inline(h.from, h.to, { class: i === at ? 'ky-hit ky-hit-now' : 'ky-hit' }),
          ),
        );
      },
    },
  });

export const findText = (view: EditorView, query: string): void => {
  view.dispatch(view.state.tr.setMeta(findKey, { query }));
  reveal(view);
};

/** Shows the hit that is meant without taking the cursor out of the search field. */
function reveal(view: EditorView): void {
  const { hits, at } = foundOf(view.state);
  const hit = hits[at];
  if (!hit) return;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, hit.from, hit.to)));
  const dom = view.domAtPos(hit.from).node;
  (dom instanceof HTMLElement ? dom : dom.parentElement)?.scrollIntoView({ block: 'nearest' });
}

export function step(view: EditorView, by: 1 | -1): void {
  const { hits, at } = foundOf(view.state);
  if (hits.length === 0) return;
  view.dispatch(view.state.tr.setMeta(findKey, { at: (at + by + hits.length) % hits.length }));
  reveal(view);
}

export function replaceOne(view: EditorView, text: string): void {
  const { hits, at } = foundOf(view.state);
  const hit = hits[at];
  if (!hit) return;
  const tr = view.state.tr;
  const clean = printable(text);
  if (clean === '') tr.delete(hit.from, hit.to);
  else tr.insertText(clean, hit.from, hit.to);
  const left = search(tr.doc, foundOf(view.state).query);
  view.dispatch(tr.setMeta(findKey, { at: after(left, hit.from + clean.length) }));
  reveal(view);
}

/** Replaces all at once, as one step to undo; tells how many. */
export function replaceAll(view: EditorView, text: string): number {
  const { hits } = foundOf(view.state);
  const tr = view.state.tr;
  const clean = printable(text);
  for (const hit of [...hits].reverse()) {
    if (clean === '') tr.delete(hit.from, hit.to);
    else tr.insertText(clean, hit.from, hit.to);
  }
  if (hits.length > 0) view.dispatch(tr);
  return hits.length;
}
