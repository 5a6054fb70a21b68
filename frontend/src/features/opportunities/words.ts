import type { Text } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { formatScaled } from '@/ui/amount';
import type { Card } from './api';

/** Words that the page shares with the backend. */
export function useWords() {
  const shared = useShared();
  return {
    field: (name: string) => shared(`opportunity.field.${name}`),
    outcome: (code: string) => shared(`opportunity.outcome.${code}`),
    reason: (code: string) => shared(`opportunity.reason.${code}`),
    criterion: (code: string) => shared(`opportunity.criterion.${code}`),
    role: (code: string) => shared(`customer.deal_role.${code}`),
    medium: (code: string) => shared(`interaction.medium.${code}`),
  };
}

/** A probability for people: what was learned is no surer than a whole percent. */
export const rounded = (card: Card): number =>
  card.learned ? Math.round(card.probability / 100) * 100 : card.probability;
export const chance = (t: Text, card: Card): string =>
  t.opportunities.percent(formatScaled(rounded(card), 2));
