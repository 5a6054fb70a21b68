import { TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { type Ref, useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { IconButton } from './layout';

/** Searches while typing, but never on half-typed pinyin: a composition commits when it ends. */
export function SearchBox(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  inputRef?: Ref<HTMLInputElement>;
  /** Enter or ↓: on to the list of what was typed, which is then searched at once. */
  onLeave?: (text: string) => void;
  className?: string;
}) {
  const t = useText();
  const [typed, setTyped] = useState(props.value);
  const composing = useRef(false);
  const timer = useRef(0);
  const { value, onChange } = props;
  useEffect(() => {
    if (!composing.current) setTyped(value);
  }, [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const commit = (next: string) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => onChange(next.trim()), 120);
  };
  return (
    <TextInput
      ref={props.inputRef}
      className={props.className}
      aria-label={props.label}
      placeholder={props.placeholder}
      leftSection={<IconSearch size="1.125rem" />}
      rightSection={
        typed !== '' && (
          <IconButton
            label={t.ui.actions.clear}
            onClick={() => {
              setTyped('');
              onChange('');
            }}
          >
            <IconX size="1rem" />
          </IconButton>
        )
      }
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        if (!composing.current) commit(event.currentTarget.value);
      }}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        commit(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === 'Enter' || event.key === 'ArrowDown') {
          event.preventDefault();
          window.clearTimeout(timer.current);
          const text = typed.trim();
          if (text !== value) onChange(text);
          props.onLeave?.(text);
        } else if (event.key === 'Escape' && typed !== '') {
          setTyped('');
          onChange('');
        }
      }}
    />
  );
}
