import { type history as historyTypes, services } from '@/bridge';

/** Shapes of backend/history. */
export type StepInfo = historyTypes.StepInfo;
export type FieldChange = historyTypes.FieldChange;
export type HistoryEntry = historyTypes.Entry;
export type Trashed = historyTypes.Trashed;

export const { history } = services;
