import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { TalkEntry } from '@/lib/feature';
import { api, keys } from './api';

const HandoverCard = lazy(() => import('./HandoverCard'));

/** The hand-overs of a customer, between what was said. */
export function useHandovers(customerId: number): TalkEntry[] {
  const list =
    useQuery({
      queryKey: keys.handedOf(customerId),
      queryFn: () => api.HandoversOf(customerId),
      meta: { kinds: ['handover', 'group', 'interaction'] },
    }).data ?? [];
  return list.map((handed) => ({
    key: `handover-${handed.id}`,
    at: handed.at,
    element: (
      <Suspense fallback={null}>
        <HandoverCard handed={handed} />
      </Suspense>
    ),
  }));
}
