import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLang, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { LinkButton } from '@/ui/layout';
import { type Definition, type Field, type FieldType, fieldTypes, type Source } from './api';
import css from './templates.module.css';

/** Sources that can fill a field of the type. */
const fits = (type: FieldType, source: Source) =>
  !source.list && (source.type === type || (type === 'longText' && source.type === 'text'));

/** A key from a label: letters and digits of any script, not beginning with a digit, not taken. */
function keyFor(label: string, taken: (key: string) => boolean): string {
  const words = label
    .trim()
    .replace(/[^\p{L}\p{N}_]+(\p{L})?/gu, (_, next?: string) => next?.toUpperCase() ?? '');
  let key = /^\p{N}/u.test(words) || words === '' ? `f${words}` : words;
  while (new TextEncoder().encode(key).length > 54) key = [...key].slice(0, -1).join('');
  if (!taken(key)) return key;
  for (let n = 2; ; n++) if (!taken(`${key}${n}`)) return `${key}${n}`;
}

/** Choices as lines of text: "code=label", or the label alone. */
const choicesText = (field: Field): string =>
  (field.choices ?? []).map((c) => (c.value === c.label ? c.label : `${c.value}=${c.label}`)).join('\n');
const choicesOf = (text: string): Field['choices'] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf('=');
      return at > 0
        ? { value: line.slice(0, at).trim(), label: line.slice(at + 1).trim() }
        : { value: line, label: line };
    });

/** One field: what it is called, what kind of value it takes, where that comes from. */
export function FieldForm(props: {
  field: Field;
  definition: Definition;
  sources: Source[];
  onSave: (field: Field) => Promise<void>;
  onRemove?: () => void;
  onClose: () => void;
}) {
  const t = useText();
  const lang = useLang();
  const shared = useShared();
  const e = t.templates.editor;
  const [label, setLabel] = useState(props.field.label);
  const [key, setKey] = useState(props.field.key);
  const [type, setType] = useState<FieldType>(props.field.type);
  const [required, setRequired] = useState(props.field.required ?? false);
  const [usual, setUsual] = useState(props.field.default ?? '');
  const [source, setSource] = useState(props.field.source ?? '');
  const [help, setHelp] = useState(props.field.help ?? '');
  const [choices, setChoices] = useState(choicesText(props.field));
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const taken = (name: string) =>
    props.definition.fields.some((f) => f.key === name && f.key !== props.field.key);
  const submit = async () => {
    const wanted = key.trim() || keyFor(label, taken);
    if (
      taken(wanted) ||
      props.definition.fields.some((f) => f.label === label.trim() && f.key !== props.field.key)
    ) {
      setProblem(shared('template.field.twice', { label }));
      return;
    }
    setBusy(true);
    try {
      await props.onSave({
        key: wanted,
        label: label.trim(),
        type,
        ...(required && { required }),
        ...(usual.trim() !== '' && { default: usual.trim() }),
        ...(source !== '' && { source }),
        ...(help.trim() !== '' && { help: help.trim() }),
        ...(type === 'choice' && { choices: choicesOf(choices) }),
      });
    } catch (cause) {
      setProblem(sentence(cause));
      setBusy(false);
    }
  };
  const fitting = props.sources.filter((s) => fits(type, s));
  return (
    <form
      className={css.fieldForm}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextInput
        label={e.label}
        autoFocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <div className={css.two}>
        <Select
          label={e.type}
          data={fieldTypes.map((value) => ({ value, label: shared(`template.type.${value}`) }))}
          value={type}
          allowDeselect={false}
          onChange={(value) => {
            setType((value ?? 'text') as FieldType);
            setSource('');
          }}
        />
        <TextInput
          label={e.key}
          placeholder={label}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
      </div>
      {type === 'choice' && (
        <Textarea
          label={e.choices}
          description={e.choicesHelp}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autosize
          minRows={2}
          maxRows={8}
          value={choices}
          onChange={(event) => setChoices(event.currentTarget.value)}
        />
      )}
      {fitting.length > 0 && (
        <Select
          label={e.source}
          data={fitting.map((s) => ({ value: s.path, label: lang === 'en' ? s.en : s.zh }))}
          value={source === '' ? null : source}
          clearable
          searchable
          placeholder={e.noSource}
          onChange={(value) => setSource(value ?? '')}
        />
      )}
      {type !== 'party' && type !== 'lines' && (
        <TextInput
          label={e.usual}
          description={type === 'date' ? e.usualDate : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={usual}
          onChange={(event) => setUsual(event.currentTarget.value)}
        />
      )}
      <TextInput label={e.help} value={help} onChange={(event) => setHelp(event.currentTarget.value)} />
      <Checkbox
        label={t.ui.field.required}
        checked={required}
        onChange={(event) => setRequired(event.currentTarget.checked)}
      />
      {problem !== '' && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      <div className={css.dialogFoot}>
        {props.onRemove && <LinkButton onClick={props.onRemove}>{t.ui.actions.delete}</LinkButton>}
        <span className={css.gap} />
        <Button variant="default" onClick={props.onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy} disabled={label.trim() === ''}>
          {t.ui.actions.done}
        </Button>
      </div>
    </form>
  );
}
