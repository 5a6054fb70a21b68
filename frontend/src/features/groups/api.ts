import { type customer, type group, type interaction, services } from '@/bridge';

/** Shapes of backend/group; the Go comments say what each field means. */
export type Group = group.Group;
export type GroupView = group.View;
export type Detail = group.Detail;
export type Kind = group.Kind;
export type Member = group.Member;
export type Handed = group.Handed;
export type Place = group.Place;
export type Overlaps = group.Overlaps;
export type Query = customer.Query;
export type Entry = interaction.Entry;

export const { group: api, customer: customers, interaction: talk } = services;

export const kinds = ['intent', 'client', 'service'] as const satisfies readonly Kind[];

/** What a group's figures depend on. */
export const touching = ['group', 'membership', 'handover', 'customer', 'segment'];

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  list: ['group', 'list'] as const,
  overlaps: ['group', 'overlaps'] as const,
  one: (id: number) => ['group', 'one', id] as const,
  members: (id: number, question: unknown) => ['membership', 'of', id, question] as const,
  handed: (id: number) => ['handover', 'group', id] as const,
  handedOf: (customerId: number) => ['handover', 'customer', customerId] as const,
  of: (customerId: number) => ['membership', 'customer', customerId] as const,
};

export const listQuery = {
  queryKey: keys.list,
  queryFn: () => api.List(),
  meta: { kinds: touching },
};
