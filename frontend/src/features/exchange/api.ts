import { type exchange as exchangeTypes, services } from '@/bridge';
import { readDay } from '@/lib/day';

/** Shapes of backend/exchange; the Go comments say what each field means. */
export type Plan = exchangeTypes.Plan;
export type PartPlan = exchangeTypes.PartPlan;
export type Fix = exchangeTypes.Fix;
/** What the rows of a table become. */
export type Subject = 'customers' | 'products' | 'leads';
export type OnDuplicate = 'skip' | 'merge' | 'create';
export type Reading = Omit<exchangeTypes.Reading, 'skip' | 'headerRow' | 'mapping'> & {
  skip: boolean | null;
  headerRow: number | null;
  mapping: string[] | null;
};
export type ImportOptions = Omit<exchangeTypes.Options, 'as' | 'parts' | 'onDuplicate'> & {
  as: Subject;
  parts: Record<string, Reading>;
  onDuplicate: OnDuplicate;
};
/** Why a cell or row was refused; part of a job's result, which the bindings do not describe. */
export interface Problem {
  part: string;
  row: number;
  at: number;
  column: string;
  value: string;
  title: string;
  code: string;
  message: string;
  /** The words that the cell may be instead. */
  choices?: string[];
}
/** What an import's job hands back: backend/exchange.Result. */
export interface ImportResult {
  rows: number;
  created: number;
  merged: number;
  skipped: number;
  news: number;
  attached: number;
  interactions: number;
  failed: Problem[];
  failedRows: number;
  /** What to see before it is done, of rows that are taken or left out by themselves. */
  notes: Problem[];
  sums: number;
  doubtful: number;
  repeated: number;
  colleagues: number;
  undo: number;
}

/** Everything about a table left to the program. */
export const guessed: Reading = {
  skip: null,
  encoding: '',
  delimiter: '',
  headerRow: null,
  mapping: null,
  fresh: false,
};

/**
 * What the columns were said to be since the program was started, by their names: going back for the corrected
 * file, or leaving the import, loses nothing. What was imported is remembered by the workspace.
 */
const said = new Map<string, string[]>();
const headers = (as: Subject, part: PartPlan): string =>
  JSON.stringify([as, ...part.columns.map((column) => column.header)]);

/** Notes the fields that the columns of a plan have now. */
export function note(plan: Plan, options: ImportOptions): void {
  for (const part of plan.parts) {
    const mapping = options.parts[part.part]?.mapping;
    if (mapping != null && part.refused === '') said.set(headers(options.as, part), mapping);
  }
}

/** The options with what was said of columns of the same names; undefined when the plan has it already. */
export function asSaid(plan: Plan, options: ImportOptions): ImportOptions | undefined {
  const parts: ImportOptions['parts'] = { ...options.parts };
  const fields = new Set(plan.fields.map((field) => field.field));
  let news = false;
  for (const part of plan.parts) {
    const mapping = part.refused === '' ? said.get(headers(options.as, part)) : undefined;
    if (mapping === undefined || options.parts[part.part] !== undefined) continue;
    // A field may be gone since.
    const known = mapping.map((field) => (fields.has(field) ? field : ''));
    if (known.every((field, n) => field === part.columns[n]?.field)) continue;
    parts[part.part] = { ...guessed, headerRow: part.headerRow, mapping: known };
    news = true;
  }
  return news ? { ...options, parts } : undefined;
}

const names = new Set(['name', 'contact.name', 'contact.lastName', 'contact.firstName', 'code']);

// A lead may have nothing but a number.
const reached = new Set(['phone', 'wechat', 'email']);

/** Whether some column of a table says whom a row is of. */
export const named = (as: Subject, mapping: readonly string[]): boolean =>
  mapping.some((field) => names.has(field) || (as === 'leads' && reached.has(field)));

/** What imports count beside the records themselves. */
export const asides = [
  'colleagues',
  'attached',
  'repeated',
  'sums',
  'doubtful',
  'interactions',
  'news',
] as const;

// The bindings have optional fields where the bridge sends null.
const wire = (options: ImportOptions) => options as unknown as exchangeTypes.Options;

export const importer = {
  plan: (files: string[], options: ImportOptions) => services.exchange.Plan(files, wire(options)),
  dryRun: (files: string[], options: ImportOptions) => services.exchange.DryRun(files, wire(options)),
  start: (files: string[], options: ImportOptions) => services.exchange.Import(files, wire(options)),
  report: (job: string) => services.exchange.Report(job, 'xlsx'),
};

/** The type of a custom field that holds such cells. */
export function fieldType(samples: readonly string[]): 'date' | 'number' | 'text' {
  const cells = samples.filter((cell) => cell.trim() !== '');
  if (cells.length === 0) return 'text';
  // One slip among dates is a row to put right, not another type.
  if (cells.filter((cell) => readDay(cell) !== undefined).length * 2 > cells.length) return 'date';
  return cells.every((cell) => /^-?[\d,]+(\.\d+)?$/.test(cell) && !/^0\d/.test(cell)) ? 'number' : 'text';
}

/** Adds a custom field to customers. */
export const newField = (label: string, type: string) =>
  services.settings.CreateCustomField({ entity: 'customer', label, type, choices: [] } as never);
