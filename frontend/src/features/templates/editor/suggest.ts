import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { isComposing } from '@/lib/ime';

export type SuggestKind = 'field' | 'block' | 'ref';

/** A list that is offered at the cursor while something is typed after { / or [[. */
export interface Suggestion {
  kind: SuggestKind;
  /** What was typed, with the sign that began it. */
  from: number;
  to: number;
  query: string;
}

interface Held {
  open: Suggestion | undefined;
  /** Where a list was closed by hand: it stays closed there. */
  closed: number | undefined;
}
export const suggestKey = new PluginKey<Held>('suggest');
export const suggestionOf = (state: EditorState): Suggestion | undefined => suggestKey.getState(state)?.open;

// Chinese layouts give the wide signs for the same keys.
const signs: [SuggestKind, RegExp][] = [
  ['field', /[{\uff5b]([^{}\uff5b\uff5d\s]{0,24})$/],
  ['ref', /(?:\[\[|\u3010\u3010|\uff3b\uff3b)([^[\]\u3010\u3011\s]{0,24})$/],
  ['block', /(?:^|[\s\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\ufffc])\/([^/\s]{0,24})$/],
  ['block', /^\u3001([^\u3001\s]{0,24})$/],
];

/** What stands before the cursor, if a list belongs to it. */
export function suggestionAt(state: EditorState): Suggestion | undefined {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock) return undefined;
  const start = Math.max(0, $from.parentOffset - 40);
  const before = $from.parent.textBetween(start, $from.parentOffset, undefined, '\ufffc');
  for (const [kind, sign] of signs) {
    const match = sign.exec(before);
    if (!match) continue;
    const query = match[1] ?? '';
    const length = query.length + (kind === 'ref' ? 2 : 1);
    // An input method that is at work shows its letters with marks between them.
    return { kind, from: $from.pos - length, to: $from.pos, query: query.replaceAll("'", '') };
  }
  return undefined;
}

export type SuggestKeys = (event: KeyboardEvent) => boolean;

/** Watches what is typed; keys go to the open list, except while an input method is at work. */
export function suggest(keys: { current: SuggestKeys | undefined }): Plugin<Held> {
  return new Plugin<Held>({
    key: suggestKey,
    state: {
      init: () => ({ open: undefined, closed: undefined }),
      apply: (tr, held, _old, state) => {
        const meta = tr.getMeta(suggestKey) as 'close' | 'open' | undefined;
        const found = suggestionAt(state);
        if (meta === 'close') return { open: undefined, closed: found?.from ?? held.open?.from };
        if (!found) return { open: undefined, closed: undefined };
        const closed = held.closed === undefined ? undefined : tr.mapping.map(held.closed);
        if (closed === found.from && meta !== 'open') return { open: undefined, closed };
        const typed = tr.docChanged && !tr.getMeta('paste') && tr.getMeta('history$') === undefined;
        const goesOn = held.open !== undefined && tr.mapping.map(held.open.from, -1) === found.from;
        return { open: typed || goesOn || meta === 'open' ? found : undefined, closed: undefined };
      },
    },
    props: {
      handleKeyDown: (view, event) => {
        if (isComposing(event) || view.composing || !suggestionOf(view.state)) return false;
        return keys.current?.(event) ?? false;
      },
      handleDOMEvents: {
        blur: (view) => {
          if (suggestionOf(view.state)) closeSuggestion(view);
          return false;
        },
      },
    },
  });
}

export const closeSuggestion = (view: EditorView): void =>
  view.dispatch(view.state.tr.setMeta(suggestKey, 'close'));

/** Takes away what was typed for the list. */
export function takeTyped(tr: Transaction, found: Suggestion): Transaction {
  return tr.delete(found.from, found.to);
}
