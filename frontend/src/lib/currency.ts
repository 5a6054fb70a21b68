import type { Lang, Text } from '@/i18n';

/**
 * The currency the business counts in: see OurCurrency of backend/settings. Amounts that name none are in
 * it, and what is new begins in it. Kept beside the settings, for format.ts writes amounts everywhere.
 */
let ours = 'CNY';

export const ourCurrency = (): string => ours;

/** Tells whether it is another one than before. */
export function setOurCurrency(code: string): boolean {
  const changed = code !== ours;
  ours = code;
  return changed;
}

/** The currencies to choose from; one that a record has and the list does not is named by its code. */
export function currencyChoices(t: Text, own: string): { value: string; label: string }[] {
  const known = Object.entries(t.contracts.currencies).map(([value, label]) => ({ value, label }));
  return own === '' || own in t.contracts.currencies ? known : [...known, { value: own, label: own }];
}

const euro =
  'Amsterdam|Andorra|Athens|Berlin|Bratislava|Brussels|Busingen|Dublin|Helsinki|Lisbon|Ljubljana|Luxembourg|Madrid|Malta|Mariehamn|Monaco|Paris|Podgorica|Riga|Rome|San_Marino|Tallinn|Vaduz|Vatican|Vienna|Vilnius|Zagreb';

/** Where clocks show a time zone, people pay in: */
const zones: readonly [RegExp, string][] = [
  [new RegExp(`^Europe/(?:${euro})$`), 'EUR'],
  [/^Europe\/(?:London|Belfast|Guernsey|Isle_of_Man|Jersey)$/, 'GBP'],
  [/^Asia\/Hong_Kong$/, 'HKD'],
  [/^Asia\/Tokyo$/, 'JPY'],
  [/^Asia\/Singapore$/, 'SGD'],
  [/^Asia\/Taipei$/, 'TWD'],
  [/^Australia\//, 'AUD'],
  [/^Pacific\/(?:Auckland|Chatham)$/, 'NZD'],
  [/^America\/(?:Toronto|Vancouver|Montreal|Halifax|Winnipeg|Edmonton|Regina|St_Johns|Moncton)$/, 'CAD'],
  [
    /^(?:America\/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Detroit|Anchorage|Boise|Indiana\/.*|Kentucky\/.*)|Pacific\/Honolulu)$/,
    'USD',
  ],
];

/** What a business most likely counts in: by its language, then by where the clock of the machine is. */
export function likelyCurrency(
  lang: Lang,
  zone: string = Intl.DateTimeFormat().resolvedOptions().timeZone,
): string {
  if (lang === 'zh-CN') return 'CNY';
  return zones.find(([form]) => form.test(zone))?.[1] ?? 'CNY';
}
