import { type Lang, lang, useLang } from './index';

type Entry = Record<Lang, string>;
type Params = Record<string, unknown> | null | undefined;

/** Texts shared with the backend: error sentences, labels of steps, names of fields, words of enums. */
const files = import.meta.glob<Record<string, Entry>>('../../../backend/locale/catalog/*.json', {
  eager: true,
  import: 'default',
});

const catalog: Record<string, Entry> = Object.assign({}, ...Object.values(files));

export const knows = (code: string): boolean => code in catalog;

/** The shared text of a code with `{name}` filled in; an unknown code comes back as itself. */
export function shared(code: string, params?: Params, language: Lang = lang()): string {
  const entry = catalog[code];
  if (!entry) return code;
  const sentence = entry[language] ?? entry['zh-CN'];
  if (!params) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = params[name];
    if (value === undefined || value === null) return hole;
    // A parameter may itself be a code: kinds of record, names of fields.
    const word = typeof value === 'string' ? nounOf(value, language) : undefined;
    return word ?? String(value);
  });
}

function nounOf(value: string, language: Lang): string | undefined {
  for (const code of [value, `${value}.kind`, `${value}.noun`, `${value}.record`]) {
    const entry = catalog[code];
    if (entry && /^[a-z][\w.]*$/.test(value)) return entry[language];
  }
  return undefined;
}

/** `shared` bound to the language of the screen; the component follows a switch. */
export function useShared(): (code: string, params?: Params) => string {
  const language = useLang();
  return (code, params) => shared(code, params, language);
}
