import { Button, Checkbox, Menu, Popover, ScrollArea, TextInput } from '@mantine/core';
import { IconChevronLeft, IconColumns3, IconFilter, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useText } from '@/i18n';
import { moneyShort } from '@/lib/format';
import { isComposing } from '@/lib/ime';
import type { Column } from '@/ui/DataGrid';
import { IconButton, LinkButton } from '@/ui/layout';
import { api, type Filter, keys, type Row } from './api';
import css from './customers.module.css';
import { kinds, lifecycles, roles, tiers, useWords } from './words';

type FieldName =
  | 'tier'
  | 'lifecycle'
  | 'kind'
  | 'role'
  | 'tags'
  | 'city'
  | 'industry'
  | 'channel'
  | 'lastContact'
  | 'nextDue'
  | 'contracts'
  | 'revenue'
  | 'contractEnds';
const fields: readonly FieldName[] = [
  'tier',
  'lifecycle',
  'lastContact',
  'nextDue',
  'tags',
  'city',
  'kind',
  'role',
  'industry',
  'channel',
  'contracts',
  'revenue',
  'contractEnds',
];
const enums: Partial<Record<FieldName, readonly string[]>> = {
  tier: tiers,
  lifecycle: lifecycles,
  kind: kinds,
  role: roles,
};

/** What is asked of times and sums; every other field is asked for one of its values. */
const questions: Partial<Record<FieldName, readonly Filter[]>> = {
  lastContact: [
    { field: 'lastContact', op: 'older', value: 30 },
    { field: 'lastContact', op: 'older', value: 90 },
    { field: 'lastContact', op: 'older', value: 180 },
    { field: 'lastContact', op: 'newer', value: 7 },
    { field: 'lastContact', op: 'newer', value: 30 },
    { field: 'lastContact', op: 'eq', value: 0 },
  ],
  nextDue: [
    { field: 'nextDue', op: 'past' },
    { field: 'nextDue', op: 'within', value: 7 },
    { field: 'nextDue', op: 'empty' },
  ],
  contracts: [
    { field: 'contracts', op: 'gte', value: 1 },
    { field: 'contracts', op: 'gte', value: 2 },
    { field: 'contracts', op: 'eq', value: 0 },
  ],
  revenue: [1, 5, 10, 50].map((units) => ({
    field: 'revenue',
    op: 'gte',
    value: units * 1_000_000,
    days: 365,
  })),
  contractEnds: [30, 60, 90].map((value) => ({ field: 'contractEnds', op: 'within', value })),
};

/** How filters read as sentences. */
export function useFilterWords() {
  const t = useText();
  const words = useWords();
  const f = t.customers.filter;
  const name = words.field;
  const value = (filter: Filter): string => {
    if (filter.op === 'empty') return f.none;
    const code = String(filter.value);
    return enums[filter.field as FieldName] ? words.word(filter.field, code) : code;
  };
  const question = (filter: Filter): string => {
    const n = Number(filter.value ?? 0);
    if (filter.op === 'older') return f.older(n);
    if (filter.op === 'newer') return f.newer(n);
    if (filter.op === 'within') return f.within(n);
    if (filter.op === 'past') return f.past;
    if (filter.op === 'empty') return f.notPlanned;
    if (filter.field === 'lastContact') return f.never;
    if (filter.field === 'revenue') return f.revenue(moneyShort(n), filter.days ?? 0);
    return n === 0 ? f.zero : f.atLeast(n);
  };
  return {
    name,
    sentence: (filter: Filter) =>
      questions[filter.field as FieldName]
        ? f.asks(name(filter.field), question(filter))
        : f.is(name(filter.field), value(filter)),
    value: (filter: Filter) => (questions[filter.field as FieldName] ? question(filter) : value(filter)),
  };
}

/** One level to the fields, one to the values in use: no query builder. */
export function FilterMenu({
  filters,
  onChange,
}: {
  filters: Filter[];
  onChange: (filters: Filter[]) => void;
}) {
  const t = useText();
  const words = useFilterWords();
  const [field, setField] = useState<FieldName | undefined>(undefined);
  const [opened, setOpened] = useState(false);
  const add = (filter: Filter) => {
    onChange([...filters.filter((f) => f.field !== filter.field), filter]);
    setOpened(false);
  };
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      onClose={() => setField(undefined)}
      closeOnItemClick={false}
      position="bottom-end"
      width="14rem"
    >
      <Menu.Target>
        <Button variant="default" leftSection={<IconFilter size="1.125rem" />}>
          {t.ui.filter.title}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {field === undefined ? (
          fields.map((name) => (
            <Menu.Item key={name} onClick={() => setField(name)}>
              {words.name(name)}
            </Menu.Item>
          ))
        ) : (
          <>
            <LinkButton onClick={() => setField(undefined)}>
              <IconChevronLeft size="1rem" />
              {words.name(field)}
            </LinkButton>
            <Values field={field} onPick={add} />
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Values({ field, onPick }: { field: FieldName; onPick: (filter: Filter) => void }) {
  const t = useText();
  const words = useFilterWords();
  const [typed, setTyped] = useState('');
  const fixed = enums[field];
  const used = useQuery({
    queryKey: field === 'tags' ? keys.tags : keys.values(field),
    queryFn: () => (field === 'tags' ? api.Tags() : api.Values(field)),
    enabled: fixed === undefined && !(field in questions),
  });
  const asked = questions[field];
  if (asked)
    return asked.map((filter) => (
      <Menu.Item key={`${filter.op}${filter.value ?? ''}`} onClick={() => onPick(filter)}>
        {words.value(filter)}
      </Menu.Item>
    ));
  const all = fixed ?? (used.data ?? []).map((tag) => tag.name);
  const options = all.filter((value) => value.includes(typed)).slice(0, 100);
  return (
    <>
      {all.length > 8 && (
        <TextInput
          aria-label={words.name(field)}
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (isComposing(event.nativeEvent)) return;
            const only = options[0];
            if (event.key === 'Enter' && only !== undefined) onPick({ field, op: 'eq', value: only });
            if (event.key !== 'Escape' && event.key !== 'ArrowDown') event.stopPropagation();
          }}
        />
      )}
      <ScrollArea.Autosize mah="18rem">
        {options.map((value) => (
          <Menu.Item key={value} onClick={() => onPick({ field, op: 'eq', value })}>
            {words.value({ field, op: 'eq', value })}
          </Menu.Item>
        ))}
        {field !== 'kind' && field !== 'role' && field !== 'lifecycle' && (
          <Menu.Item c="dimmed" onClick={() => onPick({ field, op: 'empty' })}>
            {t.customers.filter.none}
          </Menu.Item>
        )}
      </ScrollArea.Autosize>
    </>
  );
}

/** What is filtered, as sentences that can be taken back. */
export function FilterChips({
  filters,
  onChange,
  children,
}: {
  filters: Filter[];
  onChange: (filters: Filter[]) => void;
  /** What can be done with them, behind the chips. */
  children?: ReactNode;
}) {
  const t = useText();
  const words = useFilterWords();
  return (
    <div className={css.chips}>
      {filters.map((filter) => {
        const sentence = words.sentence(filter);
        return (
          <span key={filter.field} className={css.chip}>
            {sentence}
            <button
              type="button"
              aria-label={t.ui.filter.remove(sentence)}
              onClick={() => onChange(filters.filter((f) => f !== filter))}
            >
              <IconX size="0.875rem" />
            </button>
          </span>
        );
      })}
      {filters.length > 0 && <LinkButton onClick={() => onChange([])}>{t.ui.filter.clear}</LinkButton>}
      {children}
    </div>
  );
}

export function ColumnChooser(props: {
  columns: Column<Row>[];
  chosen: string[];
  onChange: (keys: string[]) => void;
}) {
  const t = useText();
  const { columns, chosen, onChange } = props;
  return (
    <Popover position="bottom-end">
      <Popover.Target>
        <IconButton label={t.ui.grid.columns}>
          <IconColumns3 size="1.25rem" />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={css.menuTitle}>{t.ui.grid.columnsTitle}</div>
        {columns
          .filter((column) => column.key !== 'name')
          .map((column) => (
            <Checkbox
              key={column.key}
              label={column.header}
              checked={chosen.includes(column.key)}
              py="0.375rem"
              px="0.75rem"
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...chosen, column.key]
                    : chosen.filter((key) => key !== column.key),
                )
              }
            />
          ))}
      </Popover.Dropdown>
    </Popover>
  );
}
