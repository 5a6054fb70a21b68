import { type customer, type Given, services } from '@/bridge';
import { drop, finished } from '@/lib/jobs';
import type { Selection } from '@/ui/selection';

/** Shapes of backend/customer; the Go comments say what each field means. */
export type Phone = customer.Phone;
export type Customer = customer.Customer;
export type Contact = customer.Contact;
export type Row = customer.Row;
export type Query = Omit<customer.Query, 'filters'> & { filters: Filter[] };
export type Detail = customer.Detail;
export type Tag = customer.Tag;
export type BulkPreview = customer.BulkPreview;
export type BulkDone = customer.BulkDone;
export type Match = customer.Match;
export type Checked = customer.Checked;
export type DuplicateGroup = customer.DuplicateGroup;
/** Records to be made: what is left out is empty. */
export type CustomerDraft = Given<Customer>;
export type ContactDraft = Given<Contact>;
/** A condition of a list, or a group of ways; `value` is absent where the operator needs none. */
export type Filter = Omit<customer.Filter, 'value' | 'any'> & {
  value?: string | number | (string | number)[];
  any?: Filter[][];
};
export type FilterField = customer.FilterField;
export type Segment = customer.Segment;
/** Fields an edit in place sends, by JSON name: backend/patch. */
export type Changes = Record<string, unknown>;

export const api = services.customer;

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  list: (query: Omit<Query, 'offset' | 'limit'>) => ['customer', 'list', query] as const,
  one: (id: number) => ['customer', 'one', id] as const,
  tags: ['customer', 'tags'] as const,
  segments: ['segment', 'list'] as const,
  segmentCounts: ['segment', 'counts'] as const,
  filterFields: ['custom_field', 'filters'] as const,
  values: (field: string) => ['customer', 'values', field] as const,
};

/** More customers than this are changed as a job, which shows how far it is and can be stopped. */
const AT_ONCE = 500;

/** Makes changes of many customers as one step. */
export const updateMany = async (ids: number[], changes: Changes): Promise<BulkDone> =>
  ids.length <= AT_ONCE
    ? api.UpdateMany(ids, changes)
    : finished<BulkDone>(await api.StartUpdateMany(ids, changes));

/** Says what changes of many customers would do. */
export async function previewMany(
  ids: number[],
  changes: Changes,
  signal: AbortSignal,
): Promise<BulkPreview> {
  if (ids.length <= AT_ONCE) return api.PreviewMany(ids, changes);
  const job = await api.StartPreviewMany(ids, changes);
  // Something else is asked by now.
  signal.addEventListener('abort', () => drop(job));
  return finished<BulkPreview>(job);
}

/** Ids of a selection; "all of the view" is asked from the backend, which knows every row. */
export async function idsOf(
  selection: Selection,
  question: Omit<Query, 'offset' | 'limit'>,
): Promise<number[]> {
  if (selection.mode === 'some') return [...selection.ids];
  const ids = await api.IDs({ ...question, offset: 0, limit: 0 });
  return ids.filter((id) => !selection.except.has(id));
}
