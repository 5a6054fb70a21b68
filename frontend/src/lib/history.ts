import { type history as historyTypes, services } from '@/bridge';

/** Shapes of backend/history. */
export type StepInfo = historyTypes.StepInfo;
export type FieldChange = historyTypes.FieldChange;
export type HistoryEntry = historyTypes.Entry;
export type HistoryFilter = historyTypes.Filter;
export type Trashed = historyTypes.Trashed;

export const { history } = services;

/** A filter with everything that was not said left open. */
export const wanted = (part: Partial<HistoryFilter>): HistoryFilter => ({
  field: '',
  actor: '',
  op: '',
  kind: '',
  from: 0,
  to: 0,
  before: 0,
  limit: 0,
  ...part,
});
