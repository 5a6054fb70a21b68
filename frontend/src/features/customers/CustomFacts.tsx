import { useQuery } from '@tanstack/react-query';
import { services, type settings } from '@/bridge';
import { useText } from '@/i18n';
import { parseNumber } from '@/ui/amount';
import { EditableField, type Editor, Facts } from '@/ui/EditableField';
import { Section } from '@/ui/layout';
import type { Changes } from './api';

/** A field the owner added in Settings. */
export type CustomField = settings.CustomField;

export const useCustomFields = (): CustomField[] =>
  useQuery({
    queryKey: ['custom_field', 'customer'],
    queryFn: () => services.settings.CustomFields('customer'),
  }).data ?? [];

/** Labels of the owner's fields by their key. */
export const useCustomLabels = (): Record<string, string> =>
  Object.fromEntries(useCustomFields().map((field) => [field.key, field.label]));

export function editorOf(field: CustomField): Editor {
  if (field.type === 'date') return { kind: 'date' };
  if (field.type === 'choice')
    return { kind: 'choice', options: field.choices.map((value) => ({ value, label: value })) };
  return { kind: 'text' };
}

/** What was typed, as the backend keeps it: numbers as numbers, nothing as null. */
export function stored(field: CustomField, typed: unknown): string | number | null {
  const text = String(typed ?? '').trim();
  if (text === '') return null;
  return (field.type === 'number' ? parseNumber(text) : undefined) ?? text;
}

/** The owner's own fields of a customer. */
export function CustomFacts(props: {
  custom: Record<string, unknown>;
  save: (changes: Changes) => Promise<unknown>;
}) {
  const t = useText();
  const fields = useCustomFields();
  if (fields.length === 0) return null;
  return (
    <Section title={t.customers.customFields}>
      <Facts>
        {fields.map((field) => (
          <EditableField
            key={field.key}
            label={field.label}
            value={String(props.custom[field.key] ?? '')}
            editor={editorOf(field)}
            onSave={(value) => props.save({ custom: { [field.key]: stored(field, value) } })}
          />
        ))}
      </Facts>
    </Section>
  );
}
