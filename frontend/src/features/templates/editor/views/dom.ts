import type { Node as PmNode } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import type { Decoration, EditorView, NodeView, ViewMutationRecord } from '@tiptap/pm/view';
import { isComposing } from '@/lib/ime';
import type { Hooks } from '../hooks';
import { printable } from '../schema';

export type GetPos = () => number | undefined;
export type Make = (
  hooks: Hooks,
) => (node: PmNode, view: EditorView, getPos: GetPos, decorations: readonly Decoration[]) => NodeView;

/** What the notes say of a node; strings are '' and numbers 0 where they say nothing. */
export interface Note {
  label: string;
  bad: string;
  format: string;
  number: string;
  level: number;
  hang: number;
}
export function noteOf(decorations: readonly Decoration[]): Note {
  const note: Note = { label: '', bad: '', format: '', number: '', level: 0, hang: 0 };
  for (const d of decorations) Object.assign(note, d.spec);
  return note;
}

/** An element; the rest of the attributes as HTML writes them. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  attrs: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (className !== '') node.className = className;
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Something drawn beside the text that is no text: the cursor does not enter it. */
export const aside = (className: string, ...children: (Node | string)[]): HTMLDivElement =>
  el('div', className, { contenteditable: 'false' }, ...children);

export function button(className: string, label: string, press: () => void, ...children: (Node | string)[]) {
  const b = el(
    'button',
    className,
    { type: 'button', tabindex: '-1', 'aria-label': label, title: label },
    ...children,
  );
  b.addEventListener('mousedown', (event) => event.preventDefault());
  b.addEventListener('click', (event) => {
    event.preventDefault();
    press();
  });
  return b;
}

export function set(element: Element, name: string, value: string): void {
  if (value === '') element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Mutations outside of the text are ours. */
export const ours =
  (content: () => HTMLElement | null | undefined) =>
  (record: ViewMutationRecord): boolean => {
    if (record.type === 'selection') return false;
    const inside = content();
    return (
      !inside || !(inside === record.target ? record.type !== 'attributes' : inside.contains(record.target))
    );
  };

interface LineField {
  element: HTMLInputElement;
  update: (value: string) => void;
}

/** An attribute of the node as a line to type in: a fact's label, a signatory's title. */
export function lineField(
  view: EditorView,
  getPos: GetPos,
  attr: string,
  o: {
    className: string;
    label: string;
    placeholder: string;
    value: string;
    readOnly: boolean;
    max?: number;
  },
): LineField {
  const input = el('input', o.className, {
    type: 'text',
    'aria-label': o.label,
    placeholder: o.placeholder,
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: String(o.max ?? 60),
  });
  input.readOnly = o.readOnly;
  const widen = () => {
    if (typeof CSS !== 'undefined' && CSS.supports?.('field-sizing', 'content')) return;
    const text = input.value || o.placeholder;
    let width = 0;
    for (const c of text) width += (c.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.5;
    input.style.width = `${Math.max(2, width) + 0.5}em`;
  };
  input.value = o.value;
  widen();
  let composing = false;
  const store = () => {
    widen();
    const pos = getPos();
    const value = printable(input.value);
    if (composing || pos === undefined || view.state.doc.nodeAt(pos)?.attrs[attr] === value) return;
    view.dispatch(view.state.tr.setNodeAttribute(pos, attr, value === '' ? null : value));
  };
  const enter = () => {
    const pos = getPos();
    if (pos === undefined) return;
    const inside = TextSelection.near(view.state.doc.resolve(pos + 1));
    view.dispatch(view.state.tr.setSelection(inside).scrollIntoView());
    view.focus();
  };
  input.addEventListener('compositionstart', () => {
    composing = true;
  });
  input.addEventListener('compositionend', () => {
    composing = false;
    store();
  });
  input.addEventListener('input', store);
  input.addEventListener('keydown', (event) => {
    if (isComposing(event)) return;
    const end = input.selectionStart === input.value.length && input.selectionEnd === input.value.length;
    if (
      event.key === 'Enter' ||
      event.key === 'ArrowDown' ||
      (event.key === 'ArrowRight' && end) ||
      (event.key === 'Tab' && !event.shiftKey)
    ) {
      event.preventDefault();
      enter();
    }
  });
  return {
    element: input,
    update: (value) => {
      if (document.activeElement !== input && input.value !== value) {
        input.value = value;
        widen();
      }
    },
  };
}

/** Events in a line field or button belong to it. */
export const own = (event: Event): boolean =>
  event.target instanceof HTMLElement && event.target.closest('input, button') !== null;
