import type { Icon } from '@tabler/icons-react';
import {
  type ComponentType,
  createContext,
  lazy,
  type ReactNode,
  type Ref,
  useContext,
  useMemo,
} from 'react';
import type { contract, Given, template } from '@/bridge';
import type { Text } from '@/i18n';
import type { Command } from './commands';

/** A screen of the hash router; loaded when first opened. `$id` marks a parameter. */
export interface Screen {
  path: string;
  load: () => Promise<ScreenModule>;
}

export interface ScreenModule {
  default: ComponentType;
  /** Asks for what the screen shows first, while it is still being made; search is that of the address. */
  ahead?: (search: Record<string, unknown>) => void;
}

/** An entry of the sidebar. Groups are separated by a line, in ascending order. */
export interface Place {
  path: string;
  label: (t: Text) => string;
  icon: Icon;
  group: number;
  /** What else finds it in the palette: pinyin, its initials, English. */
  alias?: string;
  /** At the foot of the sidebar. */
  bottom?: boolean;
  /** A number beside the entry when something waits; a hook. */
  useBadge?: () => number;
  /** What the person keeps there, each opened with one click; a hook. */
  useKept?: () => { label: string; items: Kept[] };
}

/** A line below an entry of the sidebar. */
export interface Kept {
  key: string;
  label: string;
  path: string;
  count?: number;
}

/** A page of 设置; `order` sorts the list on the left. */
export interface SettingsPage {
  key: string;
  order: number;
  label: (t: Text) => string;
  /** What is on it, in a few words: found by the search of 设置. */
  hint?: (t: Text) => string;
  /** What else finds it: pinyin, its initials, English. */
  alias?: string;
  icon: Icon;
  load: () => Promise<{ default: ComponentType }>;
}

/** A block of the customer page or peek that another feature brings (contracts, tasks). */
export interface CustomerSection {
  key: string;
  order: number;
  /** Stands in the middle, above what happened; otherwise at the side. */
  main?: boolean;
  load: () => Promise<{ default: ComponentType<{ customerId: number; compact: boolean }> }>;
}

/** A block of a contract's screen that another feature brings, under its tab 回款. */
export interface ContractSection {
  key: string;
  load: () => Promise<{ default: ComponentType<{ contractId: number }> }>;
}

/** A block of the page of a lead that another feature brings (what was said, tasks). */
export interface LeadSection {
  key: string;
  load: () => Promise<{ default: ComponentType<{ leadId: number; leadName: string; customerId: number }> }>;
}

/** What stands between the exchanges of a customer by its time (交接). */
export interface TalkEntry {
  key: string;
  /** Milliseconds. */
  at: number;
  element: ReactNode;
}

/** The first action of a customer (新建合同), shown on the page and in the peek. */
export interface CustomerAction {
  key: string;
  label: (t: Text) => string;
  icon: Icon;
  /** The path to open for a customer. */
  path: (customerId: number) => string;
}

/** What can be done with many customers at once, in the bar of a selection (批量合同). */
export interface CustomerBulk {
  key: string;
  label: (t: Text) => string;
  icon: Icon;
  /** The path to open for the chosen customers. */
  path: (customerIds: number[]) => string;
}

/** Where the blocks of 今日 stand and in which order, said here alone: money first, across both columns. */
export const todayOrder = {
  top: ['payments'],
  main: ['approvals', 'tasks', 'contracts', 'leads', 'opportunities'],
  side: ['quotes', 'expiring', 'silent'],
} as const;
export type TodayPlace = keyof typeof todayOrder;

/** A block of 今日; renders nothing when there is nothing to show. */
export interface TodaySection {
  key: (typeof todayOrder)[TodayPlace][number];
  load: () => Promise<{ default: ComponentType }>;
}

/** What a feature shows over every screen when it is asked for (a form of its own). */
export interface Overlay {
  key: string;
  load: () => Promise<{ default: ComponentType }>;
}

/** The rich text of clauses of one document, edited by themselves. */
export interface ClauseTextProps {
  /** What a screen reader calls the text. */
  label: string;
  /** The clauses, as the content of a document of their own. */
  body: template.Node;
  /** The version of the template whose fields the text uses. */
  versionId: number;
  /** Of the first clause among its neighbours, and of those around it, outermost first. */
  ordinals: number[];
  /** What references can point at. */
  targets: contract.Target[];
  onChange: (body: template.Node) => void;
  handle?: Ref<ClauseTextHandle>;
}
export interface ClauseTextHandle {
  /** Tells the newest text to onChange at once. */
  flush: () => void;
}

/** The lines of an offer in a grid, for whoever has lines. */
export interface LinesGridProps {
  /** Whose prices are offered. */
  customerId: number;
  currency: string;
  /** The discount on the whole, which floor prices are held against too. */
  whole: number;
  lines: template.Line[];
  /** What the backend computed of `lines`. */
  totals: template.Totals;
  columns: string[];
  /** `lines` is older than what was typed here. */
  pending: boolean;
  wide: boolean;
  disabled?: boolean;
  /** What was asked for the goods of a line before; `key` names whose. */
  memory: LineMemoryOf;
  onChange: (lines: template.Line[]) => void;
}
export interface LineMemoryOf {
  key: string;
  ask: (line: Given<template.Line>) => Promise<contract.PriceMemory>;
}

/** Where the probability of an opportunity comes from, with the cases behind it. */
export interface ChanceWhyProps {
  id: number;
  onClose: () => void;
}

/** What a feature folder offers to the whole; the app lists the features in app/features.ts. */
export interface Feature {
  name: string;
  screens?: Screen[];
  places?: Place[];
  commands?: Command[];
  settings?: SettingsPage[];
  customerSections?: CustomerSection[];
  /** Entries for the timeline of a customer; a hook. */
  useCustomerTalk?: (customerId: number) => TalkEntry[];
  contractSections?: ContractSection[];
  leadSections?: LeadSection[];
  customerActions?: CustomerAction[];
  customerBulk?: CustomerBulk[];
  todaySections?: TodaySection[];
  overlays?: Overlay[];
  linesGrid?: () => Promise<{ default: ComponentType<LinesGridProps> }>;
  chanceWhy?: () => Promise<{ default: ComponentType<ChanceWhyProps> }>;
  clauseText?: () => Promise<{ default: ComponentType<ClauseTextProps> }>;
}

const Features = createContext<readonly Feature[]>([]);
export const FeaturesProvider = Features.Provider;

/** Every feature of the app: how one feature shows another's blocks without importing it. */
export const useFeatures = (): readonly Feature[] => useContext(Features);

const byOrder = (a: { order: number }, b: { order: number }) => a.order - b.order;

export const useCustomerSections = () =>
  useFeatures()
    .flatMap((f) => f.customerSections ?? [])
    .sort(byOrder);
export const useContractSections = () => useFeatures().flatMap((f) => f.contractSections ?? []);
export const useLeadSections = () => useFeatures().flatMap((f) => f.leadSections ?? []);
const noTalk = (): TalkEntry[] => [];

/** What features put between the exchanges of a customer, the latest first. */
export function useCustomerTalk(customerId: number): TalkEntry[] {
  const features = useFeatures();
  const out: TalkEntry[] = [];
  for (const feature of features) {
    const useTalk = feature.useCustomerTalk ?? noTalk;
    // biome-ignore lint/correctness/useHookAtTopLevel: the features are the same ones for ever
    out.push(...useTalk(customerId));
  }
  return out.sort((a, b) => b.at - a.at);
}
export const useCustomerActions = () => useFeatures().flatMap((f) => f.customerActions ?? []);
export const useCustomerBulk = () => useFeatures().flatMap((f) => f.customerBulk ?? []);
/** The blocks of one place of 今日 in their order. */
export function useTodaySections(place: TodayPlace): TodaySection[] {
  const sections = useFeatures().flatMap((f) => f.todaySections ?? []);
  return todayOrder[place].flatMap((key) => sections.find((one) => one.key === key) ?? []);
}
export const useOverlays = () => useFeatures().flatMap((f) => f.overlays ?? []);
/** The editor of a document's text, from the feature that has it. */
export function useClauseText(): ComponentType<ClauseTextProps> | undefined {
  const load = useFeatures().find((f) => f.clauseText)?.clauseText;
  return useMemo(() => load && lazy(load), [load]);
}
/** The grid of lines, from the feature that has it. */
export function useLinesGrid(): ComponentType<LinesGridProps> | undefined {
  const load = useFeatures().find((f) => f.linesGrid)?.linesGrid;
  return useMemo(() => load && lazy(load), [load]);
}
/** The dialog that explains a probability, from the feature that has it. */
export function useChanceWhy(): ComponentType<ChanceWhyProps> | undefined {
  const load = useFeatures().find((f) => f.chanceWhy)?.chanceWhy;
  return useMemo(() => load && lazy(load), [load]);
}
export const useSettingsPages = () =>
  useFeatures()
    .flatMap((f) => f.settings ?? [])
    .sort(byOrder);
