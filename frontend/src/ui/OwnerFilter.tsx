import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '@/i18n';
import { useSearchParam } from '@/lib/navigate';
import { useStaff } from '@/lib/staff';

/** Whose records are shown, kept in the address: everybody's, one's own, or those of another. Nothing in solo mode. */
export function useOwnerFilter(): { id: number; select: ReactNode } {
  const t = useText();
  const { solo, people, working } = useStaff();
  const [param, set] = useSearchParam('owner');
  if (solo) return { id: 0, select: null };
  const id = param === 'me' ? working : Number(param) || 0;
  return {
    id,
    select: (
      <Select
        aria-label={t.staff.owner}
        w="9rem"
        data={[
          { value: '', label: t.staff.everybody },
          ...(working === 0 ? [] : [{ value: 'me', label: t.staff.mineOnly }]),
          ...people.filter((p) => p.id !== working).map((p) => ({ value: String(p.id), label: p.name })),
        ]}
        value={id === 0 ? '' : id === working ? 'me' : String(id)}
        allowDeselect={false}
        onChange={(value) => set(value ?? '')}
      />
    ),
  };
}
