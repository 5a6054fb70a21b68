import type { Blank } from '../library';

/** A part of a text: plain, or where a blank is. */
export interface Part {
  text: string;
  blank?: Blank;
}

/**
 * Splits a block's text at its blanks, which are found by what stands before and after them; a blank
 * that is not found in this text is left for the next cell.
 */
export function split(text: string, blanks: readonly Blank[]): { parts: Part[]; rest: Blank[] } {
  const parts: Part[] = [];
  const rest: Blank[] = [];
  let at = 0;
  for (const blank of blanks) {
    const place = find(text, blank, at);
    if (!place) {
      rest.push(blank);
      continue;
    }
    if (place[0] > at) parts.push({ text: text.slice(at, place[0]) });
    parts.push({ text: text.slice(place[0], place[1]), blank });
    at = place[1];
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return { parts, rest };
}

function find(text: string, blank: Blank, from: number): [number, number] | undefined {
  const before = blank.before.trimEnd();
  // What stands before may begin in the blank before this one: it is the end of it that counts.
  let start = -1;
  for (let cut = 0; cut < before.length && start < 0; cut++) {
    const piece = before.slice(cut);
    const i = text.indexOf(piece, Math.max(0, from - piece.length));
    if (i >= 0 && i + piece.length >= from) start = i + piece.length;
  }
  if (before === '') start = from;
  if (start < 0) return undefined;
  const after = blank.after.trimStart();
  for (let keep = after.length; keep > 0; keep--) {
    const i = text.indexOf(after.slice(0, keep), start + blank.text.trim().length);
    if (i >= 0) return [start, i];
  }
  const own = blank.text === '' ? -1 : text.indexOf(blank.text, start);
  return [start, own >= 0 ? own + blank.text.length : text.length];
}
