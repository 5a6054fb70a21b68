import { type FieldFault, service } from '@/bridge';
import type { Selection } from '@/ui/selection';

/** Shapes of backend/customer; the Go comments say what each field means. */
export interface Phone {
  raw: string;
  number?: string;
  display?: string;
  type?: string;
  label?: string;
}
export interface Social {
  kind: string;
  handle: string;
}
export interface Billing {
  title: string;
  taxId: string;
  bank: string;
  account: string;
  address: string;
  phone: string;
}
export interface Anniversary {
  label: string;
  day: { year?: number; month?: number; day?: number; calendar?: string };
}
export interface Customer {
  id: number;
  version: number;
  createdAt: number;
  updatedAt: number;
  deletedAt?: number | null;
  name: string;
  kind: string;
  alias: string;
  role: string;
  tier: string;
  lifecycle: string;
  channel: string;
  industry: string;
  size: string;
  phones: Phone[];
  emails: string[];
  social: Social[];
  website: string;
  province: string;
  city: string;
  district: string;
  address: string;
  postcode: string;
  shippingAddress: string;
  billing: Billing;
  legalRepresentative: string;
  creditLimit: number;
  creditCurrency: string;
  termsDays: number;
  primaryContactId: number;
  anniversaries: Anniversary[];
  tags: string[];
  remark: string;
  custom: Record<string, string | number>;
}
export interface Contact {
  id: number;
  version: number;
  customerId: number;
  name: string;
  title: string;
  department: string;
  dealRole: string;
  phones: Phone[];
  emails: string[];
  social: Social[];
  leftCompany: boolean;
  tags: string[];
  remark: string;
}
export interface Row {
  id: number;
  version: number;
  name: string;
  alias: string;
  kind: string;
  role: string;
  tier: string;
  lifecycle: string;
  channel: string;
  industry: string;
  city: string;
  province: string;
  tags: string[];
  phone: string;
  email: string;
  contactName: string;
  createdAt: number;
  updatedAt: number;
  openedAt: number;
  custom: Record<string, string | number>;
}
export interface Filter {
  field: string;
  op: string;
  value?: unknown;
}
export interface Query {
  text: string;
  filters: Filter[];
  sort: { field: string; desc: boolean }[];
  offset: number;
  limit: number;
}
export interface Detail {
  customer: Customer;
  contacts: Contact[];
  counts: Record<string, number>;
  warnings: FieldFault[];
  names: Record<string, string>;
}
export interface Tag {
  name: string;
  count: number;
}
/** A customer that may be the one being typed. */
export interface Match {
  customer: Row;
  reasons: {
    kind: string;
    value: string;
    code: string;
    params?: Record<string, unknown>;
    confidence: number;
  }[];
  confidence: number;
}
export interface Checked {
  errors: FieldFault[];
  warnings: FieldFault[];
  duplicates: Match[];
  phones: Phone[];
}
/** Fields an edit in place sends, by JSON name: backend/patch. */
export type Changes = Record<string, unknown>;

interface Api {
  List(query: Query): Promise<{ rows: Row[]; total: number }>;
  IDs(query: Query): Promise<number[]>;
  /** How many rows of the list stand before the customer; -1 when it is not in the list. */
  Position(id: number, query: Query): Promise<number>;
  Get(id: number): Promise<Detail>;
  Create(customer: Partial<Customer>, contacts: Partial<Contact>[]): Promise<Detail>;
  Update(id: number, version: number, changes: Changes): Promise<Detail>;
  UpdateMany(ids: number[], changes: Changes): Promise<number>;
  Trash(ids: number[]): Promise<void>;
  Tags(): Promise<Tag[]>;
  Values(field: string): Promise<Tag[]>;
  AddContact(id: number, contact: Partial<Contact>): Promise<Detail>;
  UpdateContact(id: number, version: number, changes: Changes): Promise<Detail>;
  TrashContact(id: number): Promise<Detail>;
  SetPrimary(id: number): Promise<Detail>;
  Check(draft: Partial<Customer>, contacts: Partial<Contact>[]): Promise<Checked>;
  Opened(id: number): Promise<void>;
}
export const api = service<Api>('customer');

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  list: (query: Omit<Query, 'offset' | 'limit'>) => ['customer', 'list', query] as const,
  one: (id: number) => ['customer', 'one', id] as const,
  tags: ['customer', 'tags'] as const,
  values: (field: string) => ['customer', 'values', field] as const,
};

/** Ids of a selection; "all of the view" is asked from the backend, which knows every row. */
export async function idsOf(
  selection: Selection,
  question: Omit<Query, 'offset' | 'limit'>,
): Promise<number[]> {
  if (selection.mode === 'some') return [...selection.ids];
  const ids = await api.IDs({ ...question, offset: 0, limit: 0 });
  return ids.filter((id) => !selection.except.has(id));
}
