import { type exchange as exchangeTypes, saveFile, services } from '@/bridge';
import { finished } from '@/lib/jobs';

/** Shapes of backend/exchange; the Go comments say what each field means. */
export type Plan = exchangeTypes.Plan;
export type OnDuplicate = 'skip' | 'merge' | 'create';
export type ImportOptions = Omit<exchangeTypes.Options, 'headerRow' | 'mapping' | 'onDuplicate'> & {
  headerRow: number | null;
  mapping: string[] | null;
  onDuplicate: OnDuplicate;
};
/** Why a cell or row was refused; part of a job's result, which the bindings do not describe. */
export interface Problem {
  row: number;
  column: string;
  value: string;
  code: string;
  message: string;
}
/** What an import's job hands back: backend/exchange.Result. */
export interface ImportResult {
  rows: number;
  created: number;
  merged: number;
  skipped: number;
  failed: Problem[];
  failedRows: number;
  undo: number;
}
export type ExportFormat = 'csv' | 'xlsx' | 'vcf';

export const { exchange } = services;

/** Writes customers to a file and hands it to the person. */
export async function exportCustomers(ids: number[], format: ExportFormat): Promise<void> {
  const file = await finished<{ url: string; customers: number }>(await exchange.Export(ids, format));
  await saveFile(file.url, '');
}
