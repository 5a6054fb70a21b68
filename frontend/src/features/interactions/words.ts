import { useShared } from '@/i18n/catalog';
import { isoDate } from '@/lib/format';

/** Words of enums and fields from the shared catalogue. */
export function useWords() {
  const shared = useShared();
  return {
    field: (name: string) => shared(`interaction.field.${name}`),
    word: (kind: 'medium' | 'direction' | 'outcome' | 'state', code: string) =>
      code === '' ? '' : shared(`interaction.${kind}.${code}`),
    options: (kind: 'medium' | 'direction' | 'outcome', codes: readonly string[]) =>
      codes.map((value) => ({ value, label: shared(`interaction.${kind}.${value}`) })),
  };
}

/** The day so many days from now. */
export function inDays(days: number, now = new Date()): string {
  return isoDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
}

/** Monday of next week. */
export const nextMonday = (now = new Date()): string =>
  inDays(((8 - now.getDay()) % 7) + (now.getDay() === 1 ? 7 : 0), now);
