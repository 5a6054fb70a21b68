import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { opened } from '@/lib/search';
import { useInTurn } from '@/lib/turns';
import { api, type Changes, keys } from './api';

/** One opportunity, and the changes an edit in place makes. */
export function useOpportunity(id: number) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keys.one(id),
    queryFn: () => api.Get(id),
    meta: {
      kinds: [
        'opportunity',
        'stage',
        'stage_move',
        'contact',
        'customer',
        'interaction',
        'task',
        'contract',
        'product',
        'approval',
        'staff',
        'setting',
      ],
    },
    enabled: id > 0,
  });
  const detail = query.data;
  const inTurn = useInTurn();
  const name = detail?.name ?? '';
  const note = detail?.card.customerName ?? '';
  useEffect(() => {
    if (name === '') return;
    const timer = window.setTimeout(
      () => opened({ kind: 'opportunity', id, title: name, subtitle: note }),
      800,
    );
    return () => window.clearTimeout(timer);
  }, [id, name, note]);
  return {
    detail,
    error: query.error,
    save: (changes: Changes) =>
      inTurn(async () => {
        const known = client.getQueryData<typeof detail>(keys.one(id));
        const next = await api.Update(id, known?.version ?? 0, changes);
        client.setQueryData(keys.one(id), next);
        return next;
      }),
  };
}
export type Save = ReturnType<typeof useOpportunity>['save'];
