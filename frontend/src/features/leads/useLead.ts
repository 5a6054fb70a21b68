import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useShared } from '@/i18n/catalog';
import { opened } from '@/lib/search';
import { api, type Changes, keys } from './api';

const about = ['lead', 'channel', 'interaction', 'task'];

/** How many leads nobody has spoken with: the number beside the entry of the navigation. */
export const useWaiting = (): number => useCounts()?.new ?? 0;

export const useCounts = () =>
  useQuery({ queryKey: keys.counts, queryFn: () => api.Counts(), meta: { kinds: about } }).data;

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
    meta: { kinds: [...about, 'customer', 'opportunity', 'product', 'setting'] },
    enabled: id > 0,
  });
  const lead = query.data;
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
    save: async (changes: Changes) => {
      const next = await api.Update(id, lead?.version ?? 0, changes);
      client.setQueryData(keys.one(id), next);
      return next;
    },
  };
}
