import { useShared } from '@/i18n/catalog';

/** Words that the page shares with the backend. */
export function useWords() {
  const shared = useShared();
  return {
    field: (name: string) => shared(`payment.field.${name}`),
    rowField: (name: string) => shared(`payment.row_field.${name}`),
    kind: (code: string) => shared(`payment.kind.${code}`),
    state: (code: string) => shared(`payment.row_state.${code}`),
    method: (code: string) => shared(`payment.method.${code}`),
    direction: (code: string) => shared(`payment.direction.${code}`),
  };
}
