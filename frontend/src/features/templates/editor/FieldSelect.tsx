import { type ComboboxParsedItem, Select } from '@mantine/core';
import { useText } from '@/i18n';
import { searched, useSpelling } from '@/lib/pinyin';
import type { Meaning } from './names';

/** A choice of fields and sources, found by Chinese, pinyin and initials. */
export function FieldSelect(props: {
  label: string;
  hideLabel?: boolean;
  items: readonly Meaning[];
  value: string | null;
  /** What a field was called that is not there any more. */
  goneLabel?: string;
  onChange: (key: string) => void;
  autoFocus?: boolean;
  clearLabel?: string;
}) {
  const t = useText();
  const s = t.editor.suggest;
  useSpelling(props.items.map((m) => m.label));
  const option = (m: Meaning) => ({ value: m.key, label: m.label });
  const own = props.items.filter((m) => m.field && !m.field.source).map(option);
  const data = props.items.filter((m) => !m.field || m.field.source).map(option);
  const gone = props.value && !props.items.some((m) => m.key === props.value);
  return (
    <Select
      label={props.hideLabel ? undefined : props.label}
      aria-label={props.hideLabel ? props.label : undefined}
      data={[
        ...(gone
          ? [
              {
                value: props.value as string,
                label: `${props.goneLabel ?? props.value} (${t.editor.chip.gone})`,
              },
            ]
          : []),
        { group: s.fieldsGroup, items: own },
        { group: s.sourcesGroup, items: data },
      ]}
      value={props.value}
      searchable
      openOnFocus={false}
      clearable={props.clearLabel !== undefined}
      allowDeselect={false}
      data-autofocus={props.autoFocus || undefined}
      nothingFoundMessage={s.nothing}
      maxDropdownHeight="16rem"
      comboboxProps={{ withinPortal: true, zIndex: 400 }}
      filter={({ options, search }) =>
        options.flatMap((o): ComboboxParsedItem<string>[] => {
          if (!('group' in o)) return searched([o], search, (x) => [x.label]);
          const items = searched(o.items, search, (x) => [x.label]);
          return items.length > 0 ? [{ ...o, items }] : [];
        })
      }
      onChange={(key) => {
        if (key !== null || props.clearLabel !== undefined) props.onChange(key ?? '');
      }}
    />
  );
}
