import { type RefObject, useEffect } from 'react';

/** What is looked at on either side: blocks of the original, and the guess it is about. */
export interface Lit {
  blocks: readonly number[];
  key: string;
}
export const dark: Lit = { blocks: [], key: '' };

const numbers = (list: string | undefined): number[] =>
  (list ?? '')
    .split(',')
    .filter((s) => s !== '')
    .map(Number);

/**
 * Ties one side to the other: what the mouse is over is lit on both, a click shows it on the other.
 * Blocks carry the numbers of the original in `data-from`, places of a guess its key in `data-guess`.
 */
export function useLinked(
  pane: RefObject<HTMLElement | null>,
  lit: Lit,
  onLit: (lit: Lit) => void,
  onPick: (lit: Lit) => void,
): void {
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    const at = (target: EventTarget | null): Lit => {
      const node = target instanceof Element ? target : undefined;
      const block = node?.closest<HTMLElement>('[data-from]');
      const guess = node?.closest<HTMLElement>('[data-guess]');
      return block ? { blocks: numbers(block.dataset.from), key: guess?.dataset.guess ?? '' } : dark;
    };
    const over = (event: Event) => onLit(at(event.target));
    const leave = () => onLit(dark);
    const click = (event: Event) => {
      const found = at(event.target);
      if (found !== dark) onPick(found);
    };
    element.addEventListener('mouseover', over);
    element.addEventListener('focusin', over);
    element.addEventListener('mouseleave', leave);
    element.addEventListener('click', click);
    return () => {
      element.removeEventListener('mouseover', over);
      element.removeEventListener('focusin', over);
      element.removeEventListener('mouseleave', leave);
      element.removeEventListener('click', click);
    };
  }, [pane, onLit, onPick]);
  useEffect(() => {
    for (const block of pane.current?.querySelectorAll<HTMLElement>('[data-from]') ?? []) {
      const on = numbers(block.dataset.from).some((n) => lit.blocks.includes(n));
      if (on) block.dataset.lit = 'true';
      else delete block.dataset.lit;
    }
    for (const place of pane.current?.querySelectorAll<HTMLElement>('[data-guess]') ?? []) {
      const on = lit.key !== '' && place.dataset.guess === lit.key;
      if (on) place.dataset.lit = 'true';
      else delete place.dataset.lit;
    }
  }, [pane, lit]);
}

/** Brings what is lit into sight in a pane: the place of the guess, else the first of the blocks. */
export function reveal(pane: HTMLElement | null, lit: Lit): void {
  const places = [...(pane?.querySelectorAll<HTMLElement>('[data-from]') ?? [])];
  const block = places.find((b) => numbers(b.dataset.from).some((n) => lit.blocks.includes(n)));
  block?.scrollIntoView({ block: 'center', behavior: 'smooth' });
}
