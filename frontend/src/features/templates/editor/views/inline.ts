import { NodeSelection } from '@tiptap/pm/state';
import type { Hooks, PanelKind } from '../hooks';
import { el, type Make, noteOf, set } from './dom';

/** A chip: an atom in the line that shows a label, never a code. */
const chip =
  (
    kind: PanelKind,
    draw: (
      dom: HTMLElement,
      node: Parameters<ReturnType<Make>>[0],
      note: ReturnType<typeof noteOf>,
      hooks: Hooks,
    ) => void,
  ): Make =>
  (hooks) =>
  (first, view, getPos, decorations) => {
    let node = first;
    const dom = el('span', `ky-chip ky-${kind}`, { contenteditable: 'false', role: 'button' });
    draw(dom, node, noteOf(decorations), hooks);
    dom.addEventListener('click', () => {
      const pos = getPos();
      if (pos === undefined || hooks.readOnly()) return;
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)));
      hooks.open({ kind, pos });
    });
    return {
      dom,
      update: (next, now) => {
        if (next.type !== node.type) return false;
        node = next;
        draw(dom, node, noteOf(now), hooks);
        return true;
      },
      selectNode: () => dom.classList.add('ky-selected'),
      deselectNode: () => dom.classList.remove('ky-selected'),
      ignoreMutation: () => true,
      stopEvent: () => false,
    };
  };

export const fieldView = chip('field', (dom, node, note, hooks) => {
  const c = hooks.text().editor.chip;
  dom.replaceChildren(el('span', 'ky-chip-label', {}, note.label));
  if (note.format) dom.append(el('span', 'ky-chip-format', {}, note.format));
  if (note.bad) dom.append(el('span', 'ky-chip-gone', {}, c.gone));
  dom.classList.toggle('ky-bad', note.bad !== '');
  set(dom, 'title', note.bad);
  set(dom, 'data-key', String(node.attrs.key ?? ''));
  set(dom, 'aria-label', c.field(note.label, note.format) + (note.bad ? ` ${note.bad}` : ''));
});

export const checkView = chip('check', (dom, _node, note, hooks) => {
  dom.replaceChildren(
    el('span', 'ky-box', { 'aria-hidden': 'true' }),
    el('span', 'ky-chip-label', {}, note.label),
  );
  dom.classList.toggle('ky-bad', note.bad !== '');
  set(dom, 'title', note.bad);
  set(dom, 'aria-label', hooks.text().editor.chip.check(note.label) + (note.bad ? ` ${note.bad}` : ''));
});

export const refView = chip('ref', (dom, _node, note, hooks) => {
  const c = hooks.text().editor.chip;
  dom.textContent = note.bad ? c.gone : note.label;
  dom.classList.toggle('ky-bad', note.bad !== '');
  set(dom, 'title', note.bad);
  set(dom, 'aria-label', c.ref(note.bad ? c.gone : note.label) + (note.bad ? ` ${note.bad}` : ''));
});

export const blankView = chip('blank', (dom, node, _note, hooks) => {
  const em = Number(node.attrs.em ?? 8);
  dom.style.width = `${em}em`;
  set(dom, 'aria-label', hooks.text().editor.chip.blank(em));
  set(dom, 'title', hooks.text().editor.chip.blank(em));
});
