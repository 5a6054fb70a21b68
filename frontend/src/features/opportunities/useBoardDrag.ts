import {
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

/** Pixels the pointer moves before a press becomes a drag. */
const SLACK = 5;

/**
 * Cards dragged over the places of a board: elements with data-drop inside root. Pointer events,
 * not HTML5 drag and drop, which is broken in the window on Linux. While a card is under way nothing
 * is drawn by React: a copy follows the pointer by a transform, the place below it is marked by an
 * attribute, and both cost the same with ten cards and with a thousand. Escape puts the card back.
 */
export function useBoardDrag(
  root: RefObject<HTMLElement | null>,
  onDrop: (id: number, place: string) => void,
) {
  const [dragging, setDragging] = useState(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  const stop = useRef<(() => void) | undefined>(undefined);
  const again = useRef<(() => void) | undefined>(undefined);
  // The places at the foot appear with the drag.
  useLayoutEffect(() => {
    if (dragging) again.current?.();
  }, [dragging]);
  useEffect(() => () => stop.current?.(), []);

  const press = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      const card = (event.target as HTMLElement).closest<HTMLElement>('[data-card]');
      if (event.button !== 0 || !card || !root.current) return;
      const id = Number(card.dataset.card);
      const start = { x: event.clientX, y: event.clientY };
      const box = card.getBoundingClientRect();
      let ghost: HTMLElement | undefined;
      let over: HTMLElement | undefined;
      let places: { element: HTMLElement; box: DOMRect }[] = [];
      let frame = 0;
      let at = start;

      const measure = () => {
        places = [...(root.current?.querySelectorAll<HTMLElement>('[data-drop]') ?? [])].map((element) => ({
          element,
          box: element.getBoundingClientRect(),
        }));
      };
      const lift = () => {
        ghost = card.cloneNode(true) as HTMLElement;
        ghost.removeAttribute('data-card');
        ghost.removeAttribute('id');
        ghost.setAttribute('data-ghost', '');
        ghost.setAttribute('aria-hidden', 'true');
        ghost.style.width = `${box.width}px`;
        ghost.style.height = `${box.height}px`;
        document.body.append(ghost);
        card.setAttribute('data-lifted', '');
        measure();
        again.current = measure;
        setDragging(true);
      };
      const paint = () => {
        frame = 0;
        if (!ghost) return;
        ghost.style.transform = `translate(${box.left + at.x - start.x}px, ${box.top + at.y - start.y}px)`;
        const inside = places.filter(
          ({ box: b }) => at.x >= b.left && at.x < b.right && at.y >= b.top && at.y < b.bottom,
        );
        // Places at the foot lie over the columns.
        const next = inside.at(-1)?.element;
        if (next === over) return;
        over?.removeAttribute('data-over');
        next?.setAttribute('data-over', '');
        over = next;
      };
      const follow = (move: globalThis.PointerEvent) => {
        at = { x: move.clientX, y: move.clientY };
        if (!ghost) {
          if (Math.abs(at.x - start.x) + Math.abs(at.y - start.y) < SLACK) return;
          lift();
        }
        move.preventDefault();
        if (frame === 0) frame = requestAnimationFrame(paint);
      };
      const end = () => {
        window.removeEventListener('pointermove', follow);
        window.removeEventListener('pointerup', up);
        window.removeEventListener('pointercancel', end);
        window.removeEventListener('keydown', cancel, true);
        root.current?.removeEventListener('scroll', measure, true);
        if (frame !== 0) cancelAnimationFrame(frame);
        stop.current = undefined;
        ghost?.remove();
        card.removeAttribute('data-lifted');
        over?.removeAttribute('data-over');
        if (ghost) setDragging(false);
      };
      const up = () => {
        const dragged = ghost !== undefined;
        if (frame !== 0) paint();
        const place = over?.dataset.drop;
        end();
        if (!dragged) return;
        // The click that follows a drag opens nothing.
        const swallow = (click: MouseEvent) => {
          click.stopPropagation();
          click.preventDefault();
        };
        window.addEventListener('click', swallow, { capture: true, once: true });
        window.setTimeout(() => window.removeEventListener('click', swallow, true));
        if (place !== undefined) drop.current(id, place);
      };
      const cancel = (key: KeyboardEvent) => {
        if (key.key !== 'Escape') return;
        key.preventDefault();
        key.stopPropagation();
        end();
      };
      window.addEventListener('pointermove', follow);
      window.addEventListener('pointerup', up);
      window.addEventListener('pointercancel', end);
      window.addEventListener('keydown', cancel, true);
      root.current.addEventListener('scroll', measure, true);
      stop.current = end;
    },
    [root],
  );
  return { dragging, press };
}
