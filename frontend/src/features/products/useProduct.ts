import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { opened } from '@/lib/search';
import { api, type Changes, keys } from './api';

/** The shelves of the catalogue in the owner's order. */
export const useCategories = () =>
  useQuery({
    queryKey: keys.categories,
    queryFn: () => api.Categories(),
    meta: { kinds: ['product', 'product_category'] },
  }).data ?? [];

/** One product, and the changes an edit in place makes. */
export function useProduct(id: number) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keys.one(id),
    queryFn: () => api.Get(id),
    meta: { kinds: ['product', 'product_category'] },
    enabled: id > 0,
  });
  const product = query.data;
  const name = product?.name ?? '';
  const note = [product?.code ?? '', product?.spec ?? ''].filter((s) => s !== '').join(' · ');
  useEffect(() => {
    if (name === '') return;
    const timer = window.setTimeout(() => opened({ kind: 'product', id, title: name, subtitle: note }), 800);
    return () => window.clearTimeout(timer);
  }, [id, name, note]);
  return {
    product,
    error: query.error,
    save: async (changes: Changes) => {
      const next = await api.Update(id, product?.version ?? 0, changes);
      client.setQueryData(keys.one(id), next);
      return next;
    },
  };
}
