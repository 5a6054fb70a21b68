import type { Text } from '@/i18n';
import type { Filter, Segment } from './api';

/** A named list: what is kept and how it is sorted. */
export interface View {
  key: string;
  label: (t: Text) => string;
  filters: () => Filter[];
  sort?: { field: string; desc: boolean };
  /** Columns that only this view shows first. */
  column?: string;
  /** The saved segment behind it. */
  segment?: Segment;
}

/** A saved segment as a view of the list. */
export const segmentView = (segment: Segment): View => ({
  key: `s${segment.id}`,
  label: () => segment.name,
  filters: () => segment.filters as Filter[],
  sort: segment.sort[0],
  segment,
});

/** What somebody answers for, where there is staff. */
export const mine = (working: number): View => ({
  key: 'mine',
  label: (t) => t.staff.mine,
  filters: () => [{ field: 'ownerId', op: 'eq', value: String(working) }],
});

/** Views that come with the app and whose facts exist today. */
export const views: readonly View[] = [
  { key: 'all', label: (t) => t.customers.views.all, filters: () => [] },
  {
    key: 'opened',
    label: (t) => t.customers.views.opened,
    filters: () => [{ field: 'openedAt', op: 'filled' }],
    sort: { field: 'openedAt', desc: true },
    column: 'openedAt',
  },
  {
    key: 'a',
    label: (t) => t.customers.views.tierA,
    filters: () => [{ field: 'tier', op: 'eq', value: 'A' }],
  },
  {
    key: 'fresh',
    label: (t) => t.customers.views.fresh,
    filters: () => [{ field: 'createdAt', op: 'newer', value: 7 }],
    sort: { field: 'createdAt', desc: true },
    column: 'createdAt',
  },
  {
    key: 'overdue',
    label: (t) => t.customers.views.overdue,
    filters: () => [{ field: 'overdue', op: 'gt', value: 0 }],
    column: 'overdue',
  },
  {
    key: 'no-phone',
    label: (t) => t.customers.views.noPhone,
    filters: () => [{ field: 'phone', op: 'empty' }],
  },
  {
    key: 'dormant',
    label: (t) => t.customers.views.dormant,
    filters: () => [{ field: 'lifecycle', op: 'eq', value: 'dormant' }],
  },
];
