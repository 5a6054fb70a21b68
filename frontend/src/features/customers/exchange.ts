import { saveFile, service } from '@/bridge';
import { finished } from '@/lib/jobs';

/** Shapes of backend/exchange; the Go comments say what each field means. */
export interface PlanColumn {
  header: string;
  samples: string[];
  field: string;
}
export interface Plan {
  name: string;
  format: string;
  encoding: string;
  sheets: string[];
  sheet: string;
  headerRow: number;
  columns: PlanColumn[];
  rows: number;
  moreRows: boolean;
  fields: { field: string; title: string; contact: boolean }[];
  encodings: string[];
}
export type OnDuplicate = 'skip' | 'merge' | 'create';
export interface ImportOptions {
  encoding: string;
  delimiter: string;
  sheet: string;
  headerRow: number | null;
  mapping: string[] | null;
  onDuplicate: OnDuplicate;
  lang: string;
}
export interface Problem {
  row: number;
  column: string;
  value: string;
  code: string;
  message: string;
}
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

interface Exchange {
  Plan(file: string, options: ImportOptions): Promise<Plan>;
  DryRun(file: string, options: ImportOptions): Promise<string>;
  Import(file: string, options: ImportOptions): Promise<string>;
  /** Where the refused rows and their reasons are, as csv or xlsx. */
  Report(job: string, format: string): Promise<string>;
  Export(ids: number[], format: string): Promise<string>;
}
export const exchange = service<Exchange>('exchange');

/** Writes customers to a file and hands it to the person. */
export async function exportCustomers(ids: number[], format: ExportFormat): Promise<void> {
  const file = await finished<{ url: string; customers: number }>(await exchange.Export(ids, format));
  await saveFile(file.url, '');
}
