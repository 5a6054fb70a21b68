import { saveFile, services } from '@/bridge';
import { finished } from './jobs';

/** Lists that can be written to a file: those of backend/exchange. */
export const exportLists = [
  'customers',
  'contacts',
  'leads',
  'opportunities',
  'products',
  'contracts',
  'plans',
  'payments',
  'interactions',
  'tasks',
] as const;
export type ExportList = (typeof exportLists)[number];
export type ExportFormat = 'csv' | 'xlsx' | 'vcf' | 'vcf4';

/** What a list can be written as; vCard holds people. */
export const exportFormats = (list: ExportList): readonly ExportFormat[] =>
  list === 'customers' ? ['xlsx', 'csv', 'vcf', 'vcf4'] : ['xlsx', 'csv'];

/**
 * Writes records of a list, none named means all, to a file and hands it to the person; everything
 * is one workbook. Gives how many there were.
 */
export async function exportList(
  list: ExportList | 'everything',
  ids: number[],
  format: ExportFormat,
): Promise<number> {
  const file = await finished<{ url: string; rows: number }>(
    await services.exchange.Export(list, ids, format),
  );
  await saveFile(file.url, '');
  return file.rows;
}
