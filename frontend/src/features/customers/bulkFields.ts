import { useQuery } from '@tanstack/react-query';
import { services } from '@/bridge';
import { useText } from '@/i18n';
import { useStaff } from '@/lib/staff';
import { useStaffOptions } from '@/ui/StaffPicker';
import type { Changes } from './api';
import { type CustomField, stored, useCustomFields } from './CustomFacts';
import { dealRoles, kinds, lifecycles, roles, sizes, tiers, useWords } from './words';

export type BulkMode = 'set' | 'clear' | 'add' | 'remove' | 'append';
type FieldType = 'person' | 'text' | 'long' | 'lines' | 'number' | 'date' | 'money' | 'choice' | 'tags';

/** A detail that many customers can be given at once. */
export interface BulkField {
  /** As in customer.BulkField: "tier", "billing.bank", "custom.c1", "contacts.dealRole". */
  key: string;
  label: string;
  group: string;
  type: FieldType;
  modes: BulkMode[];
  options?: { value: string; label: string }[];
  custom?: CustomField;
}

/** One row of the form. */
export interface BulkEdit {
  field: string;
  mode: BulkMode;
  text: string;
  list: string[];
  minor: number | null;
}

const setOrClear: BulkMode[] = ['set', 'clear'];

/** Everything about a customer that can be changed for many, the owner's own fields and contacts included. */
export function useBulkFields(): BulkField[] {
  const t = useText();
  const words = useWords();
  const own = useCustomFields();
  const ofContacts =
    useQuery({
      queryKey: ['custom_field', 'contact'],
      queryFn: () => services.settings.CustomFields('contact'),
    }).data ?? [];
  const { solo } = useStaff();
  const people = useStaffOptions();
  const b = t.clean.bulk;
  const usual = t.customers.facts;
  const yesNo = [
    { value: 'yes', label: t.clean.yes },
    { value: 'no', label: t.clean.no },
  ];
  const choice = (key: string, codes: readonly string[], modes: BulkMode[] = ['set']): BulkField => ({
    key,
    label: words.field(key),
    group: usual,
    type: 'choice',
    modes,
    options: words.options(key, codes),
  });
  const plain = (key: string, type: FieldType = 'text', group = usual): BulkField => ({
    key,
    label: words.field(key),
    group,
    type,
    modes: setOrClear,
  });
  const custom = (field: CustomField, prefix: string, group: string): BulkField => ({
    key: `${prefix}custom.${field.key}`,
    label: prefix === '' ? field.label : b.contact(field.label),
    group,
    type: field.type === 'choice' ? 'choice' : field.type,
    modes: setOrClear,
    options: field.choices.map((value) => ({ value, label: value })),
    custom: field,
  });
  const tags: BulkMode[] = ['add', 'remove', 'set', 'clear'];
  const remark: BulkMode[] = ['append', 'set', 'clear'];
  const contact = (field: Omit<BulkField, 'group'>): BulkField => ({
    ...field,
    key: `contacts.${field.key}`,
    label: b.contact(field.label),
    group: b.ofContacts,
  });
  return [
    choice('tier', tiers, setOrClear),
    choice('lifecycle', lifecycles),
    ...(solo ? [] : [{ ...plain('ownerId', 'person'), options: people }]),
    { key: 'tags', label: t.customers.tags, group: usual, type: 'tags', modes: tags },
    choice('kind', kinds),
    choice('role', roles),
    plain('channel'),
    plain('industry'),
    choice('size', sizes, setOrClear),
    plain('province'),
    plain('city'),
    plain('district'),
    plain('address', 'long'),
    plain('postcode'),
    plain('shippingAddress', 'long'),
    plain('website'),
    { ...plain('name'), modes: ['set'] },
    plain('alias'),
    plain('phones', 'lines'),
    plain('emails', 'lines'),
    plain('legalRepresentative'),
    plain('creditLimit', 'money'),
    plain('termsDays', 'number'),
    { key: 'remark', label: t.customers.remark, group: usual, type: 'long', modes: remark },
    ...['title', 'taxId', 'bank', 'account', 'address', 'phone'].map((member) =>
      plain(`billing.${member}`, 'text', t.customers.billing),
    ),
    { ...choice('consent.marketing', ['granted', 'refused'], setOrClear) },
    { ...plain('consent.doNotContact', 'choice'), modes: ['set'], options: yesNo },
    plain('consent.source'),
    plain('consent.date', 'date'),
    ...own.map((field) => custom(field, '', b.own)),
    contact({ key: 'tags', label: t.customers.tags, type: 'tags', modes: tags }),
    contact({
      key: 'dealRole',
      label: t.customers.contactRole,
      type: 'choice',
      modes: setOrClear,
      options: words.options('dealRole', dealRoles),
    }),
    contact({ key: 'title', label: t.customers.contactTitle, type: 'text', modes: setOrClear }),
    contact({
      key: 'leftCompany',
      label: t.customers.contactLeft,
      type: 'choice',
      modes: ['set'],
      options: yesNo,
    }),
    contact({ key: 'remark', label: t.customers.remark, type: 'long', modes: remark }),
    ...ofContacts.map((field) => custom(field, 'contacts.', b.ofContacts)),
  ];
}

/** Whether a row says all that is needed. */
const said = (edit: BulkEdit, field: BulkField | undefined): boolean => {
  if (!field) return false;
  if (edit.mode === 'clear') return true;
  if (field.type === 'tags') return edit.list.length > 0;
  if (field.type === 'money') return edit.minor !== null;
  return edit.text.trim() !== '';
};

export const complete = (edits: readonly BulkEdit[], fields: readonly BulkField[]): boolean =>
  edits.some((e) => e.field !== '') &&
  edits.every(
    (e) =>
      e.field === '' ||
      said(
        e,
        fields.find((f) => f.key === e.field),
      ),
  );

function written(edit: BulkEdit, field: BulkField): unknown {
  const cleared = edit.mode === 'clear';
  if (field.custom) return cleared ? null : stored(field.custom, edit.text);
  const lines = cleared ? [] : edit.text.split('\n').filter((line) => line.trim() !== '');
  switch (field.type) {
    case 'tags':
      return cleared ? [] : edit.list;
    case 'money':
      return cleared ? 0 : edit.minor;
    case 'person':
    case 'number':
      return cleared ? 0 : Number(edit.text.trim());
    case 'lines':
      return field.key === 'phones' ? lines.map((raw) => ({ raw })) : lines;
    default:
      if (field.options?.[0]?.value === 'yes') return edit.text === 'yes';
      return cleared ? '' : edit.text;
  }
}

/** Rows of the form as customer.UpdateMany takes them; rows that are not finished are left out. */
export function changesOf(edits: readonly BulkEdit[], fields: readonly BulkField[]): Changes {
  const changes: Changes = {};
  for (const edit of edits) {
    const field = fields.find((f) => f.key === edit.field);
    if (!field || !said(edit, field)) continue;
    let key = field.key;
    let into = changes;
    if (key.startsWith('contacts.')) {
      key = key.slice('contacts.'.length);
      changes.contacts ??= {};
      into = changes.contacts as Changes;
    }
    const value = written(edit, field);
    if (edit.mode === 'add') into.addTags = value;
    else if (edit.mode === 'remove') into.removeTags = value;
    else if (edit.mode === 'append') into.appendRemark = value;
    else if (key.includes('.')) {
      const [head = '', member = ''] = key.split('.', 2);
      into[head] = { ...(into[head] as Changes | undefined), [member]: value };
    } else into[key] = value;
  }
  return changes;
}
