import { type compare, type contract, services, type settings, type template } from '@/bridge';

/** Shapes of backend/contract; the Go comments say what each field means. */
export type Stage = contract.Stage;
export type Contract = contract.Contract;
export type Line = template.Line;
export type FieldType = template.FieldType;
/** A blank of the template, and one with the value in use. */
export type Blank = template.Field;
export type Field = contract.Field;
export type Problem = template.Problem;
export type Totals = template.Totals;
export type Issue = contract.Issue;
export type View = contract.View;
export type Preview = contract.Preview;
export type Piece = template.Piece;
export type Difference = template.Change;
export type Clause = contract.Clause;
export type Clauses = contract.Clauses;
export type Target = contract.Target;
export type Conflict = contract.Conflict;
export type DeviationInput = Parameters<typeof services.contract.Deviate>[2];
export type Comparison = contract.Comparison;
export type ComparedPlace = compare.Difference;
export type Proposal = contract.OutsideProposal;
export type Print = contract.Print;
export type PrintAction = contract.PrintAction;
export type Row = contract.Row;
export type Query = contract.Query;
/** What a list asks, without the window of rows. */
export type Question = Omit<Query, 'offset' | 'limit'>;
export type Counts = contract.Counts;
export type BatchInput = contract.BatchInput;
export type BatchGap = contract.BatchGap;
export type Overview = contract.Overview;
export type TemplateRow = template.Template;
export type Company = settings.Company;
export type Changes = Record<string, unknown>;
/** What a finished batch leaves as the result of its job: backend/contract.Batch. */
export interface Batch {
  made: number;
  skipped: BatchGap[];
  leftOut: number;
  url: string;
  name: string;
}

/** It is over, or a quote that was accepted: nothing is changed any more (backend/contract, editable). */
export const isClosed = (contract: Contract): boolean =>
  contract.stage === 'void' || contract.stage === 'archived' || contract.stage === 'accepted';

/** The service behind these screens, and those whose records they choose from. */
export const api = services.contract;
export const { template: templates, settings: companies, customer: customers } = services;

export const usableTemplates = {
  queryKey: ['template', 'usable'],
  queryFn: () => templates.List({ text: '', kind: '', language: '', archived: false, usable: true }),
} as const;
/** Templates to choose from: one's own first, then those in the language of the screen. */
export const byOwn = (rows: readonly TemplateRow[], lang: string): TemplateRow[] =>
  [...rows].sort(
    (a, b) =>
      Number(b.origin === 'own') - Number(a.origin === 'own') ||
      Number(b.language === lang) - Number(a.language === lang) ||
      a.id - b.id,
  );
export const companiesQuery = {
  queryKey: ['company', 'all'],
  queryFn: () => companies.Companies(),
} as const;

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  list: (question: Question) => ['contract', 'list', question] as const,
  counts: (quotes: boolean) => ['contract', 'counts', quotes] as const,
  overview: ['contract', 'overview'] as const,
  one: (id: number) => ['contract', 'one', id] as const,
  prints: (id: number) => ['contract', 'prints', id] as const,
};
