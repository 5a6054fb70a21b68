import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useShared } from '@/i18n/catalog';
import { opened } from '@/lib/search';
import { useStaff } from '@/lib/staff';
import { useInTurn } from '@/lib/turns';
import { api, type Changes, keys, type Whose } from './api';

const about = ['lead', 'channel', 'interaction', 'task'];

/**
 * How many leads nobody has spoken with, of who is working where there is staff:
 * the number beside the entry of the navigation.
 */
export const useWaiting = (): number => {
  const { working } = useStaff();
  return useCounts(working === 0 ? '' : 'mine')?.new ?? 0;
};

const team = ['staff', 'setting'];

export const useCounts = (whose: Whose) =>
  useQuery({
    queryKey: keys.counts(whose),
    queryFn: () => api.Counts(whose),
    meta: { kinds: [...about, ...team] },
  }).data;

/** What who is working may do with the pool; nothing in solo mode. */
export function usePool() {
  const { solo } = useStaff();
  return useQuery({
    queryKey: keys.pool,
    queryFn: () => api.Pool(),
    meta: { kinds: ['lead', 'lead_handing', 'interaction', ...team] },
    enabled: !solo,
  }).data;
}

/** The channels in the owner's order. */
export const useChannels = () =>
  useQuery({
    queryKey: keys.channels,
    queryFn: () => api.Channels(),
    meta: { kinds: ['channel', 'channel_cost', 'lead'] },
  }).data ?? [];

/** Words of enums and fields from the shared catalogue. */
export function useWords() {
  const shared = useShared();
  return {
    shared,
    field: (name: string) => shared(`lead.field.${name}`),
    word: (kind: 'grade' | 'status' | 'reason' | 'kind', code: string) =>
      code === '' ? '' : shared(`lead.${kind}.${code}`),
  };
}

/** One lead, and the changes an edit in place makes. */
export function useLead(id: number) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keys.one(id),
    queryFn: () => api.Get(id),
    meta: { kinds: [...about, ...team, 'customer', 'opportunity', 'product'] },
    enabled: id > 0,
  });
  const lead = query.data;
  const inTurn = useInTurn();
  const name = lead?.name ?? '';
  const note = lead?.company ?? '';
  useEffect(() => {
    if (name === '') return;
    const timer = window.setTimeout(() => opened({ kind: 'lead', id, title: name, subtitle: note }), 800);
    return () => window.clearTimeout(timer);
  }, [id, name, note]);
  return {
    lead,
    error: query.error,
    save: (changes: Changes) =>
      inTurn(async () => {
        const known = client.getQueryData<typeof lead>(keys.one(id));
        const next = await api.Update(id, known?.version ?? 0, changes);
        client.setQueryData(keys.one(id), next);
        return next;
      }),
  };
}
