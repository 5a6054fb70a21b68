import type { Text } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import type { Stage } from './api';

/** Words of stages and fields from the shared catalogue. */
export function useWords() {
  const shared = useShared();
  return {
    shared,
    stage: (stage: Stage) => shared(`contract.stage.${stage}`),
    field: (name: string) => shared(`contract.field.${name}`),
    kind: (kind: string) => shared(`template.kind.${kind}`),
  };
}

/** The currencies to choose from; one that a record has and the list does not is named by its code. */
export function currencyChoices(t: Text, own: string): { value: string; label: string }[] {
  const known = Object.entries(t.contracts.currencies).map(([value, label]) => ({ value, label }));
  return own === '' || own in t.contracts.currencies ? known : [...known, { value: own, label: own }];
}
