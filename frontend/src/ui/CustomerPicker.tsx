import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { services } from '@/bridge';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { search } from '@/lib/search';
import { Marked } from './Marked';
import css from './picker.module.css';

interface Choice {
  id: number;
  name: string;
  note: string;
  ranges: [number, number][];
}

/** Finds a customer while typing; before that the ones opened last. Enter takes the marked one. */
export function CustomerPicker(props: {
  label: string;
  /** Already chosen: not offered again. */
  without?: ReadonlySet<number>;
  onPick: (customer: { id: number; name: string }) => void;
  disabled?: boolean;
}) {
  const t = useText();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const composing = useRef(false);
  const query = useQuery({
    queryKey: ['customer', 'pick', asked],
    queryFn: async (): Promise<Choice[]> =>
      asked === ''
        ? (await services.customer.Recent(8)).map((c) => ({
            id: c.id,
            name: c.name,
            note: [c.contactName === c.name ? '' : c.contactName, c.phone]
              .filter((s) => s !== '')
              .join(' · '),
            ranges: [],
          }))
        : (await search(asked, 12, ['customer'])).map((hit) => ({
            id: hit.id,
            name: hit.title,
            note: hit.subtitle,
            ranges: (hit.ranges ?? []) as [number, number][],
          })),
    placeholderData: keepPreviousData,
  });
  const list = (query.data ?? []).filter((c) => !props.without?.has(c.id));
  const pick = (choice: Choice | undefined) => {
    if (!choice) return;
    props.onPick(choice);
    setTyped('');
    setAsked('');
    setAt(0);
  };
  const ask = (text: string) => {
    setAsked(text.trim());
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt(Math.max(0, Math.min(list.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pick(list[at]);
    }
  };
  return (
    <div className={css.picker}>
      <TextInput
        label={props.label}
        placeholder={t.customers.search}
        leftSection={<IconSearch size="1.125rem" />}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        disabled={props.disabled}
        role="combobox"
        aria-expanded={list.length > 0}
        aria-controls={listId}
        aria-activedescendant={list[at] ? `${listId}-${at}` : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          if (!composing.current) ask(event.currentTarget.value);
        }}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          ask(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      {/* A list without choices is none to assistive technology. */}
      <div
        id={listId}
        {...(list.length > 0 ? { role: 'listbox', 'aria-label': props.label } : {})}
        className={css.choices}
      >
        {list.map((choice, i) => (
          <button
            key={choice.id}
            id={`${listId}-${i}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            className={css.choice}
            disabled={props.disabled}
            onMouseMove={() => setAt(i)}
            onClick={() => pick(choice)}
          >
            <span className={css.choiceName}>
              <Marked text={choice.name} ranges={choice.ranges} />
            </span>
            <span className={css.note}>{choice.note}</span>
          </button>
        ))}
        {query.isSuccess && list.length === 0 && (
          <p className={css.note}>{asked === '' ? t.ui.pick.noCustomers : t.ui.pick.nobody(asked)}</p>
        )}
      </div>
    </div>
  );
}
