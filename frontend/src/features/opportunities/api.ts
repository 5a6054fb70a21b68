import { type Given, type interaction, type opportunity, services, type template } from '@/bridge';
import { lostReasons } from '@/lib/reasons';

/** Shapes of backend/opportunity; the Go comments say what each field means. */
export type Card = opportunity.Card;
export type Detail = opportunity.Detail;
export type BoardView = opportunity.BoardView;
export type Column = opportunity.Column;
export type Sum = opportunity.Sum;
export type Judged = opportunity.Judged;
export type Criterion = opportunity.Criterion;
export type Stage = opportunity.Stage;
export type PipelineView = opportunity.PipelineView;
export type StageView = opportunity.StageView;
export type Closing = opportunity.Closing;
export type Line = template.Line;
export type Task = interaction.TaskView;
export type Draft = Given<opportunity.Opportunity>;
export type Question = Given<Omit<opportunity.Query, 'offset' | 'limit'>>;
/** Fields an edit in place sends, by JSON name: backend/patch. */
export type Changes = Record<string, unknown>;

export const api = services.opportunity;
export const talk = services.interaction;
export const customers = services.customer;

/** What a screen of opportunities is refreshed by. */
export const kinds = ['opportunity', 'stage', 'pipeline', 'stage_move', 'customer', 'task', 'staff'];

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  board: (id: number, owner: number) => ['opportunity', 'board', id, owner] as const,
  list: (question: Question) => ['opportunity', 'list', question] as const,
  one: (id: number) => ['opportunity', 'one', id] as const,
  ahead: (id: number, to: number) => ['opportunity', 'ahead', id, to] as const,
  of: (customerId: number) => ['opportunity', 'customer', customerId] as const,
  waiting: ['opportunity', 'waiting'] as const,
  pipelines: ['pipeline', 'list'] as const,
};

export const reasons = {
  won: ['price', 'quality', 'service', 'speed', 'relation', 'brand', 'other'],
  lost: lostReasons,
} as const;
export const roles = ['decision_maker', 'evaluator', 'influencer', 'signer'] as const;
export type RoleName = (typeof roles)[number];
export const colours = ['', 'blue', 'bamboo', 'amber', 'plum', 'teal', 'grey'] as const;
export const criterionKinds = ['field', 'contact', 'interaction', 'quote', 'amount', 'tick'] as const;
export const fields = [
  'need',
  'expectedClose',
  'competitor',
  'remark',
  'customer.phone',
  'customer.email',
  'customer.address',
  'customer.taxId',
  'customer.industry',
] as const;
export const media = [
  'call',
  'sms',
  'visit',
  'wechat',
  'email',
  'meeting',
  'letter',
  'social',
  'other',
] as const;
