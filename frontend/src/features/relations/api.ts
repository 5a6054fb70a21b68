import { type relation, services } from '@/bridge';

/** Shapes of backend/relation; the Go comments say what each field means. */
export type Circle = relation.Circle;
export type Tie = relation.Tie;
export type Role = relation.Role;

export const api = services.relation;

/** The roles a person can choose; the same legal representative is found, not chosen. */
export const roles = [
  'parent',
  'child',
  'referrer',
  'referred',
  'family',
  'other',
] as const satisfies readonly Role[];

export const keys = { of: (customerId: number) => ['relation', 'of', customerId] as const };
