import { useEffect, useState } from 'react';
import { services } from '@/bridge';

/** Sounds of each character: syllables without tones. */
type Sounds = readonly (readonly string[])[];
const spelled = new Map<string, Sounds>();
const asked = new Set<string>();

/** Asks the backend how texts sound, once for each; the list is searched without it until then. */
export async function spell(texts: readonly string[]): Promise<void> {
  const fresh = texts.filter((t) => !asked.has(t));
  if (fresh.length === 0) return;
  for (const t of fresh) asked.add(t);
  try {
    const sounds = (await services.search.Spell(fresh)) as string[][][];
    fresh.forEach((t, i) => {
      const of = sounds[i];
      if (of) spelled.set(t, of);
      else asked.delete(t);
    });
  } catch {
    for (const t of fresh) asked.delete(t);
  }
}

/**
 * Learns the sounds of the texts; the answer changes, and the component draws again, when they are there.
 * Sounds that did not come are asked for again when `open` changes: a list that is opened.
 */
export function useSpelling(texts: readonly string[], open = false): number {
  const [known, draw] = useState(0);
  const key = texts.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening asks again
  useEffect(() => {
    let gone = false;
    void spell(key === '' ? [] : key.split('\n')).then(() => {
      if (!gone) draw((n) => n + 1);
    });
    return () => {
      gone = true;
    };
  }, [key, open]);
  return known;
}

const silent = /[\s.,:;\-_/()\u00b7\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]/;

/** Whether the rest of the query is spelled by the text from character i on. */
function sounds(text: readonly string[], of: Sounds, i: number, query: string): boolean {
  if (query === '') return true;
  const c = text[i];
  if (c === undefined) return false;
  if (silent.test(c) && sounds(text, of, i + 1, query)) return true;
  if (query.startsWith(c) && sounds(text, of, i + 1, query.slice(c.length))) return true;
  for (const syllable of of[i] ?? [])
    for (let n = Math.min(syllable.length, query.length); n > 0; n--)
      if (query.startsWith(syllable.slice(0, n)) && sounds(text, of, i + 1, query.slice(n))) return true;
  return false;
}

/** A text as it is searched: lower case, letters without accents, ß as ss. */
const plainly = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');

/** How well a text answers what was typed, by characters, pinyin or initials: 0 is best, undefined not at all. */
export function matches(
  text: string,
  query: string,
  of: Sounds = spelled.get(text) ?? [],
): number | undefined {
  const plain = plainly(query).replace(/[\s']/g, '');
  if (plain === '') return 0;
  const lower = plainly(text);
  const at = lower.replace(/\s/g, '').indexOf(plain);
  if (at >= 0) return at === 0 ? 0 : 2;
  const characters = [...text].map(plainly);
  for (let i = 0; i < characters.length; i++)
    if (!silent.test(characters[i] as string) && sounds(characters, of, i, plain)) return i === 0 ? 1 : 3;
  return undefined;
}

/** Items that answer what was typed, best first, otherwise in the order they came in. */
export function searched<T>(
  items: readonly T[],
  query: string,
  textsOf: (item: T) => readonly string[],
): T[] {
  return items
    .map((item) => ({
      item,
      score: Math.min(...textsOf(item).map((t) => matches(t, query) ?? Number.POSITIVE_INFINITY)),
    }))
    .filter((x) => x.score !== Number.POSITIVE_INFINITY)
    .sort((a, b) => a.score - b.score)
    .map((x) => x.item);
}
