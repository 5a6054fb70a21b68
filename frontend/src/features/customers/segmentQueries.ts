import { api, keys } from './api';

/** The saved segments, in their order. */
export const segmentsQuery = { queryKey: keys.segments, queryFn: () => api.Segments() };

/** How many customers are in each segment; follows what customers, their contracts and conversations say. */
export const segmentCounts = {
  queryKey: keys.segmentCounts,
  queryFn: () => api.SegmentCounts(),
  meta: {
    kinds: [
      'segment',
      'customer',
      'contact',
      'contract',
      'interaction',
      'task',
      'attachment',
      'group',
      'membership',
    ],
  },
};
