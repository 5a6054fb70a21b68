import { service } from '@/bridge';
import type { Hit } from '@/ui/pdf/PdfView';

/** Shapes of backend/contract; the Go comments say what each field means. */
export type Stage = 'draft' | 'printed' | 'sent' | 'signed' | 'active' | 'done' | 'archived' | 'void';

export interface Line {
  code: string;
  name: string;
  spec: string;
  unit: string;
  /** Thousandths. */
  qty: number;
  listPrice: number;
  price: number;
  /** Basis points. */
  discount: number;
  tax: number;
  note: string;
}
export interface Contract {
  id: number;
  version: number;
  createdAt: number;
  updatedAt: number;
  deletedAt?: number | null;
  number: string;
  name: string;
  customerId: number;
  companyId: number;
  templateId: number;
  templateVersionId: number;
  language: string;
  kind: string;
  values: Record<string, unknown>;
  lines: Line[];
  wholeDiscount: number;
  parties: unknown;
  amount: number;
  currency: string;
  signDate: string;
  startDate: string;
  endDate: string;
  ourSigner: string;
  theirSigner: string;
  stage: Stage;
  stageReason: string;
  issueCount: number;
  issuedAt: number;
  tags: string[];
  remark: string;
}
export type FieldType =
  | 'text'
  | 'longText'
  | 'integer'
  | 'number'
  | 'money'
  | 'percent'
  | 'date'
  | 'choice'
  | 'yesNo'
  | 'party'
  | 'lines';
/** A blank of the template: backend/template.Field. */
export interface Blank {
  key: string;
  label: string;
  type: FieldType;
  required?: boolean;
  default?: string;
  source?: string;
  help?: string;
  choices?: { value: string; label: string }[];
}
/** A blank with the value in use. */
export interface Field extends Blank {
  value?: unknown;
  text: string;
  origin: '' | 'own' | 'source' | 'default';
  used: boolean;
  missing: boolean;
}
export interface Problem {
  clause?: string;
  field?: string;
  label?: string;
  code: string;
  params?: Record<string, unknown>;
  warning?: boolean;
}
export interface Totals {
  lines: { subtotal: number; taxed: number; tax: number }[];
  subtotal: number;
  discount: number;
  tax: number;
  net: number;
  total: number;
}
export interface Issue {
  id: number;
  createdAt: number;
  contractId: number;
  n: number;
  actor: string;
  priceFree: boolean;
  pages: number;
  bytes: number;
  sha256: string;
  amount: number;
}
export interface View {
  contract: Contract;
  number: string;
  customerName: string;
  companyName: string;
  templateName: string;
  hasLines: boolean;
  columns: string[];
  fields: Field[];
  problems: Problem[];
  totals: Totals;
  amountInWords: string;
  newerVersionId: number;
  issues: Issue[];
  differs: boolean;
  next: Stage[];
}
export interface Preview {
  url: string;
  pages: number;
  hits: Hit[][];
  missing: { text: string; count: number; where: string }[];
  warnings: { code: string }[];
  problems: Problem[];
  draft: boolean;
}
export interface Piece {
  kind: 'same' | 'old' | 'new';
  text: string;
}
export interface Difference {
  where: string;
  pieces: Piece[];
}
export interface Print {
  id: number;
  issueId: number;
  at: number;
  actor: string;
  action: 'print' | 'save' | 'view';
  target: string;
  copies: number;
}
export interface Row {
  id: number;
  number: string;
  name: string;
  customerId: number;
  customerName: string;
  stage: Stage;
  amount: number;
  currency: string;
  signDate: string;
  endDate: string;
  updatedAt: number;
  issueCount: number;
  lastIssueId: number;
}
export interface Query {
  text: string;
  stages: Stage[];
  customerId: number;
  expiring: boolean;
  sort: string;
  asc: boolean;
  offset: number;
  limit: number;
}
export interface BatchInput {
  customerIds: number[];
  templateId: number;
  companyId: number;
  values: Record<string, unknown>;
  lines: Line[];
  wholeDiscount: number;
  merged: boolean;
  allowGaps: boolean;
}
export interface BatchGap {
  customerId: number;
  name: string;
  labels: string[];
}
export interface Batch {
  made: number;
  skipped: BatchGap[];
  url: string;
  name: string;
}
export interface Overview {
  drafts: Row[];
  issued: Row[];
  expiring: Row[];
  draftCount: number;
  expiringCount: number;
}
export type Changes = Record<string, unknown>;

interface Api {
  List(query: Query): Promise<{ rows: Row[]; total: number }>;
  Counts(): Promise<{ all: number; stages: Partial<Record<Stage, number>>; expiring: number }>;
  Overview(): Promise<Overview>;
  Get(id: number): Promise<View>;
  Create(input: { customerId: number; templateId: number; companyId: number }): Promise<View>;
  Save(id: number, version: number, changes: Changes): Promise<View>;
  UseNewestVersion(id: number, version: number): Promise<View>;
  RefreshParties(id: number, version: number): Promise<View>;
  Duplicate(id: number): Promise<View>;
  Trash(ids: number[]): Promise<void>;
  Move(id: number, version: number, to: Stage, reason: string): Promise<View>;
  Preview(id: number, options: { priceFree: boolean; changes?: Changes }): Promise<Preview>;
  Issue(
    id: number,
    version: number,
    options: { priceFree: boolean; allowGaps: boolean },
  ): Promise<{ issue: Issue; number: string; url: string; repeated: boolean }>;
  IssuePDF(id: number): Promise<string>;
  Differences(id: number, n: number): Promise<Difference[]>;
  LogPrint(id: number, action: string, target: string, copies: number): Promise<void>;
  Prints(id: number): Promise<Print[]>;
  CheckBatch(input: BatchInput): Promise<BatchGap[]>;
  StartBatch(input: BatchInput): Promise<string>;
}
export const api = service<Api>('contract');

/** What is read of templates and own companies here. */
export interface TemplateRow {
  id: number;
  name: string;
  kind: string;
  language: string;
  origin: string;
  currentId: number;
}
interface Templates {
  List(filter: {
    text: string;
    kind: string;
    language: string;
    archived: boolean;
    usable: boolean;
  }): Promise<TemplateRow[]>;
  GetVersion(id: number): Promise<{ version: { definition: { fields: Blank[]; prices?: string } } }>;
}
export const templates = service<Templates>('template');

interface Companies {
  Companies(): Promise<{ id: number; name: string; shortName: string; default: boolean }[]>;
}
export const companies = service<Companies>('settings');

interface Customers {
  Recent(limit: number): Promise<{ id: number; name: string; contactName: string; phone: string }[]>;
  Get(id: number): Promise<{ customer: { id: number; name: string } }>;
}
export const customers = service<Customers>('customer');

export const usableTemplates = {
  queryKey: ['template', 'usable'],
  queryFn: () => templates.List({ text: '', kind: '', language: '', archived: false, usable: true }),
} as const;
export const companiesQuery = {
  queryKey: ['company', 'all'],
  queryFn: () => companies.Companies(),
} as const;

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  list: (query: Omit<Query, 'offset' | 'limit'>) => ['contract', 'list', query] as const,
  counts: ['contract', 'counts'] as const,
  overview: ['contract', 'overview'] as const,
  one: (id: number) => ['contract', 'one', id] as const,
  prints: (id: number) => ['contract', 'prints', id] as const,
};
