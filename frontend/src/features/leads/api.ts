import { type Given, type lead, services } from '@/bridge';

/** Shapes of backend/lead; the Go comments say what each field means. */
export type Lead = lead.Lead;
export type Row = lead.Row;
export type Detail = lead.Detail;
export type Look = lead.Look;
export type Entry = Given<lead.Entry>;
export type Verdict = lead.Verdict;
export type Channel = lead.ChannelView;
export type ChannelDraft = Given<lead.Channel>;
export type Cleaning = lead.Cleaning;
export type Grading = lead.Grading;
export type Graded = lead.Graded;
export type Finding = lead.Finding;
export type Proposal = lead.Proposal;
export type Handing = lead.Handing;
export type Assignment = lead.Assignment;
export type AssignRule = lead.AssignRule;
export type ReportRow = lead.ReportRow;
export type Question = Omit<lead.Query, 'offset' | 'limit' | 'grade'> & { grade: lead.Grade | '' };
/** Fields an edit in place sends, by JSON name: backend/patch. */
export type Changes = Record<string, unknown>;

export const api = services.lead;

/** Whose leads: everybody's, those of who is working, nobody's. */
export const whoses = ['', 'mine', 'pool'] as const;
export type Whose = (typeof whoses)[number];

export const grades = ['hot', 'warm', 'cold'] as const;
export const kinds = ['own', 'free', 'paid'] as const;
export type Kind = (typeof kinds)[number];

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  list: (question: Question) => ['lead', 'list', question] as const,
  one: (id: number) => ['lead', 'one', id] as const,
  proposal: (id: number) => ['lead', 'proposal', id] as const,
  counts: (whose: Whose) => ['lead', 'counts', whose] as const,
  pool: ['lead', 'pool'] as const,
  handings: (id: number) => ['lead', 'handings', id] as const,
  assignment: ['setting', 'lead.assignment'] as const,
  customer: (id: number) => ['lead', 'customer', id] as const,
  channels: ['channel', 'list'] as const,
  sources: ['channel', 'sources'] as const,
  costs: (id: number) => ['channel_cost', 'list', id] as const,
  grading: ['setting', 'lead.grading'] as const,
  report: (from: string, to: string) => ['lead', 'report', from, to] as const,
};
