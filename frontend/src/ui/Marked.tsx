import type { ReactNode } from 'react';

/** Where the digits that were typed stand in a number, however it is grouped; nothing when they do not. */
export function digitRanges(number: string, typed: string): [number, number][] {
  const sought = typed.normalize('NFKC').replace(/\D/g, '');
  const places = [...number.matchAll(/\d/g)].map((found) => found.index);
  const at = places
    .map((place) => number[place])
    .join('')
    .lastIndexOf(sought);
  const from = places[at];
  const last = places[at + sought.length - 1];
  return sought === '' || from === undefined || last === undefined ? [] : [[from, last + 1]];
}

/** Text with its matching parts marked; ranges are [from, to) in UTF-16 units. */
export function Marked({ text, ranges }: { text: string; ranges: readonly (readonly [number, number])[] }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > at) parts.push(text.slice(at, from));
    parts.push(<mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}
