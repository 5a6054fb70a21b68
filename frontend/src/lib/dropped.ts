import type { Picked } from '@/bridge';

/** Files dropped on a list, for the screen that takes them in, by its path; gone when the page is loaded anew. */
const waiting = new Map<string, Picked>();

export const hand = (path: string, file: Picked): void => {
  waiting.set(path, file);
};

export function taken(path: string): Picked | undefined {
  const file = waiting.get(path);
  waiting.delete(path);
  return file;
}
