import {
  type backup as backupTypes,
  type contract,
  services,
  type settings,
  type shell as shellTypes,
} from '@/bridge';
import type { WorkspaceStatus } from '@/lib/workspace';

/** Shapes of the backend; the Go comments say what each field means. */
export type Company = settings.Company;
export type CustomField = settings.CustomField;
export type Entity = 'customer' | 'contact';
export type FieldType = 'text' | 'number' | 'date' | 'choice';
export type NumberRule = contract.NumberRule;
/** With the number it would give next. */
export type NumberRuleView = contract.NumberRuleView;
export type Reset = contract.Reset;
export const resets = ['yearly', 'monthly', 'daily', 'never'] as const satisfies readonly Reset[];
/** What the numbers of a rule are for. */
export const purposes = ['', 'quote', 'payment'] as const;
export type Purpose = (typeof purposes)[number];
export type BackupReport = backupTypes.Report;
export type Snapshot = backupTypes.Backup;
export type Restored = backupTypes.Restored;
export type About = shellTypes.About;

/** The services behind the pages of settings. */
export const { settings: api, contract: numbers, backup, history: steps, shell } = services;

/** A folder that does not exist yet, beside the workspace, named after what it is for. */
export function besideWorkspace(
  status: WorkspaceStatus | undefined,
  suffix: string,
  now = new Date(),
): string {
  if (!status?.dir) return '';
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${status.dir.replace(/[\\/]+$/, '')}-${suffix}-${day}-${two(now.getHours())}${two(now.getMinutes())}`;
}
