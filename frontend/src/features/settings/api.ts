import { service } from '@/bridge';
import type { StepInfo } from '@/lib/history';
import type { Backup, WorkspaceStatus } from '@/lib/workspace';

/** Our side of a contract: backend/settings.Company. */
export interface Company {
  id: number;
  version: number;
  name: string;
  shortName: string;
  address: string;
  postcode: string;
  taxId: string;
  bank: string;
  account: string;
  legalRepresentative: string;
  contactName: string;
  phone: string;
  email: string;
  website: string;
  logoId: number;
  remark: string;
  default: boolean;
}

export type Entity = 'customer' | 'contact';
export type FieldType = 'text' | 'number' | 'date' | 'choice';

/** A field the owner added: backend/settings.CustomField. */
export interface CustomField {
  id: number;
  version: number;
  entity: Entity;
  key: string;
  label: string;
  type: FieldType;
  choices: string[];
}

interface SettingsService {
  Companies(): Promise<Company[]>;
  CreateCompany(company: Partial<Company>): Promise<Company>;
  UpdateCompany(id: number, version: number, changes: Partial<Company>): Promise<Company>;
  SetDefaultCompany(id: number): Promise<Company[]>;
  TrashCompany(id: number): Promise<Company[]>;
  SetLogo(id: number, file: string): Promise<Company>;
  LogoURL(id: number): Promise<string>;
  CustomFields(entity: Entity): Promise<CustomField[]>;
  CreateCustomField(field: Partial<CustomField>): Promise<CustomField>;
  UpdateCustomField(id: number, version: number, changes: Partial<CustomField>): Promise<CustomField>;
  OrderCustomFields(entity: Entity, ids: number[]): Promise<CustomField[]>;
  TrashCustomField(id: number): Promise<void>;
}
export const api = service<SettingsService>('settings');

export const resets = ['yearly', 'monthly', 'daily', 'never'] as const;
export type Reset = (typeof resets)[number];

/** How contract numbers are made: backend/contract.NumberRule. */
export interface NumberRule {
  id: number;
  name: string;
  pattern: string;
  reset: Reset;
  default: boolean;
}
/** With the number it would give next. */
export interface NumberRuleView extends NumberRule {
  next: string;
}

interface ContractService {
  NumberRules(): Promise<NumberRuleView[]>;
  PreviewNumber(rule: NumberRule): Promise<string[]>;
  SaveNumberRule(rule: NumberRule): Promise<NumberRule>;
  TrashNumberRule(id: number): Promise<void>;
}
export const numbers = service<ContractService>('contract');

/** backend/backup.Report. */
export interface BackupReport {
  bytes: number;
  tables: number;
  files: number;
  missing: number;
}
export interface Snapshot extends Backup {
  path: string;
  kind: 'auto' | 'manual' | 'before';
}
export interface Restored {
  dir: string;
  report: BackupReport;
}

interface BackupService {
  List(): Promise<Snapshot[]>;
  Now(): Promise<Snapshot>;
  Check(name: string): Promise<BackupReport>;
  Restore(name: string, dir: string): Promise<Restored>;
  RestoreFile(file: string, dir: string): Promise<Restored>;
  /** A job whose result is the address to save the file from. */
  Archive(): Promise<string>;
}
export const backup = service<BackupService>('backup');

interface StepsService {
  Steps(limit: number, before: number): Promise<StepInfo[]>;
}
export const steps = service<StepsService>('history');

interface ShellService {
  About(): Promise<About>;
  PickFolder(): Promise<string>;
  Reveal(path: string): Promise<void>;
}
/** backend/shell.About. */
export interface About {
  version: string;
  commit: string;
  os: string;
  arch: string;
  go: string;
}
export const shell = service<ShellService>('shell');

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
