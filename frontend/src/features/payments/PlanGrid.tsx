import { Select, TextInput } from '@mantine/core';
import { IconCashPlus, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { isComposing } from '@/lib/ime';
import { formatAmount, formatScaled, parseAmount, parsePercent } from '@/ui/amount';
import { DateInput } from '@/ui/inputs';
import { IconButton } from '@/ui/layout';
import { type NewRow, type Plan, type PlanRow, rowKinds } from './api';
import { ask } from './ask';
import { RowState } from './Pieces';
import css from './payments.module.css';
import { useWords } from './words';

interface Props {
  plan: Plan;
  /** Sentences by "rows.1.amount". */
  problems: Record<string, string>;
  /** A row that is not saved yet. */
  blank?: NewRow;
  /** Saves the rows as they are after a change of those of that moment. */
  onPut: (change: (rows: NewRow[]) => NewRow[]) => Promise<void>;
  onBlank: (on: boolean) => void;
}

/** The rows of a plan, each value changed where it stands: Enter or leaving it saves, Esc takes it back. */
export function PlanGrid({ plan, problems, blank, onPut, onBlank }: Props) {
  const rows: (PlanRow | NewRow)[] = blank ? [...plan.rows, blank] : plan.rows;
  const change = (row: PlanRow | NewRow, values: Partial<NewRow>) =>
    onPut((now) =>
      row.id === 0
        ? [...now, { ...row, ...values }]
        : now.map((other) => (other.id === row.id ? { ...other, ...values } : other)),
    );
  return (
    <ol className={css.grid}>
      {rows.map((row, i) => (
        <GridRow
          key={row.id === 0 ? 'blank' : row.id}
          at={i}
          row={row}
          plan={plan}
          problem={Object.entries(problems)
            .filter(([name]) => name.startsWith(`rows.${i}.`))
            .map(([, text]) => text)
            .join(' ')}
          onChange={(values) => change(row, values)}
          onRemove={() =>
            row.id === 0 ? onBlank(false) : void onPut((now) => now.filter((other) => other.id !== row.id))
          }
        />
      ))}
    </ol>
  );
}

function GridRow(props: {
  at: number;
  row: PlanRow | NewRow;
  plan: Plan;
  problem: string;
  onChange: (values: Partial<NewRow>) => Promise<void>;
  onRemove: () => void;
}) {
  const { row, plan, at, onChange } = props;
  const t = useText();
  const p = t.payments;
  const words = useWords();
  const saved = 'state' in row ? row : undefined;
  const open = saved ? saved.amount - saved.paid : 0;
  const off = !plan.editable;
  const [waiting, setWaiting] = useState<Partial<NewRow>>({});
  const sending = useRef(false);
  // A new row is saved once, when it has a share or an amount; what was chosen before waits until then.
  const send = async (values: Partial<NewRow>) => {
    const next = { ...waiting, ...values };
    const whole = (next.share ?? 0) > 0 || (next.amount ?? 0) > 0;
    if (!saved && (sending.current || !whole)) return setWaiting(next);
    sending.current = true;
    await onChange(next);
    sending.current = false;
  };
  const shown = {
    kind: waiting.kind ?? row.kind ?? 'final',
    share: waiting.share ?? row.share ?? 0,
    amount: waiting.amount ?? row.amount ?? 0,
    dueOn: waiting.dueOn ?? row.dueOn ?? '',
    remindDays: waiting.remindDays ?? row.remindDays ?? 0,
    note: waiting.note ?? row.note ?? '',
  };
  return (
    <li className={css.gridRow}>
      <Select
        aria-label={words.rowField('kind')}
        data={rowKinds.map((code) => ({ value: code, label: words.kind(code) }))}
        allowDeselect={false}
        disabled={off}
        value={shown.kind}
        onChange={(kind) => kind && kind !== row.kind && void send({ kind })}
      />
      <Cell
        label={words.rowField('share')}
        suffix="%"
        disabled={off}
        value={shown.share === 0 ? '' : formatScaled(shown.share, 2)}
        read={(typed) => (typed === '' ? 0 : parsePercent(typed))}
        onSave={(share) => void send({ share })}
        focus={!saved}
      />
      <Cell
        label={words.rowField('amount')}
        disabled={off}
        value={shown.amount === 0 ? '' : formatAmount(shown.amount)}
        read={parseAmount}
        onSave={(amount) => void send({ share: 0, amount })}
      />
      <DueCell
        value={shown.dueOn}
        disabled={off}
        label={words.rowField('dueOn')}
        onSave={(dueOn) => void send({ dueOn })}
      />
      <div className={css.gridState}>
        <span className={css.muted}>{p.rowNo(at + 1)}</span>
        {saved && <RowState state={saved.state} dueOn={saved.dueOn} />}
        {saved && saved.paid > 0 && saved.state !== 'paid' && (
          <span className={css.muted}>
            {p.paidOf(money(saved.paid, plan.currency), money(open, plan.currency))}
          </span>
        )}
        <span className={css.gap} />
        {saved && open > 0 && plan.editable && (
          <button
            type="button"
            className={css.takeRow}
            onClick={() =>
              ask({
                form: 'record',
                direction: 'in',
                customerId: plan.customerId,
                contractId: plan.contractId,
                rowId: saved.id,
              })
            }
          >
            <IconCashPlus size="1rem" aria-hidden />
            {p.take}
          </button>
        )}
        <IconButton
          label={p.removeRow(at + 1)}
          disabled={off || (saved?.paid ?? 0) > 0}
          onClick={props.onRemove}
        >
          <IconX size="1rem" />
        </IconButton>
      </div>
      <div className={css.gridMore}>
        <NoteCell
          label={words.rowField('note')}
          value={shown.note}
          disabled={off}
          onSave={(note) => void send({ note })}
        />
        {shown.dueOn !== '' && saved?.state !== 'paid' && (
          <span className={css.remind}>
            {p.remind}
            <Cell
              quiet
              label={words.rowField('remindDays')}
              value={String(shown.remindDays)}
              disabled={off}
              read={wholeDays}
              onSave={(remindDays) => void send({ remindDays })}
            />
            {p.remindUnit}
          </span>
        )}
      </div>
      {props.problem !== '' && (
        <p className={css.gridProblem} role="alert">
          {props.problem}
        </p>
      )}
    </li>
  );
}

const wholeDays = (typed: string) => (/^\d{1,4}$/.test(typed) ? Number(typed) : undefined);

/** Words beside a row, saved on leaving or Enter. */
function NoteCell(props: {
  label: string;
  value: string;
  disabled: boolean;
  onSave: (note: string) => void;
}) {
  const { value } = props;
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const save = () => {
    if (typed.trim() !== value) props.onSave(typed.trim());
  };
  return (
    <TextInput
      className={css.quiet}
      aria-label={props.label}
      placeholder={props.disabled ? '' : props.label}
      disabled={props.disabled}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === 'Enter') save();
        if (event.key === 'Escape' && typed !== value) {
          event.stopPropagation();
          setTyped(value);
        }
      }}
    />
  );
}

/** A figure as text: what cannot be read stays with a red border until it can. */
function Cell(props: {
  label: string;
  value: string;
  suffix?: string;
  disabled: boolean;
  focus?: boolean;
  /** Without a frame until it is pointed at. */
  quiet?: boolean;
  read: (typed: string) => number | undefined;
  onSave: (value: number) => void;
}) {
  const { value } = props;
  const [typed, setTyped] = useState(value);
  const [bad, setBad] = useState(false);
  useEffect(() => {
    setTyped(value);
    setBad(false);
  }, [value]);
  const save = () => {
    const text = typed.trim();
    if (text === value) return;
    const read = props.read(text);
    setBad(read === undefined);
    if (read !== undefined) props.onSave(read);
  };
  return (
    <TextInput
      className={props.quiet ? css.quiet : undefined}
      aria-label={props.label}
      inputMode="decimal"
      disabled={props.disabled}
      autoFocus={props.focus}
      value={typed}
      error={bad}
      rightSection={props.suffix}
      rightSectionWidth={props.suffix ? '1.5rem' : undefined}
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === 'Enter') save();
        if (event.key === 'Escape' && typed !== value) {
          event.stopPropagation();
          setTyped(value);
          setBad(false);
        }
      }}
    />
  );
}

/** A day that is saved once it is whole and differs. */
function DueCell(props: { value: string; label: string; disabled: boolean; onSave: (day: string) => void }) {
  const [day, setDay] = useState(props.value);
  const before = useRef(props.value);
  useEffect(() => {
    before.current = props.value;
    setDay(props.value);
  }, [props.value]);
  if (props.disabled) return <span className={`num ${css.gridDay}`}>{props.value}</span>;
  return (
    <DateInput
      ariaLabel={props.label}
      value={day}
      onChange={(next) => {
        setDay(next);
        if (next !== before.current) {
          before.current = next;
          props.onSave(next);
        }
      }}
    />
  );
}
