import { useQuery } from '@tanstack/react-query';
import { type forecast, services } from '@/bridge';

/** Shapes of backend/forecast; the Go comments say what each field means. */
/** Which opportunities are looked at, and in what currency. */
export type Question = forecast.Query;
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

/** The pipelines to choose from. */
export const usePipelines = () =>
  useQuery({
    queryKey: ['pipeline', 'list'],
    queryFn: () => services.opportunity.Pipelines(),
    meta: { kinds: ['pipeline', 'stage', 'opportunity'] },
  }).data ?? [];

/** Basis points as whole percent. */
export const percent = (points: number): string => `${Math.round(points / 100)}%`;
