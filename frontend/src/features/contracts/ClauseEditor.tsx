import { Button, TextInput } from '@mantine/core';
import { type KeyboardEvent, Suspense, useMemo, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { type ClauseTextHandle, useClauseText } from '@/lib/feature';
import { isComposing } from '@/lib/ime';
import { LinkButton } from '@/ui/layout';
import type { Target } from './api';
import css from './clauses.module.css';
import { clausesOf, type Node } from './clauseText';
import shared from './contracts.module.css';

/** Where a clause stands that is written for one deal. */
export interface Place {
  versionId: number;
  ordinals: number[];
  targets: Target[];
}

/** The text of one clause as in the editor of templates, with the reason for it. */
export function ClauseEditor(props: {
  /** What is written, for reading aloud. */
  label: string;
  start: Node;
  place: Place;
  reason: string;
  /** Nothing was changed yet, and it may be saved all the same (a conflict that is decided). */
  always?: boolean;
  /** The clause, and those that were begun after it. */
  onSave: (clauses: Node[], reason: string) => Promise<void>;
  onCancel: () => void;
  /** The sentence of an error. */
  problemOf: (cause: unknown) => string;
}) {
  const t = useText();
  const c = t.contracts.clauses;
  const { start, place } = props;
  const Text = useClauseText();
  const body = useRef<Node>(undefined);
  const text = useRef<ClauseTextHandle>(null);
  const [reason, setReason] = useState(props.reason);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const first = useMemo((): Node => ({ type: 'doc', content: [start] }), [start]);

  const save = async () => {
    if (busy) return;
    text.current?.flush();
    const changed = body.current !== undefined;
    if (!props.always && !changed && reason.trim() === props.reason.trim()) return props.onCancel();
    const clauses = clausesOf(body.current ?? first);
    if (clauses === undefined) return setProblem(c.foreign);
    if (clauses.length === 0) return setProblem(c.empty);
    setBusy(true);
    try {
      await props.onSave(clauses, reason.trim());
    } catch (cause) {
      setProblem(props.problemOf(cause));
      setBusy(false);
    }
  };
  const submitKey = (event: KeyboardEvent<HTMLElement>) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      void save();
    }
  };
  const cancelKey = (event: KeyboardEvent<HTMLElement>) => {
    if (isComposing(event.nativeEvent) || event.defaultPrevented || event.key !== 'Escape') return;
    // Menus and panels of the text lie outside of it; Escape closes them first.
    if (!(event.target instanceof Element && event.currentTarget.contains(event.target))) return;
    event.preventDefault();
    event.stopPropagation();
    props.onCancel();
  };

  return (
    <form
      className={css.editor}
      aria-label={props.label}
      onKeyDownCapture={submitKey}
      onKeyDown={cancelKey}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className={css.written}>
        <Suspense>
          {Text && (
            <Text
              label={props.label}
              body={first}
              versionId={place.versionId}
              ordinals={place.ordinals}
              targets={place.targets}
              handle={text}
              onChange={(next) => {
                body.current = next;
                setProblem('');
              }}
            />
          )}
        </Suspense>
      </div>
      <TextInput
        aria-label={c.reason}
        placeholder={c.reasonHint}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {problem !== '' && (
        <p role="alert" className={shared.problem}>
          {problem}
        </p>
      )}
      <div className={css.editorFoot}>
        <span className={shared.muted}>{c.keys}</span>
        <LinkButton onClick={props.onCancel}>{t.ui.actions.cancel}</LinkButton>
        <Button type="submit" loading={busy}>
          {t.ui.actions.done}
        </Button>
      </div>
    </form>
  );
}
