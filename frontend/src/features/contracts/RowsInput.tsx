import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { memo, useEffect, useId, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { DateInput } from '@/ui/inputs';
import { IconButton } from '@/ui/layout';
import type { Field } from './api';
import { asText, rightAligned } from './FieldInput';
import css from './rows.module.css';

type Row = Record<string, string>;

const filled = (row: Row): boolean => Object.values(row).some((text) => text.trim() !== '');

/** The rows of a list as they read in their inputs. */
function rowsOf(field: Field): Row[] {
  const given = Array.isArray(field.value) ? (field.value as Record<string, unknown>[]) : [];
  return given.map((row) =>
    Object.fromEntries((field.columns ?? []).map((c) => [c.key, asText(c, row[c.key])])),
  );
}

/**
 * A list of the template, such as a payment plan: a row for each entry. What is typed goes out as
 * text and the backend reads it; rows without anything in them are no rows.
 */
export const RowsInput = memo(function RowsInput(props: {
  field: Field;
  /** Edited here and not saved yet. */
  pending: boolean;
  problem?: string;
  disabled?: boolean;
  onChange: (field: Field, value: unknown) => void;
  onFocus?: (key: string) => void;
}) {
  const { field, pending, problem, disabled } = props;
  const t = useText();
  const id = useId();
  const [rows, setRows] = useState<Row[]>(() => rowsOf(field));
  const box = useRef<HTMLFieldSetElement>(null);
  const fromBackend = JSON.stringify(rowsOf(field));
  useEffect(() => {
    if (!pending && !box.current?.contains(document.activeElement)) setRows(JSON.parse(fromBackend));
  }, [fromBackend, pending]);
  const columns = field.columns ?? [];
  const shown = rows.length > 0 ? rows : [{}];
  const put = (next: Row[]) => {
    setRows(next);
    const kept = next
      .filter(filled)
      .map((row) => Object.fromEntries(Object.entries(row).filter(([, text]) => text.trim() !== '')));
    props.onChange(field, kept.length > 0 ? kept : null);
  };
  const type = (at: number, key: string, text: string) =>
    put(shown.map((row, i) => (i === at ? { ...row, [key]: text } : row)));
  const add = () => {
    setRows([...shown, {}]);
    const next = shown.length;
    window.setTimeout(
      () => box.current?.querySelector<HTMLElement>(`[data-row="${next}"] input`)?.focus(),
      0,
    );
  };
  return (
    <fieldset
      ref={box}
      className={css.rows}
      data-field={field.key}
      disabled={disabled}
      aria-describedby={problem ? `${id}-problem` : undefined}
      onFocus={() => props.onFocus?.(field.key)}
      onBlur={() => props.onFocus?.('')}
    >
      <legend className={css.legend}>
        {field.label}
        {field.required && field.used && field.missing && (
          <span className={css.star} aria-hidden>
            {' *'}
          </span>
        )}
      </legend>
      <div className={css.scroll}>
        <div className={css.grid} style={{ '--columns': columns.length } as React.CSSProperties}>
          {columns.map((c) => (
            <span key={c.key} className={css.head} aria-hidden>
              {c.label}
            </span>
          ))}
          <span />
          {shown.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place
            <div key={i} className={css.row} data-row={i}>
              {columns.map((c) => {
                const label = t.contracts.lines.cell(i + 1, c.label);
                return c.type === 'date' ? (
                  <DateInput
                    key={c.key}
                    ariaLabel={label}
                    value={row[c.key] ?? ''}
                    onChange={(text) => type(i, c.key, text)}
                  />
                ) : (
                  <TextInput
                    key={c.key}
                    aria-label={label}
                    autoComplete="off"
                    inputMode={rightAligned.has(c.type) ? 'decimal' : undefined}
                    classNames={rightAligned.has(c.type) ? { input: css.number } : undefined}
                    value={row[c.key] ?? ''}
                    onChange={(event) => type(i, c.key, event.currentTarget.value)}
                    onKeyDown={(event) => {
                      if (event.key !== 'Enter' || isComposing(event.nativeEvent)) return;
                      event.preventDefault();
                      if (i === shown.length - 1) add();
                    }}
                  />
                );
              })}
              <IconButton
                label={t.contracts.lines.removeRow(i + 1)}
                disabled={shown.length === 1 && !filled(row)}
                onClick={() => put(shown.filter((_, k) => k !== i))}
              >
                <IconX size="1rem" />
              </IconButton>
            </div>
          ))}
        </div>
      </div>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconPlus size="1rem" />}
        disabled={disabled}
        onClick={add}
      >
        {t.contracts.lines.add}
      </Button>
      {field.help && <p className={css.help}>{field.help}</p>}
      {problem && (
        <p id={`${id}-problem`} role="alert" className={css.problem}>
          {problem}
        </p>
      )}
    </fieldset>
  );
});
