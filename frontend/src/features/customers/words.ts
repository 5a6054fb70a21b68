import { useShared } from '@/i18n/catalog';

export const kinds = ['company', 'person'] as const;
export const roles = ['end', 'agent', 'partner', 'supplier'] as const;
export const tiers = ['A', 'B', 'C'] as const;
export const lifecycles = ['potential', 'active', 'won', 'dormant', 'lost'] as const;
export const sizes = ['micro', 'small', 'medium', 'large'] as const;
export const dealRoles = ['decision_maker', 'evaluator', 'influencer', 'signer'] as const;

const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** Words of enums and fields from the shared catalogue. */
export function useWords() {
  const shared = useShared();
  return {
    field: (name: string) => shared(`customer.field.${name}`),
    word: (field: string, code: string) => (code === '' ? '' : shared(`customer.${snake(field)}.${code}`)),
    options: (field: string, codes: readonly string[]) =>
      codes.map((value) => ({ value, label: shared(`customer.${snake(field)}.${value}`) })),
  };
}
