import type { Node as PmNode } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { ReplaceStep } from '@tiptap/pm/transform';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { gridOf, spanOf } from './commands/table';
import { type Condition, type ConditionWords, complete, keysOf, read } from './condition';
import { formatFits, type Names } from './names';
import { annex, annexPrefix, hang, label, ladder, reference } from './numbers';

/** Sentences that are drawn in the text. */
export interface Words extends ConditionWords {
  repeat: (list: string) => string;
  goneField: (key: string) => string;
  goneClause: string;
  outside: (label: string) => string;
  badFormat: (label: string) => string;
  incomplete: string;
  format: (format: string) => string;
}

/** What the drawing needs besides the text. */
export interface Context {
  names: Names;
  /** Of the template; decides how numbers look. */
  language: string;
  numbering: readonly string[] | undefined;
  words: Words;
  /** Where a part of a document stands that is edited by itself. */
  part?: Part;
}

/** What a reference can point at, as the document numbers it. */
export interface Target {
  id: string;
  number: string;
  reference: string;
  headline: string;
}
export interface Part {
  /** Of its first clause among its neighbours, and of those around it, outermost first. */
  ordinals: readonly number[];
  targets: readonly Target[];
}

/** A clause or annex with its number. */
export interface Numbered {
  pos: number;
  type: 'clause' | 'attachment';
  id: string;
  level: number;
  number: string;
  reference: string;
  headline: string;
}

interface Notes {
  context: Context;
  decorations: DecorationSet;
  outline: Numbered[];
}
export const notesKey = new PluginKey<Notes>('notes');
export const notesOf = (state: EditorState): Notes => notesKey.getState(state) as Notes;
export const setContext = (tr: Transaction, context: Context): Transaction =>
  tr.setMeta(notesKey, context).setMeta('addToHistory', false);

export const headline = (node: PmNode): string =>
  node.type.name === 'attachment'
    ? String(node.attrs.title ?? '')
    : (node.firstChild?.textBetween(0, node.firstChild.content.size, undefined, '…') ?? '').slice(0, 40);

interface Counter {
  clauses: number;
  annexes: number;
}

/** Numbers of all clauses: what a number depends on is only what stands before it. */
export function outlineOf(
  doc: PmNode,
  context: Pick<Context, 'language' | 'numbering' | 'part'>,
): Numbered[] {
  const styles = ladder(context.numbering, context.language);
  const out: Numbered[] = [];
  const list = (node: PmNode, at: number, outer: readonly number[], c: Counter, prefix: string) => {
    node.forEach((child, offset) => {
      const pos = at + offset;
      const type = child.type.name;
      if (type === 'clause') {
        c.clauses++;
        const ordinals = [...outer, c.clauses];
        const style = styles[ordinals.length - 1] ?? 'none';
        out.push({
          pos,
          type,
          id: String(child.attrs.id ?? ''),
          level: ordinals.length,
          number: label(style, ordinals),
          reference: prefix + reference(styles, ordinals, context.language),
          headline: headline(child),
        });
        list(child, pos + 1, ordinals, { clauses: 0, annexes: 0 }, prefix);
      } else if (type === 'attachment') {
        c.annexes++;
        const name = annex(c.annexes, context.language);
        out.push({
          pos,
          type,
          id: String(child.attrs.id ?? ''),
          level: 0,
          number: name,
          reference: name,
          headline: headline(child),
        });
        list(child, pos + 1, [], { clauses: 0, annexes: 0 }, annexPrefix(name, context.language));
      } else if (type === 'when' || type === 'each') list(child, pos + 1, outer, c, prefix);
    });
  };
  const ordinals = context.part?.ordinals ?? [];
  list(doc, 0, ordinals.slice(0, -1), { clauses: (ordinals.at(-1) ?? 1) - 1, annexes: 0 }, '');
  return out;
}

/** What else of the document around references can point at. */
export const outside = (outline: readonly Numbered[], part: Part | undefined): readonly Target[] =>
  (part?.targets ?? []).filter((target) => !outline.some((n) => n.id === target.id));

function annotate(doc: PmNode, context: Context): Notes {
  const outline = outlineOf(doc, context);
  const numbered = new Map(outline.map((n) => [n.pos, n]));
  const targets = [...outside(outline, context.part), ...outline.filter((n) => n.id !== '')];
  const references = new Map(targets.map((n) => [n.id, n.reference]));
  const styles = ladder(context.numbering, context.language);
  const { names, words } = context;
  const found: Decoration[] = [];
  const put = (
    pos: number,
    node: PmNode,
    spec: Record<string, unknown>,
    attrs: Record<string, string> = {},
  ) => found.push(Decoration.node(pos, pos + node.nodeSize, attrs, spec));
  const wrong = (key: string, list: string | undefined): string => {
    const meaning = names.of(key);
    if (!meaning) return words.goneField(names.label(key));
    if (meaning.list !== undefined && meaning.list !== list) return words.outside(meaning.label);
    return '';
  };
  /** Columns of the table that the walk is in. */
  let grid: ReturnType<typeof gridOf> = [];
  const visit = (node: PmNode, at: number, list: string | undefined) => {
    if (node.type.name === 'table') grid = gridOf(node);
    node.forEach((child, offset) => {
      const pos = at + offset;
      const attrs = child.attrs;
      switch (child.type.name) {
        case 'text':
        case 'break':
        case 'blank':
          return;
        case 'clause':
        case 'attachment': {
          const n = numbered.get(pos);
          if (n)
            put(pos, child, {
              number: n.number,
              level: n.level,
              hang: hang(styles[n.level - 1] ?? '', n.level),
            });
          break;
        }
        case 'field': {
          const key = String(attrs.key ?? '');
          const format = String(attrs.format ?? '');
          const meaning = names.of(key);
          let bad = wrong(key, list);
          if (bad === '' && meaning && !formatFits(meaning.type, format))
            bad = words.badFormat(meaning.label);
          put(pos, child, { label: names.label(key), format: format && words.format(format), bad });
          return;
        }
        case 'check': {
          const key = String(attrs.key ?? '');
          const meaning = names.of(key);
          const choice = meaning?.choices?.find((c) => c.value === attrs.value);
          const fitting = meaning && (meaning.type === 'yesNo' ? !attrs.value : choice !== undefined);
          put(pos, child, {
            label: choice ? choice.label : names.label(key),
            bad: wrong(key, list) || (fitting ? '' : words.badFormat(names.label(key))),
          });
          return;
        }
        case 'ref': {
          const text = references.get(String(attrs.clause ?? ''));
          put(pos, child, { label: text ?? '', bad: text === undefined ? words.goneClause : '' });
          return;
        }
        case 'when': {
          const c = attrs.condition as Condition | null;
          const gone = keysOf(c)
            .map((key) => wrong(key, list))
            .find((w) => w !== '');
          const bad = gone ?? (complete(c, names) ? '' : words.incomplete);
          put(pos, child, { label: words.shown(c ? read(c, names, words) : ''), bad });
          break;
        }
        case 'each': {
          const of = String(attrs.list ?? '');
          const known = names.lists().find((l) => l.key === of);
          put(pos, child, {
            label: words.repeat(known?.label ?? names.label(of)),
            bad: known ? '' : words.goneField(names.label(of)),
          });
          visit(child, pos + 1, of);
          return;
        }
        case 'row': {
          let column = 0;
          child.forEach((cell, at) => {
            const span = spanOf(cell);
            const align = child.attrs.part === 'head' ? undefined : grid[column]?.align;
            if (span > 1 || align)
              put(
                pos + 1 + at,
                cell,
                {},
                {
                  style: `${span > 1 ? `grid-column: span ${span};` : ''}${align ? `text-align: ${align}` : ''}`,
                },
              );
            column += span;
          });
          break;
        }
        case 'lines':
          put(pos, child, {
            bad: names.lists().some((l) => l.key === 'lines') ? '' : words.goneField('lines'),
          });
          return;
        case 'signatory':
          put(pos, child, {
            label: attrs.key ? names.label(String(attrs.key)) : '',
            bad: attrs.key ? wrong(String(attrs.key), list) : '',
          });
          break;
      }
      if (!child.isLeaf) visit(child, pos + 1, list);
    });
  };
  visit(doc, 0, undefined);
  return { context, decorations: DecorationSet.create(doc, found), outline };
}

/** Whether a change only writes or deletes characters inside lines: numbers and chips stay as they are. */
export function onlyText(tr: Transaction): boolean {
  return tr.steps.every((step, i) => {
    if (!(step instanceof ReplaceStep)) return false;
    const { slice, from, to } = step;
    if (slice.openStart > 0 || slice.openEnd > 0) return false;
    const doc = tr.docs[i] as PmNode;
    const $from = doc.resolve(from);
    if (!$from.parent.inlineContent || to > $from.end()) return false;
    let plain = true;
    slice.content.forEach((node) => {
      plain = plain && node.isText;
    });
    if (plain && to > from)
      doc.nodesBetween(from, to, (node) => {
        plain = plain && (node.isText || !node.isLeaf);
      });
    return plain;
  });
}

/** Numbers, labels and what is wrong, drawn beside the text and never stored in it. */
export function notes(context: Context): Plugin<Notes> {
  return new Plugin<Notes>({
    key: notesKey,
    state: {
      init: (_, state) => annotate(state.doc, context),
      apply: (tr, old, _before, state) => {
        const next = tr.getMeta(notesKey) as Context | undefined;
        if (next) return annotate(state.doc, next);
        if (!tr.docChanged) return old;
        if (!onlyText(tr)) return annotate(state.doc, old.context);
        return {
          context: old.context,
          decorations: old.decorations.map(tr.mapping, tr.doc),
          outline: old.outline.map((n) => {
            const pos = tr.mapping.map(n.pos);
            const node = state.doc.nodeAt(pos);
            return pos === n.pos && node === tr.before.nodeAt(n.pos)
              ? n
              : { ...n, pos, headline: node ? headline(node) : n.headline };
          }),
        };
      },
    },
    props: { decorations: (state) => notesKey.getState(state)?.decorations },
  });
}
