import { type insight, services } from '@/bridge';

/** Shapes of backend/insight; the Go comments say what each field means. */
export type Health = insight.Health;
export type Share = Pick<insight.Health, 'total' | 'complete' | 'facets'>;
export type DayShare = insight.DayShare;
export type FixRow = insight.FixRow;
export type Holder = insight.Holder;
export type Suggestion = insight.Suggestion;
export type SuggestionPage = insight.SuggestionPage;
export type Judgement = insight.Judgement;
export type Part = insight.Part;
export type Rules = insight.Rules;

export const api = services.insight;
export const { customer: customers } = services;

/** What data is made of, and the lists of what to put right; the names are those of Go. */
export const facets = ['phone', 'contact', 'region', 'industry', 'channel', 'email'] as const;
export type Facet = (typeof facets)[number];
export const fixes = [
  'badPhone',
  'badEmail',
  'taxId',
  'noPhone',
  'noContact',
  'noRegion',
  'noIndustry',
  'noChannel',
  'noEmail',
  'stale',
] as const;
export type Fix = (typeof fixes)[number];

/** The list that shows who is not well in a facet. */
export const listOf: Record<Facet, Fix> = {
  phone: 'noPhone',
  contact: 'noContact',
  region: 'noRegion',
  industry: 'noIndustry',
  channel: 'noChannel',
  email: 'noEmail',
};

/** Kinds whose changes move the figures. */
export const kinds = [
  'payment',
  'plan_row',
  'customer',
  'contact',
  'contract',
  'interaction',
  'task',
  'opportunity',
  'stage',
  'tier_refusal',
  'setting',
];

export const keys = {
  health: ['insight', 'health'] as const,
  fixes: (list: Fix) => ['insight', 'fixes', list] as const,
  tiers: (putOff: boolean) => ['insight', 'tiers', putOff] as const,
  of: (id: number) => ['insight', 'of', id] as const,
  rules: ['insight', 'rules'] as const,
  values: (field: string) => ['customer', 'values', field] as const,
};
