import { closeHistory } from '@tiptap/pm/history';
import { Fragment, type Node as PmNode, Slice } from '@tiptap/pm/model';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { Text } from '@/i18n';
import { clearSelection, deleteSelection, fromJson, gap, withoutTakenIds } from './commands/blocks';
import { ownClause } from './commands/clauses';
import { type Change, command, cursorNear, put } from './commands/command';
import { copied } from './copy';
import type { Hooks } from './hooks';
import { fromHtml, type LeftOut } from './pasteHtml';
import { assembled, fromText, type Pasted } from './pasteLines';
import { isPicture } from './pictures';
import type { Tree } from './schema';

const ATTRIBUTE = 'data-keyue';

/** Puts inline nodes in place of the selection. */
const putInline =
  (inline: readonly Tree[]): Change =>
  (tr) => {
    if (!tr.selection.empty) clearSelection(tr);
    const { $from } = tr.selection;
    if (!$from.parent.inlineContent) return false;
    const nodes = fromJson(tr, inline);
    const size = nodes.reduce((n, node) => n + node.nodeSize, 0);
    put(tr, $from.pos, $from.pos, nodes);
    cursorNear(tr, $from.pos + size);
    return true;
  };

/** Everything on one line, broken where there were lines: what fits into a cell or a heading. */
function asLine(nodes: readonly PmNode[], breaks: boolean): Tree[] {
  const out: Tree[] = [];
  const visit = (node: PmNode) => {
    if (!node.isTextblock) {
      node.forEach(visit);
      return;
    }
    if (out.length > 0 && node.childCount > 0)
      out.push(breaks ? { type: 'break' } : { type: 'text', text: ' ' });
    for (let i = 0; i < node.childCount; i++) out.push(node.child(i).toJSON() as Tree);
  };
  nodes.forEach(visit);
  return out;
}

/**
 * Puts blocks in at the cursor. The rest of a line that is cut in two comes after them; what may
 * not stand there is put in as plain lines.
 */
const putBlocks =
  (nodes: readonly PmNode[]): Change =>
  (tr) => {
    if (!tr.selection.empty) clearSelection(tr);
    const { $from } = tr.selection;
    if (!$from.parent.isTextblock) return false;
    if (
      ['cell', 'pair', 'title', 'subtitle', 'heading'].includes($from.parent.type.name) &&
      nodes.every((n) => n.isTextblock)
    )
      return putInline(asLine(nodes, ['cell', 'pair'].includes($from.parent.type.name)))(tr);
    if (['cell', 'pair'].includes($from.parent.type.name)) return putInline(asLine(nodes, true))(tr);
    const own = ownClause(tr);
    // Clauses pasted into an empty clause take its place.
    if (
      own &&
      own.node.childCount === 1 &&
      $from.parent.content.size === 0 &&
      nodes.every((n) => n.type.name === 'clause')
    ) {
      put(tr, own.pos, own.pos + own.node.nodeSize, nodes);
      cursorNear(tr, own.pos + nodes.reduce((n, node) => n + node.nodeSize, 0) - 1, -1);
      return true;
    }
    const all = nodes[0]?.type.name === 'clause' && own;
    if (all && $from.parentOffset === $from.parent.content.size) {
      // Clauses come after the clause that the cursor is in, at its level.
      const after = own.pos + own.node.nodeSize;
      put(tr, after, after, nodes);
      cursorNear(tr, after + nodes.reduce((n, node) => n + node.nodeSize, 0) - 1, -1);
      return true;
    }
    const middle = $from.parentOffset > 0 && $from.parentOffset < $from.parent.content.size;
    if (middle && $from.parent.type.name === 'paragraph' && !own) {
      tr.split($from.pos, 1);
      tr.setSelection(cursorAt(tr, $from.pos));
    }
    const at = gap(
      tr,
      nodes.map((n) => n.type.name),
    );
    if (!at) return false;
    put(tr, at.from, at.to, nodes);
    const size = nodes.reduce((n, node) => n + node.nodeSize, 0);
    cursorNear(tr, at.from + size - 1, -1);
    return true;
  };
const cursorAt = (tr: Transaction, pos: number) => {
  cursorNear(tr, pos, -1);
  return tr.selection;
};

/** A title among pasted blocks is a plain centred line where no title may stand. */
const tamed = (trees: readonly Tree[]): Tree[] =>
  trees.map((t) =>
    t.type === 'title' || t.type === 'subtitle'
      ? { type: 'paragraph', attrs: { align: 'center' }, content: t.content }
      : t,
  );
/** At last, only the lines: every text as a paragraph. */
const bare = (trees: readonly Tree[]): Tree[] =>
  trees.flatMap((t): Tree[] =>
    ['title', 'subtitle', 'heading', 'paragraph', 'cell', 'pair'].includes(t.type)
      ? [{ type: 'paragraph', ...(t.content && { content: t.content }) }]
      : bare(t.content ?? []),
  );

/** Runs a change as one step of its own: what is typed right before or after is undone by itself. */
const alone =
  (view: EditorView) =>
  (change: Change): boolean =>
    command(change)(view.state, (tr) => {
      view.dispatch(closeHistory(tr.setMeta('paste', true)));
      view.dispatch(closeHistory(view.state.tr));
    });

/** Pastes lines: one line into the line, several as blocks. Tells what could not be kept. */
export function pasteLines(view: EditorView, lines: readonly Pasted[]): 'all' | 'plain' | 'nothing' {
  const run = alone(view);
  const only = lines.length === 1 ? lines[0] : undefined;
  if (only?.kind === 'line' && !only.list && only.heading === undefined && !only.title)
    return run(putInline(only.inline)) ? 'all' : 'nothing';
  const trees = assembled(lines);
  if (trees.length === 0) return 'all';
  const nodes = (list: readonly Tree[]) =>
    withoutTakenIds(Fragment.from(list.map((t) => view.state.schema.nodeFromJSON(t))), view.state.doc);
  if (run(putBlocks(nodes(trees))) || run(putBlocks(nodes(tamed(trees))))) return 'all';
  return run(putBlocks(nodes(bare(trees)))) ? 'plain' : 'nothing';
}

/** What was copied here comes back as it was, apart from identifiers that are taken. */
function pasteOwn(view: EditorView, json: string): boolean {
  let slice: Slice;
  try {
    slice = Slice.fromJSON(view.state.schema, JSON.parse(json));
    for (let i = 0; i < slice.content.childCount; i++) slice.content.child(i).check();
  } catch {
    return false;
  }
  const run = alone(view);
  const inline =
    slice.content.childCount === 1 && slice.content.firstChild?.isTextblock && slice.openStart > 0;
  if (inline && slice.content.firstChild) return run(putInline(asLine([slice.content.firstChild], true)));
  if (slice.content.firstChild?.isInline) {
    const list: Tree[] = [];
    slice.content.forEach((n) => {
      list.push(n.toJSON() as Tree);
    });
    return run(putInline(list));
  }
  const nodes = withoutTakenIds(slice.content, view.state.doc);
  const whole = nodes.filter((n) => n.childCount > 0 || n.isAtom || n.isTextblock);
  if (run(putBlocks(whole))) return true;
  const trees = bare(whole.map((n) => n.toJSON() as Tree));
  return run(putBlocks(trees.map((t) => view.state.schema.nodeFromJSON(t))));
}

/** What was left out, in sentences; empty when that is nothing. */
const said = (left: LeftOut, t: Text['editor']['paste']): string =>
  t.sentences(
    (['images', 'comments', 'deleted', 'struck'] as const)
      .filter((kind) => left[kind] > 0)
      .map((kind) => t[kind](left[kind])),
  );

/** Copy and paste: out as clean HTML and text with numbers, in from anywhere as what a contract has. */
export function clipboard(hooks: Hooks, notice: (text: string) => void): Plugin {
  const copy = (view: EditorView, event: ClipboardEvent): boolean => {
    const { selection } = view.state;
    if (selection.empty || !event.clipboardData) return false;
    const { html, text } = copied(view.state);
    const slice = selection.content();
    const json = JSON.stringify(new Slice(slice.content, slice.openStart, slice.openEnd).toJSON());
    const safe = json.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
    event.clipboardData.setData('text/html', `<div ${ATTRIBUTE}="${safe}">${html}</div>`);
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
    return true;
  };
  return new Plugin({
    props: {
      handleDOMEvents: {
        copy,
        cut: (view, event) => {
          if (!copy(view, event)) return false;
          if (!hooks.readOnly()) command(deleteSelection)(view.state, view.dispatch);
          return true;
        },
      },
      handlePaste: (view, event) => {
        const data = event.clipboardData;
        if (!data || hooks.readOnly()) return true;
        const t = hooks.text().editor.paste;
        const html = data.getData('text/html');
        const pictures = [...data.files].filter(isPicture);
        const plainOnly = (event as ClipboardEvent & { shiftKey?: boolean }).shiftKey === true;
        if (html !== '' && !plainOnly) {
          const own = new DOMParser().parseFromString(html, 'text/html').querySelector(`[${ATTRIBUTE}]`);
          const json = own?.getAttribute(ATTRIBUTE);
          if (json && pasteOwn(view, json)) return true;
          const { lines, left } = fromHtml(html);
          // A picture that was copied by itself comes as a file, with where it was in HTML.
          if (lines.length === 0 && pictures.length > 0) {
            hooks.pictures(pictures);
            return true;
          }
          const lost = said(left, t);
          if (lines.length > 0 || lost !== '') {
            const result = pasteLines(view, lines);
            if (result === 'nothing') notice(t.nowhere);
            else if (lost !== '') notice(result === 'plain' ? t.sentences([t.plain, lost]) : lost);
            else if (result === 'plain') notice(t.plain);
            return true;
          }
        }
        const text = data.getData('text/plain');
        if (text !== '') {
          const lines = fromText(text);
          if (pasteLines(view, lines) === 'nothing') notice(t.nowhere);
        } else if (pictures.length > 0) hooks.pictures(pictures);
        return true;
      },
    },
  });
}
