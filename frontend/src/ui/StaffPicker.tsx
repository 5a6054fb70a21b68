import { Select, type SelectProps } from '@mantine/core';
import { useText } from '@/i18n';
import { useStaff } from '@/lib/staff';
import { EditableField } from './EditableField';

/** The people to choose from, as options; whoever is chosen but has left stands among them. */
export function useStaffOptions(chosen = 0): { value: string; label: string }[] {
  const { people, name } = useStaff();
  const options = people.map((p) => ({ value: String(p.id), label: p.name }));
  if (chosen !== 0 && !people.some((p) => p.id === chosen))
    options.push({ value: String(chosen), label: name(chosen) });
  return options;
}

/** Chooses a person of the staff in a form, 0 = nobody. Draws nothing in solo mode. */
export function StaffPicker(
  props: Omit<SelectProps, 'value' | 'onChange' | 'data'> & {
    value: number;
    onChange: (id: number) => void;
    /** Not offered: the person who hands over. */
    without?: number;
    /** Somebody has to be chosen. */
    required?: boolean;
  },
) {
  const { value, onChange, without, required, ...rest } = props;
  const t = useText();
  const { solo } = useStaff();
  const options = useStaffOptions(value).filter((o) => o.value !== String(without));
  if (solo) return null;
  return (
    <Select
      label={t.staff.owner}
      placeholder={t.staff.nobody}
      searchable={options.length > 8}
      clearable={!required}
      allowDeselect={false}
      {...rest}
      data={options}
      value={value === 0 ? null : String(value)}
      onChange={(next) => onChange(Number(next ?? 0))}
    />
  );
}

/** Who answers for a record, edited in place among its facts. Draws nothing in solo mode. */
export function StaffFact(props: {
  label?: string;
  value: number;
  onSave: (id: number) => Promise<unknown>;
}) {
  const t = useText();
  const { solo, name } = useStaff();
  const options = useStaffOptions(props.value);
  if (solo) return null;
  return (
    <EditableField
      label={props.label ?? t.staff.owner}
      value={props.value === 0 ? '' : String(props.value)}
      display={name(props.value)}
      editor={{ kind: 'choice', options }}
      onSave={(value) => props.onSave(Number(value ?? 0))}
    />
  );
}
