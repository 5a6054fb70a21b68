import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { formatAmount, formatScaled } from '@/ui/amount';
import { DateInput } from '@/ui/inputs';
import { IconButton } from '@/ui/layout';
import type { Field } from './api';
import css from './form.module.css';

/** A value as it reads in its input. */
export function asText(field: Pick<Field, 'type'>, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') {
    if (field.type === 'money') return formatAmount(value);
    if (field.type === 'percent') return formatScaled(value, 2);
    if (field.type === 'number') return formatScaled(value, 3);
  }
  return String(value);
}

const units: Partial<Record<Field['type'], string>> = { percent: '%' };
/** Types whose values stand at the right. */
export const rightAligned: ReadonlySet<Field['type']> = new Set(['integer', 'number', 'money', 'percent']);

/**
 * One blank of the template with the input that fits its type. What is typed goes out as text and
 * the backend reads it, so that the form, the command line and the template agree on what is right.
 */
export const FieldInput = memo(function FieldInput(props: {
  field: Field;
  /** Edited here and not saved yet. */
  pending: boolean;
  problem?: string;
  disabled?: boolean;
  onChange: (field: Field, value: unknown) => void;
  onFocus?: (key: string) => void;
}) {
  const { field, pending, problem, disabled, onChange, onFocus } = props;
  const t = useText();
  const [typed, setTyped] = useState(asText(field, field.value));
  const focused = useRef(false);
  const fromBackend = asText(field, field.value);
  useEffect(() => {
    if (!focused.current && !pending) setTyped(fromBackend);
  }, [fromBackend, pending]);

  const falls = field.source !== undefined || field.default !== undefined;
  // An emptied field stays empty where something else would fill it.
  const change = (value: unknown) => onChange(field, value === '' && !falls ? null : value);
  const revert =
    field.origin === 'own' && falls && !disabled ? (
      <IconButton
        label={t.contracts.form.revert(field.label)}
        onClick={() => {
          focused.current = false;
          onChange(field, null);
        }}
      >
        <IconArrowBackUp size="1rem" />
      </IconButton>
    ) : undefined;
  const common = {
    label: field.label,
    description: field.help,
    error: problem,
    disabled,
    withAsterisk: field.required && field.used && field.missing,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as (
      | 'label'
      | 'input'
      | 'description'
      | 'error'
    )[],
  };
  const focus = () => {
    focused.current = true;
    onFocus?.(field.key);
  };
  const blur = () => {
    focused.current = false;
    if (!pending) setTyped(fromBackend);
    onFocus?.('');
  };

  let input: React.ReactNode;
  switch (field.type) {
    case 'longText':
      input = (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxRows={10}
          value={typed}
          onFocus={focus}
          onBlur={blur}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            change(event.currentTarget.value);
          }}
        />
      );
      break;
    case 'choice':
      input = (
        <Select
          {...common}
          data={field.choices ?? []}
          value={typed === '' ? null : typed}
          clearable={!field.required}
          allowDeselect={false}
          searchable={(field.choices?.length ?? 0) > 8}
          onFocus={focus}
          onBlur={() => {
            focused.current = false;
            onFocus?.('');
          }}
          onChange={(value) => {
            setTyped(value ?? '');
            change(value ?? '');
          }}
        />
      );
      break;
    case 'yesNo':
      input = (
        <Switch
          label={field.label}
          description={field.help}
          error={problem}
          disabled={disabled}
          checked={typed === 'true'}
          onFocus={() => onFocus?.(field.key)}
          onBlur={() => onFocus?.('')}
          onChange={(event) => {
            setTyped(String(event.currentTarget.checked));
            change(event.currentTarget.checked);
          }}
        />
      );
      break;
    case 'date':
      input = (
        // biome-ignore lint/a11y/noStaticElementInteractions: hears the focus of the input inside
        <div onFocus={focus} onBlur={blur}>
          <DateInput
            label={field.label}
            value={typed}
            error={problem}
            onChange={(value) => {
              setTyped(value);
              change(value);
            }}
          />
          {field.help && <p className={css.help}>{field.help}</p>}
        </div>
      );
      break;
    default:
      input = (
        <TextInput
          {...common}
          inputMode={rightAligned.has(field.type) ? 'decimal' : undefined}
          rightSection={units[field.type]}
          classNames={rightAligned.has(field.type) ? { input: css.number } : undefined}
          autoComplete="off"
          value={typed}
          onFocus={focus}
          onBlur={blur}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            change(event.currentTarget.value);
          }}
        />
      );
  }
  return (
    <div className={`${css.field} ${field.type === 'longText' ? css.wideField : ''}`} data-field={field.key}>
      {input}
      {revert && <span className={css.revert}>{revert}</span>}
    </div>
  );
});
