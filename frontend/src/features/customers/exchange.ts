import { saveFile, service } from '@/bridge';

export type ExportFormat = 'csv' | 'xlsx' | 'vcf';

interface Exchange {
  ExportCustomers(ids: number[], format: string): Promise<{ url: string; name: string }>;
}
const exchange = service<Exchange>('exchange');

/** Writes customers to a file and hands it to the person. */
export async function exportCustomers(ids: number[], format: ExportFormat): Promise<void> {
  const file = await exchange.ExportCustomers(ids, format);
  await saveFile(file.url, file.name);
}
