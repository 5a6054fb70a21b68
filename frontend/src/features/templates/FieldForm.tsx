import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLang, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { LinkButton } from '@/ui/layout';
import { type Definition, type Field, type FieldType, fieldTypes, type Source } from './api';
import { ColumnsInput } from './ColumnsInput';
import { formatFits, formatsOf } from './editor/names';
import { COLUMNS, type Column, choicesOf, choicesText, columnsOf, keyFor } from './fieldKeys';
import css from './fields.module.css';
import { UsualInput } from './UsualInput';

/** Sources that can fill a field of the type. */
const fits = (type: FieldType, source: Source) =>
  !source.list && (source.type === type || (type === 'longText' && source.type === 'text'));

/** Types whose answer can go from one contract to the next; days and parties belong to one. */
const recalled: ReadonlySet<FieldType> = new Set<FieldType>([
  'text',
  'longText',
  'integer',
  'number',
  'money',
  'percent',
  'choice',
  'yesNo',
]);

/** How much of its source a money field takes: all of it, a share, or what a share leaves. */
type Part = 'all' | 'share' | 'rest';

/** One field: what it is called, what kind of value it takes, where that comes from, how it is written. */
export function FieldForm(props: {
  field: Field;
  definition: Pick<Definition, 'fields'>;
  sources: Source[];
  onSave: (field: Field) => Promise<void>;
  onRemove?: () => void;
  onClose: () => void;
}) {
  const t = useText();
  const lang = useLang();
  const shared = useShared();
  const e = t.templates.editor;
  const given = props.field;
  const [label, setLabel] = useState(given.label);
  const [key, setKey] = useState(given.key);
  const [type, setType] = useState<FieldType>(given.type);
  const [required, setRequired] = useState(given.required ?? false);
  const [usual, setUsual] = useState(given.default ?? '');
  const [asLast, setAsLast] = useState(given.asLast ?? false);
  const [source, setSource] = useState(given.source ?? '');
  const [format, setFormat] = useState<string>(given.format ?? '');
  const [part, setPart] = useState<Part>(given.share ? 'share' : given.rest ? 'rest' : 'all');
  const [by, setBy] = useState(given.share || given.rest || '');
  const [plus, setPlus] = useState(given.plus ?? '');
  const [minus, setMinus] = useState(given.minus ?? '');
  const [help, setHelp] = useState(given.help ?? '');
  const [choices, setChoices] = useState(choicesText(given));
  const [columns, setColumns] = useState<Column[]>(given.columns ?? []);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const others = props.definition.fields.filter((f) => f.key !== given.key);
  const taken = (name: string) => others.some((f) => f.key === name);
  const percents = others.filter((f) => f.type === 'percent');
  const divided = type === 'money' && source !== '' && part !== 'all';
  const canBeAsLast = recalled.has(type) && source === '';
  const summed = type === 'money' && source !== '' && part === 'all';
  /** What can be added: money that is filled in, not worked out itself. */
  const sums = others.filter((f) => f.type === 'money' && !f.share && !f.rest && !f.plus && !f.minus);

  const change = (next: FieldType) => {
    setType(next);
    setSource('');
    setUsual('');
    setPart('all');
    if (!formatFits(next, format)) setFormat('');
    if (next === 'list' && columns.length === 0) setColumns([{ key: '', label: '', type: 'text' }]);
  };
  /** What is wrong with the answers, as a sentence. */
  const wrong = (wanted: string): string => {
    if (taken(wanted) || others.some((f) => f.label === label.trim()))
      return shared('template.field.twice', { label });
    if (type === 'choice' && choicesOf(choices).length < 2)
      return shared('template.field.choices', { label: label.trim() });
    if (type === 'list' && !columnsOf(columns)) return e.columnsBad(COLUMNS);
    if (divided && by === '') return e.partBad;
    return '';
  };
  const submit = async () => {
    const wanted = key.trim() || keyFor(label, taken);
    const bad = wrong(wanted);
    setProblem(bad);
    if (bad !== '') return;
    setBusy(true);
    try {
      await props.onSave({
        key: wanted,
        label: label.trim(),
        type,
        ...(required && { required }),
        ...(usual.trim() !== '' && { default: usual.trim() }),
        ...(asLast && canBeAsLast && { asLast }),
        ...(source !== '' && { source }),
        ...(help.trim() !== '' && { help: help.trim() }),
        ...(format !== '' && { format: format as Field['format'] }),
        ...(divided && { [part]: by }),
        ...(summed && plus !== '' && { plus }),
        ...(summed && minus !== '' && { minus }),
        ...(type === 'choice' && { choices: choicesOf(choices) }),
        ...(type === 'list' && { columns: columnsOf(columns) }),
      });
    } catch (cause) {
      setProblem(sentence(cause));
      setBusy(false);
    }
  };
  const fitting = props.sources.filter((s) => fits(type, s));
  const formats = formatsOf(type);
  return (
    <form
      className={css.form}
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
          maxDropdownHeight="20rem"
          comboboxProps={{ zIndex: 400 }}
          onChange={(value) => value && change(value as FieldType)}
        />
        {formats.length > 1 ? (
          <Select
            label={e.format}
            data={[...formats, ...(formats.includes(format) ? [] : [format])].map((f) => ({
              value: f,
              label: f === '' ? t.editor.formats.usual : t.editor.formats[f as keyof typeof t.editor.formats],
            }))}
            value={format}
            allowDeselect={false}
            comboboxProps={{ zIndex: 400 }}
            onChange={(value) => setFormat(value ?? '')}
          />
        ) : (
          <span />
        )}
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
      {type === 'list' && <ColumnsInput columns={columns} onChange={setColumns} />}
      {fitting.length > 0 && (
        <Select
          label={e.source}
          data={fitting.map((s) => ({ value: s.path, label: lang === 'en' ? s.en : s.zh }))}
          value={source === '' ? null : source}
          clearable
          searchable
          placeholder={e.noSource}
          comboboxProps={{ zIndex: 400 }}
          onChange={(value) => setSource(value ?? '')}
        />
      )}
      {type === 'money' && source !== '' && (
        <div className={css.two}>
          <Select
            label={e.part}
            data={(['all', 'share', 'rest'] as const).map((value) => ({ value, label: e.parts[value] }))}
            value={part}
            allowDeselect={false}
            comboboxProps={{ zIndex: 400 }}
            onChange={(value) => {
              setPart((value ?? 'all') as Part);
              if (by === '') setBy(percents[0]?.key ?? '');
            }}
          />
          {part !== 'all' && (
            <Select
              label={e.by}
              data={percents.map((f) => ({ value: f.key, label: f.label }))}
              value={by === '' ? null : by}
              allowDeselect={false}
              placeholder={percents.length === 0 ? e.noPercent : undefined}
              disabled={percents.length === 0}
              comboboxProps={{ zIndex: 400 }}
              onChange={(value) => setBy(value ?? '')}
            />
          )}
        </div>
      )}
      {summed && sums.length > 0 && (
        <div className={css.two}>
          {(
            [
              [e.plus, plus, setPlus],
              [e.minus, minus, setMinus],
            ] as const
          ).map(([name, value, set]) => (
            <Select
              key={name}
              label={name}
              data={sums.map((f) => ({ value: f.key, label: f.label }))}
              value={value === '' ? null : value}
              clearable
              placeholder={e.nothing}
              comboboxProps={{ zIndex: 400 }}
              onChange={(next) => set(next ?? '')}
            />
          ))}
        </div>
      )}
      <UsualInput type={type} choices={choicesOf(choices)} value={usual} onChange={setUsual} />
      {canBeAsLast && (
        <Checkbox
          label={e.asLast}
          description={e.asLastHelp}
          checked={asLast}
          onChange={(event) => setAsLast(event.currentTarget.checked)}
        />
      )}
      <TextInput label={e.help} value={help} onChange={(event) => setHelp(event.currentTarget.value)} />
      <div className={css.two}>
        <Checkbox
          className={css.required}
          label={t.ui.field.required}
          checked={required}
          onChange={(event) => setRequired(event.currentTarget.checked)}
        />
        <TextInput
          label={e.key}
          placeholder={label}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
      </div>
      <div className={css.foot}>
        {problem !== '' && (
          <p role="alert" className={css.problem}>
            {problem}
          </p>
        )}
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
