import { services, type template } from '@/bridge';

/** Shapes of backend/template; the Go comments say what each field means. */
export type Template = template.Template;
export type FieldType = template.FieldType;
export type Field = template.Field;
export type Definition = template.Definition;
export type Problem = template.Problem;
export type Detail = template.Detail;
export type Checked = template.Checked;
export type Previewed = template.Previewed;
export type VersionInfo = template.VersionInfo;
export type Source = template.Source;
export type OuterClause = template.OuterClause;
export type Edit = template.Edit;
export type Kind = template.Kind;
export type Language = Template['language'];
/** What the library shows; "" narrows nothing. */
export type Filter = Omit<template.Filter, 'kind' | 'language'> & {
  kind: Kind | '';
  language: Language | '';
};

export const api = services.template;

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
  'list',
] as const satisfies readonly FieldType[];

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
] as const satisfies readonly Kind[];
export const languages = ['zh-CN', 'en'] as const satisfies readonly Language[];

/** Keys of everything read here; the first part is the kind that refreshes it. */
export const keys = {
  list: (filter: Filter) => ['template', 'list', filter] as const,
  one: (id: number) => ['template', 'one', id] as const,
  versions: (id: number) => ['template', 'versions', id] as const,
};
