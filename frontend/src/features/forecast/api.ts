import { type forecast, services } from '@/bridge';

/** Shapes of backend/forecast; the Go comments say what each field means. */
export type View = forecast.View;
export type Row = forecast.Row;
export type Deal = forecast.Deal;
export type Changes = forecast.Changes;
export type Change = forecast.Change;
export type Why = forecast.Why;
export type Reason = forecast.Reason;

export const api = services.forecast;

/** What everything here is worked out from. */
export const kinds = [
  'opportunity',
  'stage',
  'stage_move',
  'pipeline',
  'forecast_target',
  'contract',
  'customer',
];

/** Basis points as whole percent. */
export const percent = (points: number): string => `${Math.round(points / 100)}%`;
