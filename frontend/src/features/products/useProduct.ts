import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { opened } from '@/lib/search';
import { useInTurn } from '@/lib/turns';
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
  const inTurn = useInTurn();
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
    save: (changes: Changes) =>
      inTurn(async () => {
        const known = client.getQueryData<typeof product>(keys.one(id));
        const next = await api.Update(id, known?.version ?? 0, changes);
        client.setQueryData(keys.one(id), next);
        return next;
      }),
  };
}
