import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { IconButton, LinkButton } from '@/ui/layout';
import css from './clauses.module.css';
import {
  build,
  type Draft,
  draftOf,
  type LineText,
  lines,
  type Names,
  type Node,
  withLineAfter,
  withoutLine,
  withText,
} from './clauseText';
import shared from './contracts.module.css';

/** A field that can be put into a line. */
export interface Chip {
  key: string;
  label: string;
  search: string[];
}

/**
 * The text of one clause, a box for each of its lines. Fields stand in braces by their labels, on a
 * tint; tables and the like are shown and stay as they are.
 */
export function ClauseEditor(props: {
  /** What is written, for reading aloud. */
  label: string;
  start: Node;
  text: LineText;
  names: Names;
  chips: readonly Chip[];
  reason: string;
  /** Nothing was changed yet, and it may be saved all the same (a conflict that is decided). */
  always?: boolean;
  onSave: (node: Node, reason: string) => Promise<void>;
  onCancel: () => void;
  /** The sentence of an error. */
  problemOf: (cause: unknown) => string;
}) {
  const t = useText();
  const c = t.contracts.clauses;
  const { text, names } = props;
  const first = useMemo(() => draftOf(props.start, text), [props.start, text]);
  const [draft, setDraft] = useState<Draft>(first);
  const [reason, setReason] = useState(props.reason);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const boxes = useRef(new Map<number, HTMLTextAreaElement>());
  const focusNext = useRef<number | undefined>(undefined);
  /** The box the cursor was in last, for a field to be put there. */
  const last = useRef(0);
  const rows = lines(draft, names);

  const begun = useRef(false);
  useEffect(() => {
    const wanted = begun.current ? focusNext.current : rows.find((row) => row.kind !== 'fixed')?.key;
    begun.current = true;
    focusNext.current = undefined;
    if (wanted === undefined) return;
    const box = boxes.current.get(wanted);
    box?.focus();
    box?.setSelectionRange(box.value.length, box.value.length);
  });

  const save = async () => {
    const built = build(draft, text);
    if (built.unknown.length > 0) return setProblem(c.unknownField(built.unknown[0] ?? ''));
    if (!built.node || built.headless) return setProblem(c.empty);
    if (
      !props.always &&
      reason.trim() === props.reason.trim() &&
      JSON.stringify(built.node) === JSON.stringify(props.start)
    )
      return props.onCancel();
    setBusy(true);
    try {
      await props.onSave(built.node, reason.trim());
    } catch (cause) {
      setProblem(props.problemOf(cause));
      setBusy(false);
    }
  };
  const after = (key: number) => {
    const added = withLineAfter(draft, key);
    setDraft(added.root);
    focusNext.current = added.key;
  };
  const drop = (key: number) => {
    const texts = rows.filter((row) => row.kind !== 'fixed');
    if (texts.length < 2) return;
    const at = texts.findIndex((row) => row.key === key);
    focusNext.current = (texts[at - 1] ?? texts[at + 1])?.key;
    setDraft(withoutLine(draft, key));
  };
  const insert = (chip: Chip) => {
    const box = boxes.current.get(last.current) ?? [...boxes.current.values()][0];
    const row = rows.find((r) => r.key === Number(box?.dataset.line));
    if (!box || !row) return;
    const [from, to] = [box.selectionStart, box.selectionEnd];
    const token = `{${chip.label}}`;
    setDraft(withText(draft, row.key, row.text.slice(0, from) + token + row.text.slice(to)));
    window.requestAnimationFrame(() => {
      box.focus();
      box.setSelectionRange(from + token.length, from + token.length);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isComposing(event.nativeEvent) || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      props.onCancel();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };
  const onLineKey = (event: KeyboardEvent<HTMLTextAreaElement>, key: number) => {
    if (isComposing(event.nativeEvent)) return;
    const box = event.currentTarget;
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      after(key);
    } else if (event.key === 'Backspace' && box.value === '') {
      event.preventDefault();
      drop(key);
    }
  };

  return (
    <form
      className={css.editor}
      aria-label={props.label}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {rows.map((row, i) =>
        row.kind === 'fixed' ? (
          <div key={row.key} className={css.fixed} style={{ marginLeft: `${row.depth}rem` }}>
            <span className={shared.muted}>{c.fixed}</span>
            <pre>{row.text}</pre>
          </div>
        ) : (
          <div key={row.key} className={css.lineRow} style={{ marginLeft: `${row.depth}rem` }}>
            {row.begins && <span className={css.dot} aria-hidden="true" />}
            <div className={`${css.line} ${row.kind === 'heading' ? css.lineHead : ''}`}>
              <div className={css.mirror} aria-hidden="true">
                <Tinted text={row.text} />
              </div>
              <textarea
                ref={(box) => {
                  if (box) boxes.current.set(row.key, box);
                  else boxes.current.delete(row.key);
                }}
                data-line={row.key}
                rows={1}
                aria-label={row.kind === 'heading' ? c.heading : c.line(i + 1)}
                placeholder={row.kind === 'heading' ? c.heading : c.writeHere}
                value={row.text}
                disabled={busy}
                onFocus={() => {
                  last.current = row.key;
                }}
                onChange={(event) => {
                  setProblem('');
                  setDraft(withText(draft, row.key, event.currentTarget.value));
                }}
                onKeyDown={(event) => onLineKey(event, row.key)}
              />
            </div>
            {row.sometimes && <span className={css.sometimes}>{c.sometimes}</span>}
            <span className={css.lineTools}>
              <IconButton label={c.lineAfter(i + 1)} onClick={() => after(row.key)}>
                <IconPlus size="1rem" />
              </IconButton>
              <IconButton
                label={c.dropLine(i + 1)}
                disabled={rows.filter((r) => r.kind !== 'fixed').length < 2}
                onClick={() => drop(row.key)}
              >
                <IconX size="1rem" />
              </IconButton>
            </span>
          </div>
        ),
      )}
      <div className={css.editorTools}>
        <Select
          className={css.insert}
          aria-label={c.insertField}
          placeholder={c.insertField}
          searchable
          value={null}
          comboboxProps={{ withinPortal: true }}
          limit={60}
          nothingFoundMessage={c.noField}
          data={props.chips.map((chip) => ({ value: chip.key, label: chip.label }))}
          filter={({ options, search }) => {
            const wanted = search.trim().toLowerCase();
            const by = new Map(props.chips.map((chip) => [chip.key, chip]));
            return options.filter((o) => {
              if (!('value' in o) || wanted === '') return true;
              const chip = by.get(String(o.value));
              return (
                o.label.toLowerCase().includes(wanted) || (chip?.search ?? []).some((s) => s.includes(wanted))
              );
            });
          }}
          onChange={(key) => {
            const chip = props.chips.find((one) => one.key === key);
            if (chip) insert(chip);
          }}
        />
        <TextInput
          className={css.reasonInput}
          aria-label={c.reason}
          placeholder={c.reasonHint}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
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

/** The typed text once more under the box, with a tint behind what stands for something else. */
function Tinted({ text }: { text: string }) {
  const parts = text.split(/([{｛][^{}｛｝\n]*[}｝]|\[\[[^\]\n]*\]\]|\[\?[^\]\n]*\])/);
  return (
    <>
      {parts.map((part, i) =>
        // Every second part is what the pattern caught.
        // biome-ignore lint/suspicious/noArrayIndexKey: parts follow each other
        i % 2 === 1 ? <mark key={i}>{part}</mark> : <span key={i}>{part}</span>,
      )}
      {'\u200b'}
    </>
  );
}
