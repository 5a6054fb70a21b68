import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import type { Role, Tie } from './api';

/** What a relation is called, seen from the customer it is shown at. */
export function useTieWords() {
  const t = useText();
  const shared = useShared();
  const role = (code: Role) => shared(`relation.role.${code}`);
  return {
    role,
    field: (name: string) => shared(`relation.field.${name}`),
    word: (tie: Tie) => (tie.role === 'other' ? tie.word : role(tie.role)),
    /** Why a relation is shown that nobody wrote down. */
    why: (tie: Tie) => (tie.role === 'legal' ? t.relations.foundByLegal(tie.note) : ''),
  };
}
