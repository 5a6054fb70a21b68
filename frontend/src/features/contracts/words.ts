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
