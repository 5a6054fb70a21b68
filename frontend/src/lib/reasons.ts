/** Why customers do not buy, as backend/contract lists it: of opportunities that are lost and quotes that are declined. */
export const lostReasons = [
  'competitor',
  'project_stopped',
  'decision_chain',
  'budget',
  'need_changed',
  'price',
  'other',
] as const;
