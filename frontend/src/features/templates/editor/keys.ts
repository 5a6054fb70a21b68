import { baseKeymap, selectAll, toggleMark } from '@tiptap/pm/commands';
import { redo, undo } from '@tiptap/pm/history';
import { keydownHandler } from '@tiptap/pm/keymap';
import { type Command, Plugin, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { isComposing } from '@/lib/ime';
import { across, clearSelection, deleteSelection, emptyLines } from './commands/blocks';
import { backward, enter, forward, indent, lineBreak, move, outdent } from './commands/clauses';
import { around, command, cursor } from './commands/command';
import { nextCell } from './commands/table';
import type { Hooks, PanelKind } from './hooks';
import { marks } from './schema';

const first =
  (...list: Command[]): Command =>
  (state, dispatch, view) =>
    list.some((c) => c(state, dispatch, view));
const always: Command = () => true;

/** Tab moves through a table and changes the level of a clause elsewhere; after Escape it leaves the text. */
const tab = (by: 1 | -1): Command =>
  first(
    command(nextCell(by)),
    (state, dispatch, view) => {
      const pair = around(state.selection.$from, 'pair');
      if (!pair) return false;
      if (by < 0) return view ? toLabel(view) : false;
      return command((tr) => {
        const after = tr.selection.$from.after(pair.depth);
        const next = TextSelection.findFrom(tr.doc.resolve(after), 1, true);
        if (next) tr.setSelection(next);
        return next !== null;
      })(state, dispatch);
    },
    command(by > 0 ? indent : outdent),
  );

/** From the text of a fact to its label. */
function toLabel(view: EditorView): boolean {
  const pair = around(view.state.selection.$from, 'pair', 'signatory');
  const dom = pair && view.nodeDOM(pair.pos);
  const input = dom instanceof HTMLElement ? dom.querySelector('input') : null;
  if (!input) return false;
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
  return true;
}

const startOfPair: Command = (state, _dispatch, view) => {
  const { $from, empty } = state.selection;
  return empty && $from.parent.type.name === 'pair' && $from.parentOffset === 0 && view
    ? toLabel(view)
    : false;
};

const settings: Record<string, PanelKind> = {
  field: 'field',
  check: 'check',
  blank: 'blank',
  ref: 'ref',
  lines: 'lines',
  image: 'image',
};

/** Enter on a chip or table that is selected opens what can be set; the keys of the text. */
export function keys(hooks: Hooks): Plugin {
  const openSelected: Command = (state, _dispatch, view) => {
    const { selection } = state;
    const node = (selection as { node?: { type: { name: string } } }).node;
    const kind = node && settings[node.type.name];
    if (!kind || !view) return false;
    hooks.open({ kind, pos: selection.from });
    return true;
  };
  const keep = (c: Command): Command => first(c, always);
  const bound: Record<string, Command> = {
    ...baseKeymap,
    Enter: keep(first(openSelected, command(enter))),
    'Shift-Enter': keep(command(lineBreak)),
    'Mod-Enter': keep(command(lineBreak)),
    Tab: keep(tab(1)),
    'Shift-Tab': keep(tab(-1)),
    Backspace: first(
      command(deleteSelection),
      command(emptyLinesAcross),
      startOfPair,
      command(backward),
      baseKeymap.Backspace as Command,
    ),
    Delete: first(
      command(deleteSelection),
      command(emptyLinesAcross),
      command(forward),
      baseKeymap.Delete as Command,
    ),
    'Alt-ArrowUp': keep(command(move(-1))),
    'Alt-ArrowDown': keep(command(move(1))),
    ArrowLeft: startOfPair,
    'Mod-z': undo,
    'Mod-y': redo,
    'Shift-Mod-z': redo,
    'Mod-a': selectAll,
  };
  /** Escape was the key before: Tab is the browser's again. */
  let leaving = false;
  const letters = { bold: 'Mod-b', underline: 'Mod-u', superscript: 'Mod-.' } as const;
  const handler = (view: EditorView, event: KeyboardEvent) => {
    if (isComposing(event) || view.composing) return false;
    if (event.key === 'Shift') return false;
    const leaves = leaving && event.key === 'Tab';
    leaving = event.key === 'Escape';
    if (leaves) return false;
    const type = (name: (typeof marks)[number]) => view.state.schema.marks[name];
    const marked = Object.fromEntries(
      marks.flatMap((name) => {
        const mark = type(name);
        return mark ? [[letters[name], toggleMark(mark)]] : [];
      }),
    );
    return keydownHandler({ ...bound, ...marked })(view, event);
  };
  return new Plugin({
    props: {
      handleKeyDown: handler,
      handleTextInput: (view, _from, _to, text) => typedOver(view, text),
      handleDOMEvents: {
        // Text that no key brought (dictation, a panel of emoji): left to the browser, a chosen block would
        // go with the line behind it, and its chips would be plain words.
        beforeinput: (view, event) => {
          if (!event.inputType.startsWith('insert') || event.isComposing || !event.data) return false;
          if (!typedOver(view, event.data)) return false;
          event.preventDefault();
          return true;
        },
        compositionstart: (view) => {
          if (!view.state.selection.empty) command(deleteSelection)(view.state, view.dispatch);
          return false;
        },
        dragstart: (_view, event) => {
          event.preventDefault();
          return true;
        },
        drop: (_view, event) => {
          event.preventDefault();
          return true;
        },
      },
      // A click beside all text goes to the nearest line.
      handleClick: (view, pos, event) => {
        if (event.target !== view.dom) return false;
        const near = TextSelection.near(view.state.doc.resolve(Math.min(pos, view.state.doc.content.size)));
        view.dispatch(view.state.tr.setSelection(near));
        return true;
      },
    },
  });
}

/** Types over cells and several lines, which are emptied but stay, and over a block that is chosen; false elsewhere. */
function typedOver(view: EditorView, text: string): boolean {
  const { state } = view;
  const many = across(state);
  if (!many && state.selection instanceof TextSelection) return false;
  const tr = state.tr;
  if (many) clearSelection(tr);
  view.dispatch(tr.insertText(text).scrollIntoView());
  return true;
}

const emptyLinesAcross = (tr: Parameters<typeof emptyLines>[0]): boolean => across(tr) && emptyLines(tr);

export { cursor };
