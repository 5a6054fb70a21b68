import { type outreach, type region, services } from '@/bridge';

/** Shapes of backend/outreach; the Go comments say what each field means. */
export type Regions = outreach.Regions;
export type RegionRow = outreach.RegionRow;
export type Stop = outreach.Stop;
export type Neighbour = outreach.Neighbour;
export type FillOptions = outreach.FillOptions;
export type Sheet = outreach.Sheet;

/** What filling would do to a customer; part of a job's result, which the bindings do not describe. */
export interface Filling {
  id: number;
  name: string;
  text: string;
  from: string;
  before: region.Place;
  after: region.Place;
  sure: boolean;
  former: string;
}
export interface FillPlan {
  scanned: number;
  complete: number;
  sure: number;
  guess: number;
  unclear: number;
  bare: number;
  tidy: number;
  sureRows: Filling[];
  guessRows: Filling[];
  unclearRows: Filling[];
  tidyRows: Filling[];
}

export const api = services.outreach;

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  regions: (code: string) => ['customer', 'regions', code] as const,
  near: (id: number) => ['customer', 'near', id] as const,
  stops: (ids: readonly number[]) => ['customer', 'stops', ids] as const,
};

/** The path of the customer list of a region. */
export const listPath = (code: string): string =>
  `/customers?f=${encodeURIComponent(
    JSON.stringify([
      code === ''
        ? { field: 'regionCode', op: 'empty', value: '' }
        : { field: 'regionCode', op: 'starts', value: code },
    ]),
  )}`;

/** The words of a place, the larger first; a city of the same name as its province once. */
export const placeNames = (p: { province: string; city: string; district: string }): string[] =>
  [p.province, p.city === p.province ? '' : p.city, p.district].filter((n) => n !== '');
