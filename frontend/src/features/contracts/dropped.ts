import type { Picked } from '@/bridge';

/** A file dropped on the list, for the screen that registers it; gone when the page is loaded anew. */
let waiting: Picked | undefined;

export const hand = (file: Picked): void => {
  waiting = file;
};

export function taken(): Picked | undefined {
  const file = waiting;
  waiting = undefined;
  return file;
}
