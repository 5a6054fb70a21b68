import { Autocomplete, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldSentences, sentence } from '@/lib/errors';
import { isComposing } from '@/lib/ime';
import { customers, keys } from './api';
import css from './insight.module.css';

/** A value corrected where it stands: Enter or leaving the field saves, Esc takes back what was typed. */
export function ValueInput(props: {
  label: string;
  placeholder?: string;
  value: string;
  /** What seems wrong with the value as it is. */
  problem?: string;
  wide?: boolean;
  /** An empty value is one, too. */
  removable?: boolean;
  /** Offers what other customers have there. */
  suggest?: 'industry' | 'channel';
  onSave: (typed: string) => Promise<void>;
}) {
  const [typed, setTyped] = useState(props.value);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const used = useQuery({
    queryKey: keys.values(props.suggest ?? ''),
    queryFn: () => customers.Values(props.suggest ?? ''),
    enabled: props.suggest !== undefined,
    meta: { kinds: ['customer'] },
  }).data;
  const save = async (value: string) => {
    const next = value.trim();
    if (busy || next === props.value || (next === '' && !props.removable)) return;
    setBusy(true);
    try {
      await props.onSave(next);
      setProblem('');
    } catch (cause) {
      setProblem(Object.values(fieldSentences(cause))[0] ?? sentence(cause));
    } finally {
      setBusy(false);
    }
  };
  const input = {
    'aria-label': props.label,
    placeholder: props.placeholder,
    value: typed,
    error: problem || props.problem,
    className: props.wide ? css.wideInput : css.input,
    spellCheck: false,
    autoComplete: 'off',
    onBlur: () => void save(typed),
    onKeyDown: (event: React.KeyboardEvent<HTMLInputElement>) => {
      if (isComposing(event.nativeEvent)) return;
      if (event.key === 'Enter') void save(event.currentTarget.value);
      if (event.key === 'Escape') {
        event.stopPropagation();
        setTyped(props.value);
        setProblem('');
      }
    },
  };
  if (props.suggest)
    return (
      <Autocomplete
        {...input}
        data={(used ?? []).map((one) => one.name)}
        limit={8}
        onChange={setTyped}
        onOptionSubmit={(value) => void save(value)}
      />
    );
  return <TextInput {...input} onChange={(event) => setTyped(event.currentTarget.value)} />;
}
