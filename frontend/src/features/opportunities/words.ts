import { useShared } from '@/i18n/catalog';

/** Words that the page shares with the backend. */
export function useWords() {
  const shared = useShared();
  return {
    field: (name: string) => shared(`opportunity.field.${name}`),
    outcome: (code: string) => shared(`opportunity.outcome.${code}`),
    reason: (code: string) => shared(`opportunity.reason.${code}`),
    criterion: (code: string) => shared(`opportunity.criterion.${code}`),
    medium: (code: string) => shared(`interaction.medium.${code}`),
  };
}
