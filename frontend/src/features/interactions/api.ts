import { type Given, type interaction, services } from '@/bridge';

/** Shapes of backend/interaction; the Go comments say what each field means. */
export type Interaction = interaction.Interaction;
export type Entry = interaction.Entry;
export type Task = interaction.Task;
export type TaskView = interaction.TaskView;
export type Next = interaction.Next;
export type Medium = interaction.Medium;
export type Direction = interaction.Direction;
export type Outcome = interaction.Outcome;
export type Query = interaction.Query;
export type Standing = interaction.Standing;
export type Reason = interaction.Reason;
export type Limits = interaction.Limits;
export type Balanced = interaction.Balanced;
/** Records to be made: what is left out is empty. */
export type InteractionDraft = Given<Interaction>;
export type TaskDraft = Given<Task>;

export const api = services.interaction;
export const { customer: customers } = services;

export const media = [
  'call',
  'wechat',
  'visit',
  'meeting',
  'sms',
  'email',
  'letter',
  'social',
  'other',
] as const satisfies readonly Medium[];
export const outcomes = [
  'reached',
  'no_answer',
  'agreed',
  'considering',
  'refused',
  'complaint',
] as const satisfies readonly Outcome[];

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  agenda: (of: number) => ['task', 'agenda', of] as const,
  silent: ['task', 'silent'] as const,
  talk: (customerId: number, text: string, medium: string) =>
    ['interaction', 'customer', customerId, text, medium] as const,
  standing: (customerId: number, medium: string) => ['interaction', 'standing', customerId, medium] as const,
  reach: (ids: readonly number[], marketing: boolean) => ['customer', 'reach', ids, marketing] as const,
  balance: (side: string) => ['interaction', 'balance', side] as const,
  limits: ['setting', 'limits'] as const,
  lead: (id: number) => ['interaction', 'lead', id] as const,
  leadTasks: (id: number) => ['task', 'lead', id] as const,
  tasks: (customerId: number) => ['task', 'customer', customerId] as const,
};
