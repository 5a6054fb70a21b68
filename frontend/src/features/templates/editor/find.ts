import type { Node as PmNode } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { limits, printable } from './schema';

/** A place: a stretch of the text, or one of a line that belongs to a block as a whole. */
interface Hit {
  from: number;
  to: number;
  line?: { name: string; start: number };
}
interface Found {
  query: string;
  /** Places in the document, in order. */
  hits: Hit[];
  at: number;
}
export const findKey = new PluginKey<Found>('find');
export const foundOf = (state: EditorState): Found =>
  findKey.getState(state) ?? { query: '', hits: [], at: -1 };

/** Lines beside their block: what a fact is called, who signs, the title of an annex; and their length. */
const lines: Record<string, readonly [name: string, max: number]> = {
  pair: ['label', limits.label],
  signatory: ['label', limits.label],
  signature: ['closing', limits.label],
  attachment: ['title', 2 * limits.label],
};

/** Every place where the text stands, whatever its dress; chips are not searched. */
export function search(doc: PmNode, query: string): Hit[] {
  const wanted = query.toLowerCase();
  if (wanted === '') return [];
  const hits: Hit[] = [];
  const each = (text: string, found: (start: number) => Hit) => {
    const low = text.toLowerCase();
    for (let i = low.indexOf(wanted); i >= 0; i = low.indexOf(wanted, i + wanted.length)) hits.push(found(i));
  };
  doc.descendants((node, pos) => {
    const [name] = lines[node.type.name] ?? [];
    if (name !== undefined)
      each(String(node.attrs[name] ?? ''), (start) => ({
        from: pos,
        to: pos + node.nodeSize,
        line: { name, start },
      }));
    if (!node.isTextblock) return true;
    each(node.textBetween(0, node.content.size, undefined, '\ufffc'), (i) => ({
      from: pos + 1 + i,
      to: pos + 1 + i + wanted.length,
    }));
    return false;
  });
  return hits;
}

/** Puts words in the place of a hit; false where its line has no room for them. */
function put(tr: Transaction, hit: Hit, wanted: number, words: string): boolean {
  if (!hit.line) {
    if (words === '') tr.delete(hit.from, hit.to);
    else tr.insertText(words, hit.from, hit.to);
    return true;
  }
  const { name, start } = hit.line;
  const node = tr.doc.nodeAt(hit.from);
  const now = String(node?.attrs[name] ?? '');
  const next = (now.slice(0, start) + words + now.slice(start + wanted)).trim();
  const max = lines[node?.type.name ?? '']?.[1] ?? 0;
  if ([...next].length > max) return false;
  tr.setNodeAttribute(hit.from, name, next === '' ? null : next);
  return true;
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
          hits.map((h, i) => {
            const dress = { class: i === at ? 'ky-hit ky-hit-now' : 'ky-hit' };
            return h.line ? Decoration.node(h.from, h.to, dress) : Decoration.inline(h.from, h.to, dress);
          }),
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
  if (hit.line) {
    const block = view.nodeDOM(hit.from);
    if (block instanceof HTMLElement) block.scrollIntoView({ block: 'nearest' });
    return;
  }
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
  const { hits, at, query } = foundOf(view.state);
  const hit = hits[at];
  if (!hit) return;
  const tr = view.state.tr;
  const clean = printable(text);
  if (!put(tr, hit, query.length, clean)) {
    step(view, 1);
    return;
  }
  const left = search(tr.doc, query);
  // What was put in is not found again at once.
  const next = left.findIndex((h) =>
    hit.line && h.from === hit.from
      ? h.line === undefined || h.line.start >= hit.line.start + clean.length
      : h.from >= (hit.line ? hit.from : hit.from + clean.length),
  );
  view.dispatch(tr.setMeta(findKey, { at: left.length === 0 ? -1 : Math.max(next, 0) }));
  reveal(view);
}

/** Replaces all at once, as one step to undo; tells how many. */
export function replaceAll(view: EditorView, text: string): number {
  const { hits, query } = foundOf(view.state);
  const tr = view.state.tr;
  const clean = printable(text);
  const done = [...hits].reverse().filter((hit) => put(tr, hit, query.length, clean)).length;
  if (done > 0) view.dispatch(tr);
  return done;
}
