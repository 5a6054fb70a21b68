import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { IconFile, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Picked, services } from '@/bridge';
import { useText } from '@/i18n';
import { ourCurrency } from '@/lib/currency';
import { sentence } from '@/lib/errors';
import { dueDate, money, today } from '@/lib/format';
import { useSaving } from '@/lib/saving';
import { show } from '@/lib/toasts';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { FileDrop } from '@/ui/FileDrop';
import { DateInput, MoneyInput } from '@/ui/inputs';
import { IconButton, LinkButton } from '@/ui/layout';
import { api, kinds, methods, type Share } from './api';
import type { Request } from './ask';
import css from './payments.module.css';
import { useWords } from './words';

type FormRequest = Exclude<Request, { form: 'void' }>;

/** Hands vouchers over once the payment is there; a file that fails is said and the payment stays. */
async function attach(id: number, files: Picked[]): Promise<void> {
  for (const file of files) {
    try {
      await services.attachment.Add('payment', id, file.token);
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    }
  }
}

/** 记一笔回款: how much, when, how, and which rows of the plans it is for. */
export function PaymentForm({ request, onClose }: { request: FormRequest; onClose: () => void }) {
  const t = useText();
  const p = t.payments;
  const words = useWords();
  const old = request.form === 'edit' ? request.payment : undefined;
  const start = request.form === 'record' ? request : undefined;
  const direction = old?.direction ?? start?.direction ?? 'in';
  const [customerId, setCustomer] = useState(old?.customerId ?? start?.customerId ?? 0);
  const [day, setDay] = useState(old?.paidOn ?? today());
  /** null: what the backend proposes. */
  const [amount, setAmount] = useState<number | null>(old?.amount ?? null);
  const [cleared, setCleared] = useState(false);
  const [method, setMethod] = useState(old?.method ?? 'transfer');
  const [account, setAccount] = useState(old?.account ?? '');
  const [payer, setPayer] = useState(old?.payer ?? '');
  const [remark, setRemark] = useState(old?.remark ?? '');
  /** What the person chose by row; undefined: what is proposed. */
  const [chosen, setChosen] = useState<Record<number, number> | undefined>(() =>
    old ? Object.fromEntries(old.allocations.map((a) => [a.rowId, a.amount])) : undefined,
  );
  const [files, setFiles] = useState<Picked[]>([]);
  const { problems, busy, save, clear } = useSaving();

  const question = {
    customerId,
    contractId: start?.contractId ?? 0,
    rowId: start?.rowId ?? 0,
    direction,
    currency: old?.currency ?? '',
    amount: amount ?? 0,
    paymentId: old?.id ?? 0,
  };
  const proposal = useQuery({
    queryKey: ['payment', 'propose', question],
    queryFn: () => api.Propose(question),
    enabled: customerId > 0 || question.contractId > 0,
    placeholderData: keepPreviousData,
    meta: { kinds },
  }).data;
  const currency = proposal?.currency ?? old?.currency ?? ourCurrency();
  const shown = amount ?? (cleared ? null : proposal?.amount || null);
  const shares = proposal?.shares ?? [];
  const partOf = (share: Share) =>
    chosen ? (chosen[share.rowId] ?? 0) : amount === null && cleared ? 0 : share.amount;
  const allocated = shares.reduce((sum, share) => sum + partOf(share), 0);
  const rest = (shown ?? 0) - allocated;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      const allocations = shares
        .map((share) => ({ rowId: share.rowId, amount: partOf(share) }))
        .filter((a) => a.amount !== 0);
      const facts = { paidOn: day, amount: shown ?? 0, method, account, payer, remark, allocations };
      if (old) {
        await api.Update(old.id, old.version, facts);
        await attach(old.id, files);
      } else {
        const made = await api.Record(
          {
            ...facts,
            number: '',
            customerId: customerId,
            direction,
            currency,
            state: '',
            reason: '',
            origin: '',
          },
          start?.contractId ?? 0,
        );
        await attach(made.id, files);
      }
      onClose();
    });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Who
        id={customerId}
        locked={old !== undefined || question.contractId > 0}
        error={problems.customerId}
        onPick={(id) => {
          setCustomer(id);
          setChosen(undefined);
          clear();
        }}
      />
      <div className={css.two}>
        <MoneyInput
          label={currency === ourCurrency() ? words.field('amount') : `${words.field('amount')} ${currency}`}
          data-autofocus
          withAsterisk
          value={shown}
          error={problems.amount}
          onChange={(value) => {
            setAmount(value);
            setCleared(value === null);
            if (!old) setChosen(undefined);
            clear();
          }}
        />
        <DateInput
          label={words.field('paidOn')}
          value={day}
          error={problems.paidOn}
          onChange={(value) => {
            setDay(value);
            clear();
          }}
        />
      </div>
      <div className={css.chips} role="radiogroup" aria-label={words.field('method')}>
        {methods.map((code) => (
          <button
            key={code}
            type="button"
            role="radio"
            aria-checked={method === code}
            className={css.chip}
            onClick={() => setMethod(code)}
          >
            {words.method(code)}
          </button>
        ))}
      </div>
      <Shares
        shares={shares}
        direction={direction}
        currency={currency}
        partOf={partOf}
        rest={rest}
        known={customerId > 0 || question.contractId > 0}
        error={problems.allocations}
        onChange={(rowId, value) => {
          setChosen({ ...Object.fromEntries(shares.map((s) => [s.rowId, partOf(s)])), [rowId]: value });
          clear();
        }}
      />
      {chosen && <LinkButton onClick={() => setChosen(undefined)}>{p.allocateAgain}</LinkButton>}
      <TextInput
        label={words.field('account')}
        value={account}
        error={problems.account}
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <TextInput
        label={words.field('payer')}
        value={payer}
        error={problems.payer}
        onChange={(event) => setPayer(event.currentTarget.value)}
      />
      <Textarea
        label={words.field('remark')}
        autosize
        minRows={2}
        value={remark}
        error={problems.remark}
        onChange={(event) => setRemark(event.currentTarget.value)}
      />
      {files.map((file) => (
        <div key={file.token} className={css.file}>
          <IconFile size="1.125rem" stroke={1.6} aria-hidden />
          <span className={css.fileName}>{file.name}</span>
          <IconButton label={p.dropFile} onClick={() => setFiles(files.filter((f) => f !== file))}>
            <IconX size="1rem" />
          </IconButton>
        </div>
      ))}
      <FileDrop
        label={p.voucher}
        filter="any"
        many
        onFiles={(more) => setFiles((now) => [...now, ...more])}
      />
      <Group justify="flex-end" className={css.foot}>
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {old ? t.ui.actions.save : direction === 'refund' ? p.saveRefund : p.save}
        </Button>
      </Group>
    </form>
  );
}

/** Whose money it is: a name, or the box that finds one. */
function Who(props: { id: number; locked: boolean; error?: string; onPick: (id: number) => void }) {
  const t = useText();
  const words = useWords();
  const name = useQuery({
    queryKey: ['customer', 'one', props.id],
    queryFn: () => services.customer.Get(props.id),
    enabled: props.id > 0,
    meta: { kinds: ['customer', 'contact'] },
  }).data?.customer.name;
  if (props.id > 0)
    return (
      <p className={css.who}>
        <span className={css.whoName}>{name}</span>
        {!props.locked && <LinkButton onClick={() => props.onPick(0)}>{t.interactions.another}</LinkButton>}
      </p>
    );
  return (
    <div>
      <CustomerPicker label={words.field('customerId')} onPick={(picked) => props.onPick(picked.id)} />
      {props.error && (
        <span className={css.error} role="alert">
          {props.error}
        </span>
      )}
    </div>
  );
}

/** Which rows the money is for, each with what it gets; what is left stays the customer's. */
function Shares(props: {
  shares: Share[];
  direction: string;
  currency: string;
  partOf: (share: Share) => number;
  rest: number;
  /** Whose money it is is known. */
  known: boolean;
  error?: string;
  onChange: (rowId: number, amount: number) => void;
}) {
  const t = useText();
  const p = t.payments;
  const words = useWords();
  if (!props.known) return null;
  const refund = props.direction === 'refund';
  return (
    <fieldset className={css.shares}>
      <legend>{refund ? p.takenFrom : words.field('allocations')}</legend>
      {props.shares.length === 0 && <p className={css.muted}>{refund ? p.nothingPaid : p.nothingOwed}</p>}
      {props.shares.map((share) => {
        const name = `${share.number || share.name} ${p.rowNo(share.n)} ${words.kind(share.kind)}`;
        return (
          <div key={share.rowId} className={css.share}>
            <span className={css.shareName}>
              {name}
              <span className={css.muted}>
                {share.dueOn !== '' && `${dueDate(share.dueOn)} · `}
                {refund
                  ? p.arrived(money(share.room, props.currency))
                  : p.short(money(share.room, props.currency))}
              </span>
            </span>
            <MoneyInput
              aria-label={name}
              value={props.partOf(share) || null}
              onChange={(value) => props.onChange(share.rowId, value ?? 0)}
            />
          </div>
        );
      })}
      {props.rest > 0 && !(refund && props.shares.length === 0) && (
        <p className={css.rest}>
          <span>{refund ? p.restRefund : p.rest}</span>
          <span className="num">{money(props.rest, props.currency)}</span>
        </p>
      )}
      {props.error && (
        <span className={css.error} role="alert">
          {props.error}
        </span>
      )}
    </fieldset>
  );
}
