import { type interaction, type search as searchTypes, services } from '@/bridge';

/** One record found. Matching parts are [from, to) in UTF-16 units. */
export type Hit = Omit<searchTypes.Hit, 'ranges' | 'matchRanges'> & {
  ranges: [number, number][];
  matchRanges: [number, number][];
};

/** Records that answer what was typed: Chinese, pinyin, initials, phone, e-mail, number. */
export const search = (text: string, limit: number, kinds: string[] = []): Promise<Hit[]> =>
  services.search.Query(text, kinds, limit) as Promise<Hit[]>;

/** A record found by what is written in it; it opens at openKind and openId. */
export type TextFound = Omit<searchTypes.TextFound, 'ranges'> & { ranges: [number, number][] };

/** Records in whose text the words stand: remarks, what was said, contracts, templates, names of files. */
export const searchTexts = (text: string, limit: number, kinds: string[] = []): Promise<TextFound[]> =>
  services.search.Texts(text, kinds, limit) as Promise<TextFound[]>;

/** Who may be on the phone, with the last exchanges and the open task. */
export type Caller = interaction.Caller;

/** Whether a text may hold a phone number, or the end of one: full-width digits count. */
export const mayCall = (text: string): boolean =>
  text.length <= 200 && (text.match(/[0-9０-９]/g)?.length ?? 0) >= 4;

/** Who a number belongs to; `found` are customers that a part of it was found in. */
export const callers = (text: string, found: number[]): Promise<Caller[]> =>
  services.interaction.Callers(text, found);

/** Records opened lately on this machine, newest first. */
export async function recent(limit: number): Promise<Hit[]> {
  return read().slice(0, limit);
}

const KEY = 'keyue.recent';

function read(): Hit[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Hit[];
  } catch {
    return [];
  }
}

/** Another workspace has other records: what was opened in this one means nothing there. */
export function forgetOpened(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was remembered either.
  }
}

/** Remembers that a record's page or panel was opened. */
export function opened(record: Pick<Hit, 'kind' | 'id' | 'title' | 'subtitle'>): void {
  const rest = read().filter((h) => h.kind !== record.kind || h.id !== record.id);
  const hit: Hit = { ...record, ranges: [], match: '', matchRanges: [] };
  try {
    localStorage.setItem(KEY, JSON.stringify([hit, ...rest].slice(0, 20)));
  } catch {
    // Not remembered: nothing depends on it.
  }
}
