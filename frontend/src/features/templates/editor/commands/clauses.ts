import { GapCursor } from '@tiptap/pm/gapcursor';
import { Fragment, type Node as PmNode } from '@tiptap/pm/model';
import { NodeSelection, type Transaction } from '@tiptap/pm/state';
import {
  around,
  type Change,
  childrenOf,
  command,
  cursor,
  cursorNear,
  isFrame,
  type Place,
  placeAt,
  put,
  type Range,
  rangeOf,
} from './command';

const keep = (tr: Transaction, by: number, anchor: number, head: number) =>
  cursor(tr, anchor + by, head + by);

/** One level deeper: the clauses become the last of the clause before them, with all they hold. */
export const indent: Change = (tr) => {
  const { anchor, head } = tr.selection;
  const range = rangeOf(tr.selection);
  const before = range.first > 0 ? range.container.child(range.first - 1) : undefined;
  if (before?.type.name !== 'clause') return false;
  const moved = childrenOf(range);
  put(tr, range.from, range.to, []);
  put(tr, range.from - 1, range.from - 1, moved);
  keep(tr, -1, anchor, head);
  return true;
};

/** The frames that hold nothing but the range go with it. */
function withFrames(tr: Transaction, range: Range): Range {
  const $from = tr.selection.$from;
  let r = range;
  while (isFrame(r.container) && r.last - r.first + 1 === r.container.childCount && r.depth > 0) {
    const depth = r.depth - 1;
    const index = $from.index(depth);
    const from = $from.posAtIndex(index, depth);
    r = {
      container: $from.node(depth),
      from,
      to: from + r.container.nodeSize,
      first: index,
      last: index,
      depth,
    };
  }
  return r;
}

/** The first line of a clause as heading or as paragraph. */
function firstAs(clause: PmNode, type: 'heading' | 'paragraph'): PmNode {
  const first = clause.firstChild;
  if (!first || first.type.name === type) return clause;
  const line = clause.type.schema.nodes[type]?.create(null, first.content);
  return line ? clause.copy(clause.content.replaceChild(0, line)) : clause;
}

/** One level up: what followed in the old clause goes with the last one, as in every outline. */
export const outdent: Change = (tr) => {
  const { anchor, head, $from } = tr.selection;
  const range = withFrames(tr, rangeOf(tr.selection));
  const { container, depth } = range;
  if (container.type.name !== 'clause' || depth === 0) return false;
  const moved = childrenOf(range);
  const rest: PmNode[] = [];
  for (let i = range.last + 1; i < container.childCount; i++) rest.push(container.child(i));
  const last = moved.at(-1) as PmNode;
  if (rest.length > 0) {
    if (last.type.name !== 'clause') return false;
    moved[moved.length - 1] = last.copy(last.content.append(Fragment.from(rest)));
  }
  // An empty line becomes what its new neighbours are.
  const [only] = moved;
  if (
    moved.length === 1 &&
    only?.type.name === 'clause' &&
    only.childCount === 1 &&
    only.firstChild?.content.size === 0
  )
    moved[0] = firstAs(only, container.firstChild?.type.name === 'heading' ? 'heading' : 'paragraph');
  const end = $from.end(depth);
  put(tr, range.from, end, []);
  put(tr, range.from + 1, range.from + 1, moved);
  keep(tr, 1, anchor, head);
  return true;
};

/** The clause gives up its number: what it holds stays where it is. */
export function dissolve(tr: Transaction, pos: number): boolean {
  const clause = tr.doc.nodeAt(pos);
  if (clause?.type.name !== 'clause') return false;
  const { anchor, head } = tr.selection;
  put(tr, pos, pos + clause.nodeSize, firstAs(clause, 'paragraph').content);
  keep(tr, -1, anchor, head);
  return true;
}

const newClause = (tr: Transaction, first: 'heading' | 'paragraph', content?: Fragment): PmNode => {
  const nodes = tr.doc.type.schema.nodes;
  return (nodes.clause as NonNullable<typeof nodes.clause>).create(null, nodes[first]?.create(null, content));
};

/** The clause in whose first line the cursor stands. */
export function ownClause(tr: { selection: Transaction['selection'] }): Place | undefined {
  const { $from } = tr.selection;
  const clause = around($from, 'clause');
  return clause && $from.depth === clause.depth + 1 && $from.index(clause.depth) === 0 ? clause : undefined;
}

/** Enter on an empty line: out of the level, out of the condition, and at last out of the numbers. */
function leave(tr: Transaction): boolean {
  const { $from } = tr.selection;
  const clause = ownClause(tr);
  if (clause) {
    if (clause.node.childCount > 1) return dissolve(tr, clause.pos);
    if (isFrame(clause.parent)) return leaveFrame(tr, clause);
    if (clause.parent.type.name === 'clause') return outdent(tr);
    return dissolve(tr, clause.pos);
  }
  const line = placeAt($from, $from.depth);
  if (line.index !== line.parent.childCount - 1 || line.index === 0) return false;
  if (isFrame(line.parent)) return leaveFrame(tr, line);
  if (line.parent.type.name !== 'clause') return false;
  put(tr, line.pos, line.pos + line.node.nodeSize, []);
  put(tr, line.pos + 1, line.pos + 1, line.node);
  cursor(tr, line.pos + 2);
  return true;
}

function leaveFrame(tr: Transaction, at: Place): boolean {
  if (at.index !== at.parent.childCount - 1 || at.index === 0) return false;
  put(tr, at.pos, at.pos + at.node.nodeSize, []);
  put(tr, at.pos + 1, at.pos + 1, at.node);
  cursorNear(tr, at.pos + 2);
  return true;
}

function splitLine(tr: Transaction): boolean {
  const { $from } = tr.selection;
  const line = $from.parent;
  const schema = tr.doc.type.schema;
  const paragraph = schema.nodes.paragraph;
  if (!paragraph) return false;
  const type = line.type.name;
  const rest = line.content.cut($from.parentOffset);
  if (type === 'title' || type === 'subtitle') {
    put(tr, $from.pos, $from.end(), []);
    put(tr, $from.pos + 1, $from.pos + 1, paragraph.create(null, rest));
    cursor(tr, $from.pos + 2);
    return true;
  }
  const clause = ownClause(tr);
  if (!clause) {
    if (line.content.size === 0 && leave(tr)) return true;
    tr.split($from.pos, 1, [{ type: paragraph, attrs: line.attrs }]);
    return true;
  }
  if (line.content.size === 0) return leave(tr);
  const atEnd = $from.parentOffset === line.content.size;
  const next = clause.node.childCount > 1 ? clause.node.child(1) : undefined;
  const below = next?.type.name === 'clause' || (type === 'heading' && atEnd);
  if (atEnd && below) {
    // A heading goes on below itself; a line with items gets a first one.
    const deep = depthOf(tr, clause) >= 5;
    const made = deep ? paragraph.create() : newClause(tr, 'paragraph');
    put(tr, $from.after(), $from.after(), made);
    cursor(tr, $from.after() + (deep ? 1 : 2));
    return true;
  }
  if ($from.parentOffset === 0) {
    put(tr, clause.pos, clause.pos, newClause(tr, type === 'heading' ? 'heading' : 'paragraph'));
    return true;
  }
  const attrs = { lock: clause.node.attrs.lock };
  tr.split($from.pos, 2, [{ type: clause.node.type, attrs }, { type: line.type }]);
  return true;
}

const depthOf = (tr: Transaction, clause: Place): number => {
  let n = 0;
  const { $from } = tr.selection;
  for (let d = clause.depth; d > 0; d--) {
    if ($from.node(d).type.name === 'clause') n++;
    if ($from.node(d).type.name === 'attachment') break;
  }
  return n;
};

/** Enter where it starts a line of text. */
export const enter: Change = (tr) => {
  const { $from } = tr.selection;
  const schema = tr.doc.type.schema;
  if (tr.selection instanceof NodeSelection && tr.selection.node.isBlock) {
    const after = tr.selection.to;
    put(tr, after, after, schema.nodes.paragraph?.create() as PmNode);
    cursor(tr, after + 1);
    return true;
  }
  if (tr.selection instanceof GapCursor) {
    put(tr, $from.pos, $from.pos, schema.nodes.paragraph?.create() as PmNode);
    cursor(tr, $from.pos + 1);
    return true;
  }
  const type = $from.parent.type.name;
  if (type === 'cell') return lineBreak(tr);
  if (type === 'pair') return nextPair(tr);
  return $from.parent.isTextblock && splitLine(tr);
};

export const lineBreak: Change = (tr) => {
  const node = tr.doc.type.schema.nodes.break?.create();
  if (!node || !tr.selection.$from.parent.inlineContent) return false;
  tr.replaceSelectionWith(node, false);
  return true;
};

function nextPair(tr: Transaction): boolean {
  const { $from } = tr.selection;
  const pair = around($from, 'pair');
  if (!pair) return false;
  const parentDepth = pair.depth - 1;
  const empty = pair.node.content.size === 0 && !pair.node.attrs.label;
  if (
    empty &&
    pair.parent.type.name === 'pairs' &&
    pair.parent.childCount > 1 &&
    pair.index === pair.parent.childCount - 1
  ) {
    const out = $from.after(parentDepth);
    put(tr, out, out, tr.doc.type.schema.nodes.paragraph?.create() as PmNode);
    put(tr, pair.pos, pair.pos + pair.node.nodeSize, []);
    cursor(tr, out - pair.node.nodeSize + 1);
    return true;
  }
  const rest = pair.node.content.cut($from.parentOffset);
  const made = pair.node.type.create(null, rest);
  const after = $from.after(pair.depth);
  put(tr, after, after, made);
  if (rest.size > 0) put(tr, $from.pos, $from.end(), []);
  cursor(tr, after - rest.size + 1);
  return true;
}

const lines = ['paragraph', 'heading', 'title', 'subtitle'];

/** The last line of text in a node that may be joined with; conditions and tables are not entered. */
function lastLine(node: PmNode, pos: number): { node: PmNode; pos: number } | undefined {
  if (lines.includes(node.type.name)) return { node, pos };
  if (node.type.name !== 'clause' || !node.lastChild) return undefined;
  return lastLine(node.lastChild, pos + node.nodeSize - 1 - node.lastChild.nodeSize);
}

/** Backspace at the start of a line: the number goes first, then the line joins the one before. */
export const backward: Change = (tr) => {
  const { $from, empty } = tr.selection;
  if (!empty || !$from.parent.isTextblock || $from.parentOffset > 0) return false;
  const type = $from.parent.type.name;
  if (type === 'cell' || type === 'pair') return true; // the view goes to the label
  const own = ownClause(tr);
  if (own) return dissolve(tr, own.pos);
  const line = placeAt($from, $from.depth);
  if (line.index === 0) {
    if (!isFrame(line.parent)) {
      // Nothing before it: a title becomes plain text.
      if (type !== 'paragraph') tr.setNodeMarkup(line.pos, tr.doc.type.schema.nodes.paragraph, null);
      else if (line.node.attrs.align) tr.setNodeAttribute(line.pos, 'align', null);
      return true;
    }
    const frame = placeAt($from, $from.depth - 1);
    if (frame.node.childCount === 1) put(tr, frame.pos, frame.pos + frame.node.nodeSize, frame.node.content);
    else {
      put(tr, line.pos, line.pos + line.node.nodeSize, []);
      put(tr, frame.pos, frame.pos, line.node);
    }
    cursor(tr, frame.pos + 1);
    return true;
  }
  const before = line.parent.child(line.index - 1);
  const pos = line.pos - before.nodeSize;
  const target = lastLine(before, pos);
  if (target) {
    const end = target.pos + target.node.nodeSize - 1;
    put(tr, line.pos, line.pos + line.node.nodeSize, []);
    put(tr, end, end, line.node.content);
    cursor(tr, end);
    return true;
  }
  if (before.isAtom) {
    if (line.node.content.size === 0 && line.parent.childCount > 1)
      put(tr, line.pos, line.pos + line.node.nodeSize, []);
    tr.setSelection(NodeSelection.create(tr.doc, pos));
    return true;
  }
  if (line.node.content.size === 0) put(tr, line.pos, line.pos + line.node.nodeSize, []);
  cursorNear(tr, line.pos - 1, -1);
  return true;
};

/** Delete at the end of a line: what comes next joins it. */
export const forward: Change = (tr) => {
  const { $from, empty } = tr.selection;
  if (!empty || !$from.parent.isTextblock || $from.parentOffset < $from.parent.content.size) return false;
  if (['cell', 'pair'].includes($from.parent.type.name)) return true;
  const here = $from.pos;
  // What follows in the text, at whatever level.
  let depth = $from.depth - 1;
  while (
    depth > 0 &&
    $from.index(depth) === $from.node(depth).childCount - 1 &&
    $from.node(depth).type.name === 'clause'
  )
    depth--;
  const container = $from.node(depth);
  const index = $from.index(depth) + 1;
  if (index >= container.childCount) return true;
  const next = container.child(index);
  const pos = $from.posAtIndex(index, depth);
  if (next.isAtom) {
    tr.setSelection(NodeSelection.create(tr.doc, pos));
    return true;
  }
  if (next.type.name === 'clause') {
    const line = next.firstChild as PmNode;
    const rest = next.content.cut(line.nodeSize);
    put(tr, pos, pos + next.nodeSize, rest);
    put(tr, here, here, line.content);
    cursor(tr, here);
    return true;
  }
  if (!lines.includes(next.type.name)) return true;
  put(tr, pos, pos + next.nodeSize, []);
  put(tr, here, here, next.content);
  cursor(tr, here);
  return true;
};

/** Moves what the selection is about past its neighbour; at the edge, into the clause before or after. */
export const move = (by: 1 | -1): Change => {
  return (tr) => {
    const { anchor, head, $from } = tr.selection;
    const range = rangeOf(tr.selection);
    const { container, depth } = range;
    const lowest = container.type.name === 'clause' ? 1 : 0;
    const moved = childrenOf(range);
    const size = range.to - range.from;
    const take = () => put(tr, range.from, range.to, []);
    const shift = (to: number) => {
      put(tr, to, to, moved);
      keep(tr, to - range.from, anchor, head);
      if (tr.selection.empty && moved[0]?.isAtom) tr.setSelection(NodeSelection.create(tr.doc, to));
      return true;
    };
    if (by < 0 && range.first > lowest) {
      const before = container.child(range.first - 1);
      take();
      return shift(range.from - before.nodeSize);
    }
    if (by > 0 && range.last < container.childCount - 1) {
      const after = container.child(range.last + 1);
      take();
      return shift(range.from + after.nodeSize);
    }
    if (depth === 0 || moved.length === container.childCount) return false;
    const outer = $from.node(depth - 1);
    const at = $from.index(depth - 1);
    const start = $from.before(depth);
    const end = $from.after(depth);
    if (isFrame(container)) {
      take();
      return shift(by < 0 ? start : end - size);
    }
    if (container.type.name !== 'clause') return false;
    const target =
      by < 0
        ? at > 0
          ? outer.child(at - 1)
          : undefined
        : at + 1 < outer.childCount
          ? outer.child(at + 1)
          : undefined;
    if (target?.type.name !== 'clause') return false;
    take();
    return shift(by < 0 ? start - 1 : end - size + 1 + (target.firstChild?.nodeSize ?? 0));
  };
};

/** Moves a node to another place, both given as positions before the change. */
export const moveTo =
  (from: number, to: number): Change =>
  (tr) => {
    const node = tr.doc.nodeAt(from);
    if (!node || (to >= from && to <= from + node.nodeSize)) return false;
    put(tr, from, from + node.nodeSize, []);
    const at = to > from ? to - node.nodeSize : to;
    put(tr, at, at, node);
    if (node.isAtom) tr.setSelection(NodeSelection.create(tr.doc, at));
    else cursorNear(tr, at + 1);
    return true;
  };

/** What a line of text can be made. */
export type LineStyle = 'title' | 'subtitle' | 'heading' | 'clause' | 'paragraph' | 'note';

/** The style of the line that holds the cursor. */
export function styleOf(selection: Transaction['selection']): LineStyle | undefined {
  const { $from } = selection;
  const type = $from.parent.type.name;
  if (type === 'title' || type === 'subtitle' || type === 'heading') return type;
  if (type !== 'paragraph') return undefined;
  if (ownClause({ selection })) return 'clause';
  return $from.parent.attrs.note ? 'note' : 'paragraph';
}

/** Makes the line that holds the cursor a title, a clause, plain text … */
export const restyle =
  (style: LineStyle): Change =>
  (tr) => {
    const { $from, anchor, head } = tr.selection;
    const nodes = tr.doc.type.schema.nodes;
    const now = styleOf(tr.selection);
    if (!now || now === style) return false;
    const numbered = style === 'clause' || style === 'heading';
    const own = ownClause(tr);
    if (own && numbered) {
      tr.setNodeMarkup($from.before(), nodes[style === 'heading' ? 'heading' : 'paragraph'], null);
      return true;
    }
    if (own && !dissolve(tr, own.pos)) return false;
    const line = tr.selection.$from;
    const pos = line.before();
    if (numbered) {
      const made = newClause(tr, style === 'heading' ? 'heading' : 'paragraph', line.parent.content);
      put(tr, pos, pos + line.parent.nodeSize, made);
      cursor(tr, anchor + 1, head + 1);
      return true;
    }
    const type = style === 'title' || style === 'subtitle' ? style : 'paragraph';
    tr.setNodeMarkup(pos, nodes[type], style === 'note' ? { note: true } : null);
    return true;
  };

export const align =
  (to: string | null): Change =>
  (tr) => {
    let done = false;
    tr.doc.nodesBetween(tr.selection.from, tr.selection.to, (node, pos) => {
      if (node.type.name === 'image' && to === 'justify') return false;
      if (node.type.name !== 'paragraph' && node.type.name !== 'image') return true;
      tr.setNodeAttribute(pos, 'align', to);
      done = true;
      return false;
    });
    return done;
  };

/** Sets the lock of the clause around the cursor; null leaves it to the clause around that one. */
export const lock =
  (pos: number, to: string | null): Change =>
  (tr) => {
    if (tr.doc.nodeAt(pos)?.type.name !== 'clause') return false;
    tr.setNodeAttribute(pos, 'lock', to);
    return true;
  };

export const run = command;
