import { Button, Checkbox, NativeSelect, NumberInput, Popover, TagsInput, TextInput } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { matches, useSpelling } from '@/lib/pinyin';
import { MoneyInput } from '@/ui/inputs';
import { LinkButton } from '@/ui/layout';
import { RegionSelect } from '@/ui/RegionInputs';
import { api, type Filter, type FilterField, keys } from './api';
import css from './filter.module.css';
import { type Asks, alone, asksOf, fromFilter, type Given, inDays, toFilter } from './filters';
import { useFilterWords } from './filterWords';

type Step = 'this' | 'way' | 'beside';

/** Asks for one condition beside what opens it: first for a field, then for what is asked of it. */
export function ConditionPopover(props: {
  /** What opens it; it is given whether it is open. */
  children: (opened: boolean, toggle: () => void) => ReactNode;
  /** The condition to change; without it a new one is made. */
  filter?: Filter;
  onDone: (filter: Filter) => void;
  onRemove?: () => void;
  /** Adds another way, or another condition, beside the one that is changed. */
  onWay?: (filter: Filter) => void;
  onBeside?: (filter: Filter) => void;
}) {
  const t = useText();
  const words = useFilterWords();
  const [opened, setOpened] = useState(false);
  const [step, setStep] = useState<Step>('this');
  const [field, setField] = useState<FilterField | undefined>(undefined);
  const own = props.filter && words.find(props.filter.field);
  const shown = field ?? (step === 'this' ? own : undefined);
  const change = (next: boolean) => {
    setOpened(next);
    setStep('this');
    setField(undefined);
  };
  const done = (filter: Filter) => {
    change(false);
    if (step === 'way') props.onWay?.(filter);
    else if (step === 'beside') props.onBeside?.(filter);
    else props.onDone(filter);
  };
  return (
    <Popover
      opened={opened}
      onChange={change}
      position="bottom-start"
      withRoles={false} // the span around the button is no button
      trapFocus
      returnFocus
    >
      <Popover.Target>{<span>{props.children(opened, () => change(!opened))}</span>}</Popover.Target>
      <Popover.Dropdown role="dialog" className={css.dropdown} aria-label={t.ui.filter.title}>
        {shown === undefined ? (
          <FieldPicker fields={words.fields} name={words.name} onPick={setField} />
        ) : (
          <ConditionForm
            key={shown.field}
            field={shown}
            filter={step === 'this' && shown.field === own?.field ? props.filter : undefined}
            onBack={() => {
              setField(undefined);
              if (own) setStep(step === 'this' ? 'this' : step);
            }}
            canGoBack={field !== undefined}
            onDone={done}
            more={
              own && step === 'this' && field === undefined ? (
                <>
                  {props.onWay && (
                    <LinkButton onClick={() => setStep('way')}>{t.customers.filter.addWay}</LinkButton>
                  )}
                  {props.onBeside && (
                    <LinkButton onClick={() => setStep('beside')}>{t.customers.filter.addBeside}</LinkButton>
                  )}
                  {props.onRemove && <LinkButton onClick={props.onRemove}>{t.ui.actions.remove}</LinkButton>}
                </>
              ) : undefined
            }
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

const groups = ['customer', 'talk', 'contract', 'contact', 'custom'] as const;

/** Every field by its group; typing narrows it by characters, pinyin or initials, Enter takes the marked one. */
function FieldPicker(props: {
  fields: FilterField[];
  name: (field: FilterField) => string;
  onPick: (field: FilterField) => void;
}) {
  const t = useText();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  useSpelling(props.fields.map(props.name));
  const found = groups.flatMap((group) =>
    props.fields.filter(
      (field) =>
        (groups.find((g) => g === field.group) ?? 'customer') === group &&
        (typed.trim() === '' || matches(props.name(field), typed.trim().toLowerCase()) !== undefined),
    ),
  );
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt(Math.max(0, Math.min(found.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const field = found[at];
      if (field) props.onPick(field);
    }
  };
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label={t.customers.filter.field}
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
        placeholder={t.customers.filter.findField}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={id} role="listbox" aria-label={t.customers.filter.field} className={css.fields}>
        {found.map((field, i) => (
          <div key={field.field} role="presentation">
            {found[i - 1]?.group !== field.group && (
              <div className={css.group}>
                {t.customers.filter.groups[field.group as (typeof groups)[number]]}
              </div>
            )}
            <button
              id={`${id}-${i}`}
              data-at={i}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              className={css.field}
              onMouseMove={() => setAt(i)}
              onClick={() => props.onPick(field)}
            >
              {props.name(field)}
            </button>
          </div>
        ))}
        {found.length === 0 && <p className={css.none}>{t.customers.filter.noField}</p>}
      </div>
    </>
  );
}

const periods = [0, 30, 90, 180, 365] as const;

/** What is asked of a field. */
function ConditionForm(props: {
  field: FilterField;
  filter?: Filter;
  canGoBack: boolean;
  onBack: () => void;
  onDone: (filter: Filter) => void;
  more?: ReactNode;
}) {
  const { field } = props;
  const t = useText();
  const words = useFilterWords();
  const asks = asksOf(field);
  const [given, setGiven] = useState<Given>(
    () =>
      (props.filter && fromFilter(field, props.filter)) ?? {
        asks: asks[0] ?? 'filled',
        words: [],
        number: asks[0] && inDays.includes(asks[0]) ? 30 : null,
        days: 0,
        date: '',
      },
  );
  const set = (more: Partial<Given>) => setGiven({ ...given, ...more });
  const filter = toFilter(field, given);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (filter) props.onDone(filter);
  };
  const form = useRef<HTMLFormElement>(null);
  /** What is asked was chosen with the keys: they may go on to the next choice. */
  const byKeys = useRef(false);
  const toValue = () => form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  // The trap of the popover looks for its first field only when it opens. What is asked may be answered by another input.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question
  useEffect(() => {
    if (!byKeys.current) toValue();
  }, [given.asks]);
  return (
    <form ref={form} onSubmit={submit} className={css.form}>
      <div className={css.head}>
        {props.canGoBack || !props.filter ? (
          <LinkButton onClick={props.onBack}>
            <IconChevronLeft size="1rem" />
            {words.name(field)}
          </LinkButton>
        ) : (
          <b>{words.name(field)}</b>
        )}
      </div>
      {field.periods && (
        <NativeSelect
          aria-label={t.customers.filter.period}
          value={String(given.days)}
          onChange={(event) => set({ days: Number(event.currentTarget.value) })}
          data={periods.map((n) => ({
            value: String(n),
            label: n === 0 ? t.customers.filter.allTime : t.customers.filter.lastDays(n),
          }))}
        />
      )}
      <NativeSelect
        aria-label={t.customers.filter.asks}
        data-autofocus={alone.includes(given.asks) || undefined}
        value={given.asks}
        onPointerDown={() => {
          byKeys.current = false;
        }}
        onKeyDown={(event) => {
          byKeys.current = event.key !== 'Enter';
          if (event.key !== 'Enter') return;
          event.preventDefault();
          toValue();
        }}
        onChange={(event) => {
          const next = event.currentTarget.value as Asks;
          set({ asks: next, number: inDays.includes(next) ? (given.number ?? 30) : given.number });
        }}
        data={asks.map((key) => ({ value: key, label: words.ask(key) }))}
      />
      <ValueInput field={field} given={given} onChange={set} />
      <div className={css.foot}>
        <Button type="submit" disabled={!filter}>
          {t.ui.actions.done}
        </Button>
        {props.more}
      </div>
    </form>
  );
}

function ValueInput(props: { field: FilterField; given: Given; onChange: (more: Partial<Given>) => void }) {
  const { field, given, onChange } = props;
  const t = useText();
  const words = useFilterWords();
  const f = t.customers.filter;
  const several = given.asks === 'is' || given.asks === 'isnt';
  const used = useQuery({
    queryKey: keys.values(field.field),
    queryFn: () => api.Values(field.field),
    meta: { kinds: ['customer', 'contact'] },
    enabled: field.used && several,
  });
  if (alone.includes(given.asks)) return null;
  if (field.type === 'choice')
    return (
      <div className={css.choices}>
        {field.choices.map((code, i) => (
          <Checkbox
            key={code}
            data-autofocus={i === 0 || undefined}
            label={words.word(field, code)}
            checked={given.words.includes(code)}
            onChange={(event) =>
              onChange({
                words: event.currentTarget.checked
                  ? [...given.words, code]
                  : given.words.filter((w) => w !== code),
              })
            }
          />
        ))}
      </div>
    );
  if (field.type === 'region')
    return (
      <RegionSelect autoFocus code={given.words[0] ?? ''} onChange={(code) => onChange({ words: [code] })} />
    );
  if (field.type === 'text' && several)
    return (
      <div className={(used.data ?? []).length > 0 ? css.room : undefined}>
        <TagsInput
          data-autofocus
          aria-label={f.value}
          placeholder={given.words.length === 0 ? f.value : ''}
          value={given.words}
          onChange={(next) => onChange({ words: next })}
          data={(used.data ?? []).map((tag) => tag.name)}
          acceptValueOnBlur
          limit={50}
          maxDropdownHeight="10rem"
          comboboxProps={{ withinPortal: false, position: 'bottom', middlewares: { flip: false } }}
        />
      </div>
    );
  if (field.type === 'text')
    return (
      <TextInput
        data-autofocus
        aria-label={f.value}
        value={given.words[0] ?? ''}
        onChange={(event) => onChange({ words: [event.currentTarget.value] })}
      />
    );
  if (given.asks === 'month')
    return (
      <NativeSelect
        data-autofocus
        aria-label={f.value}
        value={String(given.number ?? '')}
        onChange={(event) => onChange({ number: Number(event.currentTarget.value) || null })}
        data={['', ...Array.from({ length: 12 }, (_, i) => String(i + 1))].map((value) => ({
          value,
          label: value === '' ? '' : f.monthName(Number(value)),
        }))}
      />
    );
  if (given.asks === 'since' || given.asks === 'before')
    return (
      <TextInput
        data-autofocus
        aria-label={f.value}
        placeholder="2026-01-31"
        value={given.date}
        onChange={(event) => onChange({ date: event.currentTarget.value.trim() })}
      />
    );
  if (field.type === 'money')
    return (
      <MoneyInput
        data-autofocus
        aria-label={f.value}
        value={given.number}
        onChange={(number) => onChange({ number })}
        problem={t.ui.field.notAmount}
      />
    );
  const days = inDays.includes(given.asks);
  return (
    <NumberInput
      data-autofocus
      aria-label={f.value}
      value={given.number ?? ''}
      onChange={(value) => onChange({ number: value === '' ? null : Number(value) })}
      min={days ? 0 : undefined}
      max={days ? (field.type === 'yearly' ? 366 : 36500) : undefined}
      allowDecimal={!days}
      suffix={days ? f.daysSuffix : undefined}
    />
  );
}
