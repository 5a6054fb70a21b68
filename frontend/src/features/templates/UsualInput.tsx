import { Select, Textarea, TextInput } from '@mantine/core';
import { useText } from '@/i18n';
import type { Field, FieldType } from './api';

const yes = ['yes', 'true', '1', '\u662f'];
const no = ['no', 'false', '0', '\u5426'];

/** The value that a field has before anybody answers, asked for as its type is. */
export function UsualInput(props: {
  type: FieldType;
  choices: NonNullable<Field['choices']>;
  value: string;
  onChange: (value: string) => void;
}) {
  const t = useText();
  const e = t.templates.editor;
  const { type, choices, value, onChange } = props;
  if (type === 'party' || type === 'lines' || type === 'list') return null;
  if (type === 'choice' || type === 'yesNo') {
    const data =
      type === 'choice'
        ? choices.filter((c, i) => c.value !== '' && choices.findIndex((o) => o.value === c.value) === i)
        : [
            { value: 'yes', label: t.editor.yes },
            { value: 'no', label: t.editor.no },
          ];
    const now =
      type === 'choice'
        ? choices.find((c) => c.value === value || c.label === value)?.value
        : yes.includes(value)
          ? 'yes'
          : no.includes(value)
            ? 'no'
            : undefined;
    return (
      <Select
        label={e.usual}
        data={data}
        value={now ?? null}
        clearable
        placeholder={e.noUsual}
        comboboxProps={{ zIndex: 400 }}
        onChange={(next) => onChange(next ?? '')}
      />
    );
  }
  const line = {
    label: e.usual,
    value,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  if (type === 'longText') return <Textarea {...line} autosize minRows={2} maxRows={6} />;
  return (
    <TextInput
      {...line}
      description={type === 'date' ? e.usualDate : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      inputMode={['integer', 'number', 'money', 'percent'].includes(type) ? 'decimal' : undefined}
      placeholder={type === 'percent' ? '30%' : undefined}
    />
  );
}
