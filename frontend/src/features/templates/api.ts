import { service } from '@/bridge';

/** Shapes of backend/template; the Go comments say what each field means. */
export interface Template {
  id: number;
  version: number;
  updatedAt: number;
  deletedAt?: number | null;
  name: string;
  code: string;
  kind: string;
  language: string;
  origin: 'own' | 'starter';
  archived: boolean;
  currentId: number;
  draftId: number;
}
export const fieldTypes = [
  'text',
  'longText',
  'integer',
  'number',
  'money',
  'percent',
  'date',
  'choice',
  'yesNo',
  'party',
  'lines',
] as const;
export type FieldType = (typeof fieldTypes)[number];
export interface Field {
  key: string;
  label: string;
  type: FieldType;
  required?: boolean;
  default?: string;
  source?: string;
  help?: string;
  choices?: { value: string; label: string }[];
}
/** A template as a tree; the page changes its fields and leaves the rest as it is. */
export interface Definition {
  name: string;
  kind: string;
  language: string;
  fields: Field[];
  body: unknown;
  header?: unknown;
  footer?: unknown;
  prices?: string;
}
export interface Problem {
  line?: number;
  clause?: string;
  field?: string;
  label?: string;
  code: string;
  params?: Record<string, unknown>;
  warning?: boolean;
}
export interface Detail {
  template: Template;
  version: { id: number; version: number; n: number; state: 'draft' | 'published'; definition: Definition };
  text: string;
  notation: string;
  problems: Problem[];
}
export interface Checked {
  definition: Definition | null;
  readable: boolean;
  sound: boolean;
  problems: Problem[];
}
export interface Previewed {
  url: string;
  pages: number;
  problems: Problem[];
}
export interface VersionInfo {
  id: number;
  n: number;
  state: 'draft' | 'published';
  createdAt: number;
  updatedAt: number;
  publishedAt: number;
  current: boolean;
}
export interface Source {
  path: string;
  type: FieldType;
  zh: string;
  en: string;
  list?: boolean;
}
export interface Edit {
  version: number;
  notation: string;
  definition: Definition | null;
  text: string;
}
export interface Filter {
  text: string;
  kind: string;
  language: string;
  archived: boolean;
  usable: boolean;
}

interface Api {
  List(filter: Filter): Promise<Template[]>;
  Get(id: number): Promise<Detail>;
  Create(name: string, kind: string, language: string): Promise<Template>;
  Duplicate(id: number, name: string): Promise<Template>;
  Rename(id: number, name: string): Promise<Template>;
  Archive(id: number, archived: boolean): Promise<Template>;
  Trash(id: number): Promise<void>;
  SaveDraft(id: number, edit: Edit): Promise<Detail>;
  Publish(id: number): Promise<Template>;
  DropDraft(id: number): Promise<Template>;
  Versions(id: number): Promise<VersionInfo[]>;
  Sources(): Promise<Source[]>;
  Check(notation: string): Promise<Checked>;
  Preview(id: number): Promise<Previewed>;
  PreviewVersion(id: number): Promise<Previewed>;
  PreviewEdit(edit: Edit): Promise<Previewed>;
}
export const api = service<Api>('template');

export const kinds = [
  'sale',
  'service',
  'lease',
  'labour',
  'processing',
  'agency',
  'nda',
  'loan',
  'partnership',
  'quote',
  'receipt',
  'statement',
  'other',
] as const;

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  list: (filter: Filter) => ['template', 'list', filter] as const,
  one: (id: number) => ['template', 'one', id] as const,
  versions: (id: number) => ['template', 'versions', id] as const,
};
