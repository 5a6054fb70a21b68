import { Fragment, type Node as PmNode, type ResolvedPos, Slice } from '@tiptap/pm/model';
import { type Command, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import { ReplaceStep } from '@tiptap/pm/transform';
import { soundDoc } from '../guard';

/** A change of the text: false when it does not apply here. */
export type Change = (tr: Transaction) => boolean;

/** A change as ProseMirror runs it; one that would break the schema does not apply. */
export const command =
  (change: Change): Command =>
  (state, dispatch) => {
    const tr = state.tr;
    let done = false;
    try {
      done = change(tr);
    } catch {
      // A step that does not fit: as a whole, nothing is changed.
    }
    if (!done || (tr.docChanged && !soundDoc(tr.doc, state.doc))) return false;
    dispatch?.(tr.scrollIntoView());
    return true;
  };

/** A node with where it stands. */
export interface Place {
  node: PmNode;
  pos: number;
  depth: number;
  parent: PmNode;
  index: number;
}

export function placeAt($pos: ResolvedPos, depth: number): Place {
  return {
    node: $pos.node(depth),
    pos: $pos.before(depth),
    depth,
    parent: $pos.node(depth - 1),
    index: $pos.index(depth - 1),
  };
}

/** The innermost node around a position that has one of the types. */
export function around($pos: ResolvedPos, ...types: string[]): Place | undefined {
  for (let d = $pos.depth; d > 0; d--) if (types.includes($pos.node(d).type.name)) return placeAt($pos, d);
  return undefined;
}

/** All nodes around a position that have one of the types, innermost first. */
export function allAround($pos: ResolvedPos, ...types: string[]): Place[] {
  const out: Place[] = [];
  for (let d = $pos.depth; d > 0; d--) if (types.includes($pos.node(d).type.name)) out.push(placeAt($pos, d));
  return out;
}

export const isFrame = (node: PmNode): boolean => node.type.name === 'when' || node.type.name === 'each';

/** Puts nodes exactly there, or throws: nothing is bent to fit. */
export function put(
  tr: Transaction,
  from: number,
  to: number,
  nodes: Fragment | PmNode | readonly PmNode[],
): void {
  tr.step(new ReplaceStep(from, to, new Slice(Fragment.from(nodes), 0, 0)));
}

export function cursor(tr: Transaction, anchor: number, head = anchor): void {
  const size = tr.doc.content.size;
  const at = (pos: number) => tr.doc.resolve(Math.max(0, Math.min(pos, size)));
  tr.setSelection(TextSelection.between(at(anchor), at(head)));
}
export function cursorNear(tr: Transaction, pos: number, side: 1 | -1 = 1): void {
  tr.setSelection(Selection.near(tr.doc.resolve(Math.max(0, Math.min(pos, tr.doc.content.size))), side));
}

/** Neighbours in one container that belong to the selection. */
export interface Range {
  container: PmNode;
  /** Position before the first of them, and after the last. */
  from: number;
  to: number;
  first: number;
  last: number;
  depth: number;
}

/**
 * What the selection is about: the clause whose first line holds the cursor, the row, the pair or
 * the block, and several of them where the selection reaches over several.
 */
export function rangeOf(selection: Selection): Range {
  const { $from, $to } = selection;
  let depth = $from.sharedDepth($to.pos);
  if ($from.depth > 0 && (depth > $from.depth || $from.node(depth).isTextblock)) depth--;
  if (selection.empty && depth === $from.depth && depth > 0 && !$from.nodeAfter) depth--;
  for (;;) {
    const container = $from.node(depth);
    const first = $from.index(depth);
    const type = container.type.name;
    // The first line stands for its clause, a cell for its row.
    if ((type === 'clause' && first === 0) || type === 'row') {
      depth--;
      continue;
    }
    const last = Math.max(first, $to.indexAfter(depth) - 1);
    const from = $from.posAtIndex(first, depth);
    return {
      container,
      from,
      to: $from.posAtIndex(Math.min(last + 1, container.childCount), depth),
      first,
      last,
      depth,
    };
  }
}

export const childrenOf = (range: Range): PmNode[] =>
  Array.from({ length: range.last - range.first + 1 }, (_, i) => range.container.child(range.first + i));
