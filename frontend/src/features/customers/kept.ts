import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useText } from '@/i18n';
import type { Kept } from '@/lib/feature';
import { segmentCounts, segmentsQuery } from './segmentQueries';

/** How long after the start sizes are asked for: the first screen is to have the processor to itself. */
const REST = 1500;

/** The saved segments below 客户, each with how many are in it now. */
export function useKeptSegments(): { label: string; items: Kept[] } {
  const t = useText();
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(true), REST);
    return () => window.clearTimeout(timer);
  }, []);
  const segments = useQuery(segmentsQuery).data ?? [];
  const counts = useQuery({ ...segmentCounts, enabled: rested && segments.length > 0 }).data;
  return {
    label: t.customers.segments.nav,
    items: segments.map((segment) => ({
      key: String(segment.id),
      label: segment.name,
      path: `/customers?view=s${segment.id}`,
      count: counts?.[segment.id],
    })),
  };
}
