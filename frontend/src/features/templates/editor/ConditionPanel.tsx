import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { IconButton, LinkButton } from '@/ui/layout';
import { begin, type Condition, complete, isGroup, ordered, read, typedValue, valueText } from './condition';
import { FieldSelect } from './FieldSelect';
import css from './menu.module.css';
import type { Meaning, Names } from './names';
import { wordsOf } from './words';

/** A condition put together from fields, comparisons and values, read as a sentence below. */
export function ConditionPanel(props: {
  names: Names;
  inside: string | undefined;
  value: Condition | undefined;
  onDone: (condition: Condition) => void;
  onCancel: () => void;
  onUnwrap?: () => void;
  onRemove?: () => void;
}) {
  const t = useText();
  const w = t.editor.when;
  const items = props.names
    .forCondition(props.inside)
    .filter((m) => m.type !== 'lines' || m.field !== undefined);
  const [condition, setCondition] = useState<Condition | undefined>(() => {
    const first = items.find((m) => m.type === 'choice' || m.type === 'yesNo') ?? items[0];
    return props.value ?? (first && begin(first));
  });
  if (!condition) return <p>{w.noFields}</p>;
  const ok = complete(condition, props.names);
  return (
    <form
      className={css.panel}
      aria-label={w.title}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (ok) props.onDone(condition);
      }}
    >
      <b>{w.title}</b>
      <Group names={props.names} items={items} value={condition} onChange={setCondition} />
      <p className={css.sentence} aria-live="polite">
        {t.editor.conditionWords.shown(read(condition, props.names, wordsOf(t)))}
      </p>
      <div className={css.foot}>
        {props.onUnwrap && <LinkButton onClick={props.onUnwrap}>{w.unwrap}</LinkButton>}
        {props.onRemove && <LinkButton onClick={props.onRemove}>{w.removeAll}</LinkButton>}
        <span className={css.gap} />
        <Button variant="default" onClick={props.onCancel}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" disabled={!ok}>
          {t.ui.actions.done}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  names: Names;
  items: readonly Meaning[];
  value: Condition;
  onChange: (value: Condition) => void;
  onRemove?: () => void;
}

function Group(props: PartProps & { inner?: boolean }) {
  const t = useText();
  const w = t.editor.when;
  const group = isGroup(props.value);
  const args = group ? (props.value.args ?? []) : [props.value];
  const op = group ? props.value.op : 'and';
  const put = (next: Condition[], as = op) =>
    props.onChange(next.length === 1 ? (next[0] as Condition) : { op: as, args: next });
  const first = props.items[0];
  return (
    <div className={props.inner ? css.innerGroup : css.group}>
      {args.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={w.join}
          data={[
            { value: 'and', label: w.and },
            { value: 'or', label: w.or },
          ]}
          value={op}
          onChange={(as) => put(args, as)}
        />
      )}
      {args.map((arg, i) => {
        const change = (next: Condition) => put(args.map((a, k) => (k === i ? next : a)));
        const remove = args.length > 1 ? () => put(args.filter((_, k) => k !== i)) : undefined;
        return isGroup(arg) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part of a condition is its place
          <Group key={i} {...props} inner value={arg} onChange={change} onRemove={remove} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part of a condition is its place
          <Row key={i} {...props} value={arg} onChange={change} onRemove={remove} />
        );
      })}
      <div className={css.foot}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size="1rem" />}
          onClick={() =>
            first && put([...args, begin(props.items.find((m) => m.type === 'choice') ?? first)])
          }
        >
          {w.add}
        </Button>
        {!props.inner && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size="1rem" />}
            onClick={() =>
              first && put([...args, { op: op === 'and' ? 'or' : 'and', args: [begin(first), begin(first)] }])
            }
          >
            {w.group}
          </Button>
        )}
        {props.inner && props.onRemove && <LinkButton onClick={props.onRemove}>{w.remove}</LinkButton>}
      </div>
    </div>
  );
}

/** What a row of the builder compares with; the stored form of each is made in `store`. */
type RowOp = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'empty' | 'filled' | 'yes' | 'no' | 'not';

function rowOp(c: Condition): RowOp {
  const inner = c.args?.[0];
  if (c.op === 'not') {
    if (inner?.op === 'empty') return 'filled';
    return inner?.op === 'eq' && inner.value === true ? 'no' : 'not';
  }
  if (typeof c.value === 'boolean') return c.value === (c.op === 'eq') ? 'yes' : 'no';
  return c.op as RowOp;
}

const opsOf = (type: string): RowOp[] => {
  if (type === 'yesNo') return ['yes', 'no'];
  if (type === 'party' || type === 'lines' || type === 'list') return ['filled', 'empty'];
  return ['eq', 'ne', ...(ordered(type) ? (['gt', 'ge', 'lt', 'le'] as const) : []), 'filled', 'empty'];
};

function Row(props: PartProps) {
  const t = useText();
  const w = t.editor.when;
  const c = props.value;
  const op = rowOp(c);
  const inner = c.op === 'not' ? (c.args?.[0] ?? c) : c;
  const field = inner.field ?? '';
  const meaning = props.names.of(field);
  const type = meaning?.type ?? 'text';
  const choose = (next: RowOp) => {
    if (next === 'empty') props.onChange({ op: 'empty', field });
    else if (next === 'filled') props.onChange({ op: 'not', args: [{ op: 'empty', field }] });
    else if (next === 'yes') props.onChange({ op: 'eq', field, value: true });
    else if (next === 'no') props.onChange({ op: 'not', args: [{ op: 'eq', field, value: true }] });
    else {
      const value =
        inner.value ??
        (type === 'choice' ? meaning?.choices?.[0]?.value : ordered(type) && type !== 'date' ? 0 : '');
      props.onChange(inner.other ? { op: next, field, other: inner.other } : { op: next, field, value });
    }
  };
  const words: Record<RowOp, string> = {
    ...t.editor.conditionWords.ops,
    empty: w.empty,
    filled: w.filled,
    yes: w.yes,
    no: w.no,
    not: w.not,
  };
  const compares = !['empty', 'filled', 'yes', 'no', 'not'].includes(op);
  return (
    <div className={css.conditionRow}>
      <FieldSelect
        label={w.field}
        hideLabel
        items={props.items}
        value={field}
        onChange={(key) => {
          const next = props.names.of(key);
          if (next) props.onChange(begin(next));
        }}
      />
      <Select
        aria-label={w.op}
        data={[...new Set([...opsOf(type), op])].map((o) => ({ value: o, label: words[o] }))}
        value={op}
        allowDeselect={false}
        comboboxProps={{ withinPortal: true, zIndex: 400 }}
        onChange={(next) => choose((next ?? 'eq') as RowOp)}
      />
      {compares ? (
        <Value
          key={`${field} ${type}`}
          names={props.names}
          items={props.items}
          condition={inner}
          type={type}
          onChange={props.onChange}
        />
      ) : (
        <span />
      )}
      <IconButton label={w.remove} disabled={!props.onRemove} onClick={props.onRemove}>
        <IconTrash size="1.125rem" />
      </IconButton>
    </div>
  );
}

function Value(props: {
  names: Names;
  items: readonly Meaning[];
  condition: Condition;
  type: string;
  onChange: (c: Condition) => void;
}) {
  const w = useText().editor.when;
  const { condition: c, type } = props;
  const [typed, setTyped] = useState(() => valueText(type, c.value));
  const store = (value: unknown) => props.onChange({ op: c.op, field: c.field, value });
  const choices = props.names.of(c.field)?.choices;
  if (c.other !== undefined)
    return (
      <FieldSelect
        label={w.other}
        hideLabel
        items={props.items.filter((m) => m.type === type && m.key !== c.field)}
        value={c.other}
        onChange={(other) => props.onChange({ op: c.op, field: c.field, other })}
      />
    );
  if (choices)
    return (
      <Select
        aria-label={w.value}
        data={choices}
        value={String(c.value ?? '')}
        allowDeselect={false}
        comboboxProps={{ withinPortal: true, zIndex: 400 }}
        onChange={(value) => store(value)}
      />
    );
  const bad = typed.trim() !== '' && typedValue(type, typed) === undefined;
  return (
    <TextInput
      aria-label={w.value}
      type={type === 'date' ? 'date' : 'text'}
      value={typed}
      error={bad ? w.badValue : undefined}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        store(typedValue(type, event.currentTarget.value));
      }}
    />
  );
}
