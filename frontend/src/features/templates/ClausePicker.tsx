import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { isComposing } from '@/lib/ime';
import { api, type Definition } from './api';
import css from './clauses.module.css';
import { type ClauseItem, clauseKeys, type Insertion, wordsOf } from './library';

/**
 * Finds a clause of the library while typing and prepares it for a template: `onInsert` gets the node
 * with its link and lock, and the fields to add to the definition first. `definition` gives the
 * template as the editor holds it (with its last words) when a clause is chosen. For a panel or a
 * dialog; Enter inserts the marked one, arrows move, the words of the marked one are shown.
 */
export function ClausePicker(props: {
  definition: () => Definition;
  onInsert: (insertion: Insertion) => void;
}) {
  const t = useText();
  const c = t.library.clauses;
  const shared = useShared();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const [problem, setProblem] = useState('');
  const composing = useRef(false);
  const [{ language, kind }] = useState(props.definition);
  const filter = { text: asked, kind: asked === '' ? kind : ('' as const), language };
  const query = useQuery({
    queryKey: clauseKeys.list(filter),
    queryFn: () => api.Clauses(filter),
    placeholderData: keepPreviousData,
    meta: { kinds: ['clause', 'template'] },
  });
  const list = query.data ?? [];
  const marked = list[at];
  const insert = async (clause: ClauseItem | undefined) => {
    if (!clause) return;
    try {
      props.onInsert(await api.InsertClause(clause.id, props.definition()));
    } catch (cause) {
      setProblem(sentence(cause));
    }
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
      void insert(marked);
    }
  };
  return (
    <div className={css.picker}>
      <TextInput
        aria-label={c.searchLabel}
        placeholder={c.search}
        leftSection={<IconSearch size="1.125rem" />}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        role="combobox"
        aria-expanded={list.length > 0}
        aria-controls={listId}
        aria-activedescendant={marked ? `${listId}-${at}` : undefined}
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
      {(problem !== '' || query.error) && (
        <p role="alert" className={css.problem}>
          {problem || sentence(query.error)}
        </p>
      )}
      <div id={listId} role="listbox" aria-label={c.title} className={css.choices}>
        {list.map((clause, i) => (
          <button
            key={clause.id}
            id={`${listId}-${i}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            className={css.row}
            onMouseMove={() => setAt(i)}
            onClick={() => void insert(clause)}
          >
            <span className={css.name}>{clause.name}</span>
            <span className={css.start}>{wordsOf(clause)}</span>
            <span className={css.small}>{shared(`template.lock.${clause.lock}`)}</span>
          </button>
        ))}
      </div>
      {query.isSuccess && list.length === 0 && (
        <p className={css.muted}>{asked === '' ? c.none : c.nothing}</p>
      )}
      {marked && (
        <div className={css.marked}>
          <p className={css.words} lang={marked.language}>
            {marked.text}
          </p>
          <Button aria-label={c.insertOf(marked.name)} onClick={() => void insert(marked)}>
            {c.insert}
          </Button>
        </div>
      )}
    </div>
  );
}
