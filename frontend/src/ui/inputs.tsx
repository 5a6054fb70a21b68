import { TextInput, type TextInputProps } from '@mantine/core';
import { DateInput as MantineDateInput } from '@mantine/dates';
import { type ReactNode, useEffect, useState } from 'react';
import { useText } from '@/i18n';
import { readDay, readWholeDay } from '@/lib/day';
import { formatAmount, parseAmount, readingOf } from './amount';

/**
 * A calendar date as YYYY-MM-DD, '' = none; typed or chosen, weeks start on Monday. What is typed counts when
 * it is a whole day, or is one when the field is left; what is no day is said and stays on screen, and the day of before counts.
 */
export function DateInput(props: {
  label?: ReactNode;
  ariaLabel?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
  autoFocus?: boolean;
  onBlur?: () => void;
}) {
  const t = useText();
  const [bad, setBad] = useState('');
  const [typed, setTyped] = useState('');
  /** The calendar stays away after Enter: it would lie on what comes next. */
  const [entered, setEntered] = useState(false);
  /** Takes what stands in the field; false when it is no day. */
  const take = (text: string): boolean => {
    const day = text.trim() === '' ? '' : readDay(text);
    setBad(day === undefined ? text.trim() : '');
    if (day !== undefined && day !== '' && day !== props.value) props.onChange(day);
    return day !== undefined;
  };
  return (
    <MantineDateInput
      label={props.label}
      aria-label={props.ariaLabel}
      value={props.value === '' ? null : props.value}
      onChange={(value) => {
        setBad('');
        setTyped('');
        props.onChange(value ?? '');
      }}
      dateParser={(text) => readWholeDay(text) ?? null}
      valueFormat="YYYY-MM-DD"
      monthLabelFormat={t.ui.dates.monthHeader}
      placeholder="2026-01-31"
      clearable
      // The keyboard empties the field by emptying the text; Tab goes on to the next one.
      clearButtonProps={{ 'aria-label': t.ui.dates.clear, tabIndex: -1 }}
      error={bad === '' ? props.error : t.ui.dates.noDay(bad)}
      autoFocus={props.autoFocus}
      // It stays as it was typed until it is a day.
      fixOnBlur={typed.trim() === '' || readDay(typed) !== undefined}
      popoverProps={entered ? { opened: false } : undefined}
      onFocus={() => setEntered(false)}
      onClick={() => setEntered(false)}
      onInput={(event) => {
        setTyped(event.currentTarget.value);
        setEntered(false);
      }}
      onBlur={(event) => {
        if (take(event.currentTarget.value)) props.onBlur?.();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        if (take(event.currentTarget.value)) setEntered(true);
        else event.preventDefault();
      }}
    />
  );
}

/**
 * Money in minor units; null = empty. What cannot be read stays on screen with a sentence, and is no amount where one is
 * required; what might be read otherwise is shown as it is read.
 */
export function MoneyInput(
  props: Omit<TextInputProps, 'value' | 'onChange'> & {
    value: number | null;
    onChange: (minor: number | null) => void;
    problem?: string;
  },
) {
  const t = useText();
  const { value, onChange, problem = t.ui.field.notAmount, ...rest } = props;
  const [typed, setTyped] = useState(value === null ? '' : formatAmount(value));
  const [bad, setBad] = useState(false);
  useEffect(() => {
    setTyped((now) =>
      (parseAmount(now) ?? null) === value ? now : value === null ? '' : formatAmount(value),
    );
  }, [value]);
  const reading = readingOf(typed);
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      value={typed}
      error={bad ? problem : rest.error}
      description={reading === undefined ? rest.description : `= ${reading}`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        const minor = next.trim() === '' ? null : parseAmount(next);
        setBad(minor === undefined);
        if (minor !== undefined) onChange(minor);
        else if (rest.withAsterisk) onChange(null);
      }}
      onBlur={(event) => {
        if (value !== null && !bad) setTyped(formatAmount(value));
        rest.onBlur?.(event);
      }}
    />
  );
}
