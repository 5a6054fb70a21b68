import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { isComposing } from '@/lib/ime';
import { formatAmount, formatScaled, parseAmount, parsePercent } from './amount';
import { DateInput } from './inputs';
import css from './kit.module.css';

/** What kind of value stands in the field and how it is typed. */
export type Editor =
  | { kind: 'text'; placeholder?: string }
  | { kind: 'multi' }
  | { kind: 'date' }
  | { kind: 'money' }
  /** Hundredths of a percent. */
  | { kind: 'percent' }
  | { kind: 'choice'; options: { value: string; label: string }[] }
  | { kind: 'tags'; known: string[] }
  /** One value a line. */
  | { kind: 'lines'; placeholder?: string };

/** Text for the person and back; lists are one per line. */
export type FieldValue = string | number | null | string[];

interface Props {
  label: string;
  value: FieldValue;
  editor: Editor;
  /** Saves; a rejection is shown under the field and the person keeps what was typed. */
  onSave: (value: FieldValue) => Promise<unknown>;
  /** How the value reads when not edited; the value itself by default. */
  display?: ReactNode;
  /** Stands right of the value, e.g. a copy button. */
  after?: ReactNode;
}

const isEmpty = (value: FieldValue): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

function asText(value: FieldValue, editor: Editor): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.join('\n');
  if (editor.kind === 'money' && typeof value === 'number') return formatAmount(value);
  if (editor.kind === 'percent' && typeof value === 'number') return formatScaled(value, 2);
  return String(value);
}

function fromText(typed: string, editor: Editor): FieldValue | undefined {
  if (editor.kind === 'lines')
    return typed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  if (editor.kind === 'money') return typed.trim() === '' ? null : parseAmount(typed);
  if (editor.kind === 'percent') return typed.trim() === '' ? null : parsePercent(typed);
  return editor.kind === 'multi' ? typed.replace(/\s+$/, '') : typed.trim();
}

/** The fact after or before the one that an element stands in, in the same card. */
function neighbour(element: HTMLElement, back: boolean): HTMLElement | undefined {
  const facts = [...(element.closest('section')?.querySelectorAll<HTMLElement>('[data-fact]') ?? [])];
  const at = facts.findIndex((fact) => fact.contains(element));
  return at < 0 ? undefined : facts[at + (back ? -1 : 1)];
}

/**
 * A fact edited where it stands: click, then Enter or leaving the field saves, Esc cancels. Tab saves and
 * opens the next one, so that a card of facts is typed through.
 * In several lines Enter is a new line and Ctrl+Enter saves.
 */
export function EditableField(props: Props) {
  const t = useText();
  const [editing, setEditing] = useState(false);
  // Shown until the saved value comes back, so the old one does not flash.
  const [pending, setPending] = useState<{ from: FieldValue; to: FieldValue } | undefined>(undefined);
  const [problem, setProblem] = useState('');
  const button = useRef<HTMLButtonElement>(null);

  /** The value is shown again, and holds the focus unless the person went to another place. */
  const close = () => {
    setEditing(false);
    requestAnimationFrame(() => document.activeElement === document.body && button.current?.focus());
  };
  const stop = () => {
    close();
    setProblem('');
  };
  const save = async (value: FieldValue | undefined) => {
    if (value === undefined) {
      setProblem(t.ui.field.notAmount);
      return;
    }
    if (JSON.stringify(value) === JSON.stringify(props.value)) return stop();
    setPending({ from: props.value, to: value });
    close();
    try {
      await props.onSave(value);
      setProblem('');
    } catch (cause) {
      setProblem(sentence(cause));
      setEditing(true);
      return;
    }
    setPending(undefined);
  };

  const waiting = pending !== undefined && JSON.stringify(pending.from) === JSON.stringify(props.value);
  const value = waiting && pending ? pending.to : props.value;
  return (
    <>
      <span className={css.factName}>{props.label}</span>
      <div data-fact>
        {editing ? (
          <FieldEditor
            label={props.label}
            value={pending ? pending.to : props.value}
            editor={props.editor}
            problem={problem}
            onSave={save}
            onCancel={() => {
              setPending(undefined);
              stop();
            }}
          />
        ) : (
          <div className={css.valueRow}>
            <button
              ref={button}
              type="button"
              className={css.value}
              title={t.ui.field.edit(props.label)}
              onClick={() => setEditing(true)}
            >
              {isEmpty(value) ? (
                <span className={css.empty0}>{t.ui.field.empty}</span>
              ) : waiting ? (
                readable(value, props.editor)
              ) : (
                (props.display ?? readable(value, props.editor))
              )}
            </button>
            {props.after}
          </div>
        )}
      </div>
    </>
  );
}

function readable(value: FieldValue, editor: Editor): string {
  if (editor.kind === 'choice') return editor.options.find((o) => o.value === value)?.label ?? String(value);
  if (Array.isArray(value)) return value.join('\n');
  return asText(value, editor);
}

interface EditorProps {
  label: string;
  value: FieldValue;
  editor: Editor;
  problem: string;
  onSave: (value: FieldValue | undefined) => void;
  onCancel: () => void;
}

function FieldEditor({ label, value, editor, problem, onSave, onCancel }: EditorProps) {
  const t = useText();
  const [typed, setTyped] = useState(asText(value, editor));
  const [tags, setTags] = useState<string[]>(Array.isArray(value) ? value : []);
  const settled = useRef(false);
  const error = problem === '' ? undefined : problem;

  const finish = (next: FieldValue | undefined) => {
    settled.current = next !== undefined;
    onSave(next);
  };
  const commit = () => {
    if (!settled.current) finish(editor.kind === 'tags' ? tags : fromText(typed, editor));
  };
  const onTab = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || event.ctrlKey || event.altKey || event.metaKey) return;
    const field = event.target as HTMLElement;
    const next = neighbour(field, event.shiftKey);
    if (!next) return; // at the ends Tab goes where it goes everywhere
    event.preventDefault();
    // At once, so that the next key goes into the next field however fast it comes.
    flushSync(() => field.blur()); // saves, as leaving it does
    if (settled.current) flushSync(() => next.querySelector('button')?.click());
    else field.focus();
  };
  const cancel = () => {
    settled.current = true;
    onCancel();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      cancel();
    } else if (event.key === 'Enter') {
      const many = editor.kind === 'multi' || editor.kind === 'lines';
      if (many && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      commit();
    } else onTab(event);
  };

  const common = { 'aria-label': label, error, autoFocus: true, onBlur: commit, onKeyDown };
  switch (editor.kind) {
    case 'multi':
    case 'lines':
      return (
        <>
          <Textarea
            {...common}
            autosize
            minRows={2}
            maxRows={12}
            value={typed}
            placeholder={editor.kind === 'lines' ? editor.placeholder : undefined}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <p className={css.hint}>{t.ui.field.multiHint}</p>
        </>
      );
    case 'choice':
      return (
        <Select
          aria-label={label}
          error={error}
          autoFocus
          defaultDropdownOpened
          data={editor.options}
          value={typed === '' ? null : typed}
          clearable
          allowDeselect={false}
          comboboxProps={{ withinPortal: true }}
          onChange={(next) => finish(next ?? '')}
          onDropdownClose={() => {
            if (!settled.current) cancel();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onKeyDown(event);
            else onTab(event);
          }}
        />
      );
    case 'date':
      return (
        <div
          onKeyDownCapture={(event) => {
            if (event.key === 'Escape') onKeyDown(event);
            else onTab(event);
          }}
        >
          <DateInput
            ariaLabel={label}
            value={typed}
            error={error}
            autoFocus
            onChange={(next) => {
              setTyped(next);
              finish(next);
            }}
            onBlur={commit}
          />
        </div>
      );
    case 'tags':
      return (
        <TagsInput
          aria-label={label}
          error={error}
          autoFocus
          data={editor.known}
          value={tags}
          placeholder={t.ui.field.tagsHint}
          splitChars={[',', '，', '、', ';', '；']}
          onChange={setTags}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onKeyDown(event);
            else onTab(event);
          }}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          inputMode={editor.kind === 'money' || editor.kind === 'percent' ? 'decimal' : undefined}
          placeholder={editor.kind === 'text' ? editor.placeholder : undefined}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
      );
  }
}

/** A fact that cannot be changed. */
export function PlainFact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <span className={css.factName}>{label}</span>
      <div className={css.plain}>{children}</div>
    </>
  );
}

/** Name and value in two columns. */
export function Facts({ children }: { children: ReactNode }) {
  return <div className={css.facts}>{children}</div>;
}
