import { NodeSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { moveTo } from './commands/clauses';
import { command } from './commands/command';
import { fits } from './schema';

/** A place between two blocks where the dragged one may go. */
interface Drop {
  pos: number;
  y: number;
  left: number;
  width: number;
}

const blocks =
  '.ky-clause, .ky-frame, .ky-paragraph, .ky-table, .ky-pairs, .ky-lines, .ky-signature, .ky-attachment, .ky-pagebreak, .ky-image, .ky-title, .ky-subtitle';

/** Where the block at `from` may go: before and after every block that stands where it fits. */
function drops(view: EditorView, from: number): Drop[] {
  const { doc } = view.state;
  const node = doc.nodeAt(from);
  if (!node) return [];
  const out: Drop[] = [];
  const seen = new Set<number>();
  const add = (pos: number, rect: DOMRect, y: number) => {
    if (seen.has(pos) || (pos >= from && pos <= from + node.nodeSize)) return;
    seen.add(pos);
    const $pos = doc.resolve(pos);
    const parents = Array.from({ length: $pos.depth + 1 }, (_, d) => $pos.node(d).type.name);
    const first = $pos.parent.type.name === 'clause' && $pos.index() === 0;
    if (first || !fits(node.type.name, parents)) return;
    const change = command(moveTo(from, pos));
    if (change(view.state)) out.push({ pos, y, left: rect.left, width: rect.width });
  };
  for (const dom of view.dom.querySelectorAll<HTMLElement>(blocks)) {
    const inside = view.posAtDOM(dom, 0);
    const $inside = doc.resolve(inside);
    // Text blocks and containers contain their position; atoms stand before it.
    const depth = dom.matches('.ky-lines, .ky-pagebreak, .ky-image') ? -1 : $inside.depth;
    const pos = depth < 0 ? inside : depth === 0 ? inside : $inside.before(depth);
    const at = doc.nodeAt(pos);
    if (!at) continue;
    const rect = dom.getBoundingClientRect();
    add(pos, rect, rect.top);
    add(pos + at.nodeSize, rect, rect.bottom);
  }
  return out;
}

/** Drags a block by its handle: pointer events, as HTML drag and drop does not work in every window. */
export function startDrag(view: EditorView, from: number, event: PointerEvent): void {
  if (event.button !== 0) return;
  event.preventDefault();
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, from)));
  const handle = event.currentTarget as HTMLElement;
  const line = document.createElement('div');
  line.className = 'ky-drop';
  line.setAttribute('aria-hidden', 'true');
  const places = drops(view, from);
  let target: Drop | undefined;
  const startY = event.clientY;
  const scroller = view.dom.closest<HTMLElement>('[data-editor-scroll]');
  const startScroll = scroller?.scrollTop ?? 0;
  let moving = false;
  const onMove = (e: PointerEvent) => {
    if (!moving && Math.abs(e.clientY - startY) < 4) return;
    if (!moving) {
      moving = true;
      document.body.append(line);
      view.dom.classList.add('ky-dragging');
    }
    if (scroller) {
      const box = scroller.getBoundingClientRect();
      if (e.clientY < box.top + 48) scroller.scrollTop -= 16;
      else if (e.clientY > box.bottom - 48) scroller.scrollTop += 16;
    }
    const moved = (scroller?.scrollTop ?? 0) - startScroll;
    // The nearest place; of several at one height the one whose left edge is nearest to the pointer.
    let best = Number.POSITIVE_INFINITY;
    target = undefined;
    for (const place of places) {
      const d = Math.abs(place.y - moved - e.clientY) + Math.abs(place.left - e.clientX) / 8;
      if (d < best) {
        best = d;
        target = place;
      }
    }
    if (!target) return;
    line.style.top = `${target.y - moved - 1}px`;
    line.style.left = `${target.left}px`;
    line.style.width = `${target.width}px`;
  };
  const end = () => {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('keydown', onKey, true);
    line.remove();
    view.dom.classList.remove('ky-dragging');
    handle.blur();
    view.focus();
  };
  const onUp = () => {
    const to = moving ? target : undefined;
    end();
    if (to) command(moveTo(from, to.pos))(view.state, view.dispatch);
  };
  const onKey = (e: KeyboardEvent) => {
    if (e.key !== 'Escape') return;
    e.preventDefault();
    e.stopPropagation();
    end();
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('keydown', onKey, true);
}
