import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Picked } from '@/bridge';
import { useText } from '@/i18n';
import { shared as catalog } from '@/i18n/catalog';
import { taken } from '@/lib/dropped';
import { sentence } from '@/lib/errors';
import { fileSize, money } from '@/lib/format';
import { isComposing } from '@/lib/ime';
import { useBack, useGo } from '@/lib/navigate';
import { useSaving } from '@/lib/saving';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { FileDrop } from '@/ui/FileDrop';
import { DateInput, MoneyInput } from '@/ui/inputs';
import { LinkButton, Page, PageHead } from '@/ui/layout';
import { api, customers, type Proposal, type Stage } from './api';
import shared from './contracts.module.css';
import css from './outside.module.css';
import { currencyChoices, useWords } from './words';

const stages: Stage[] = ['sent', 'signed', 'active', 'done', 'archived'];

/** 登记外部合同: a contract made outside is kept as it is; what was read from it is corrected here. */
export default function OutsideNew() {
  const t = useText();
  const c = t.contracts.outside;
  const back = useBack('/contracts');
  const [file, setFile] = useState<Picked | undefined>(undefined);
  const [proposal, setProposal] = useState<Proposal | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const read = useCallback(async (picked: Picked) => {
    setFile(picked);
    setBusy(true);
    setError(undefined);
    setProposal(undefined);
    try {
      setProposal(await api.ReadOutside(picked.token));
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }, []);
  useEffect(() => {
    const dropped = taken('/contracts/outside');
    if (dropped) void read(dropped);
  }, [read]);
  return (
    <Page>
      <PageHead title={c.register} back={back} note={file?.name} />
      <div className={css.screen}>
        <div className={css.sheet}>
          <FileDrop
            label={file ? c.another : c.drop}
            filter="any"
            large={!file}
            onFiles={([first]) => first && void read(first)}
          />
          {!file && <p className={shared.muted}>{c.hint}</p>}
          {busy && <output className={shared.opening}>{c.reading}</output>}
          {error !== undefined && (
            <p role="alert" className={shared.problem}>
              {sentence(error)}
            </p>
          )}
          {file && proposal && <Accept key={file.token} file={file} read={proposal} />}
        </div>
      </div>
    </Page>
  );
}

/** What was read, each with the line it stands in, to be corrected and accepted. */
function Accept({ file, read }: { file: Picked; read: Proposal }) {
  const t = useText();
  const c = t.contracts.outside;
  const go = useGo();
  const words = useWords();
  const [name, setName] = useState(read.title.value || read.subject.value);
  const [number, setNumber] = useState(read.number.value);
  const [customer, setCustomer] = useState<{ id: number; name: string } | undefined>(() => {
    const found = read.parties.flatMap((p) => p.candidates ?? []).find((one) => one.id === read.customerId);
    return found && { id: found.id, name: found.name };
  });
  const [amount, setAmount] = useState<number | null>(read.amount.found ? read.amount.value : null);
  const [currency, setCurrency] = useState(read.currency || 'CNY');
  const [dates, setDates] = useState({
    signDate: read.signDate.value,
    startDate: read.startDate.value,
    endDate: read.endDate.value,
  });
  const [stage, setStage] = useState<Stage>('signed');
  const [remark, setRemark] = useState('');
  const { problems, busy, save } = useSaving();

  const submit = () =>
    void save(async () => {
      const made = await api.AddOutside({
        file: file.token,
        name,
        number,
        customerId: customer?.id ?? 0,
        companyId: read.companyId,
        amount: amount ?? 0,
        currency,
        ...dates,
        stage,
        tags: [],
        remark,
      });
      go(`/contracts/${made.contract.id}`, true);
    });
  const date = (key: keyof typeof dates, fact: { from: string; confidence: number }) => (
    <Read key={key} from={fact.from} sure={fact.confidence}>
      <DateInput
        label={words.field(key)}
        value={dates[key]}
        error={problems[key]}
        onChange={(value) => setDates({ ...dates, [key]: value })}
      />
    </Read>
  );
  return (
    <form
      className={css.form}
      aria-label={c.register}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isComposing(event.nativeEvent))
          submit();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {read.sameAs !== 0 && (
        <p className={css.warn}>
          {c.same} <LinkButton onClick={() => go(`/contracts/${read.sameAs}`)}>{c.openSame}</LinkButton>
        </p>
      )}
      {read.problem ? (
        <p className={css.warn}>
          {catalog(read.problem.code, read.problem.params)} {c.typeYourself}
        </p>
      ) : (
        <p className={shared.muted}>
          {file.name} · {fileSize(file.size)} · {c.check}
        </p>
      )}
      <Customer read={read} chosen={customer} onChoose={setCustomer} problem={problems.customerId} />
      <div className={css.grid}>
        <Read from={read.title.from} sure={read.title.confidence} wide>
          <TextInput
            label={words.field('name')}
            required
            value={name}
            error={problems.name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Read>
        <Read from={read.number.from} sure={read.number.confidence}>
          <TextInput
            label={words.field('number')}
            value={number}
            error={problems.number}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
        </Read>
        <Select
          label={words.field('stage')}
          allowDeselect={false}
          data={stages.map((one) => ({ value: one, label: words.stage(one) }))}
          value={stage}
          error={problems.stage}
          onChange={(value) => value && setStage(value as Stage)}
        />
        <Read from={read.amount.from} sure={read.amount.found ? 100 : 0}>
          <MoneyInput
            label={words.field('amount')}
            value={amount}
            problem={t.contracts.lines.badNumber}
            error={problems.amount}
            onChange={setAmount}
          />
          <AmountCheck read={read} />
        </Read>
        <Select
          label={t.contracts.form.currency}
          allowDeselect={false}
          data={currencyChoices(t, read.currency)}
          value={currency}
          onChange={(value) => value && setCurrency(value)}
        />
        {date('signDate', read.signDate)}
        {date('startDate', read.startDate)}
        {date('endDate', read.endDate)}
        <Textarea
          className={css.wide}
          label={words.field('remark')}
          description={t.contracts.form.remarkNote}
          autosize
          minRows={2}
          value={remark}
          onChange={(event) => setRemark(event.currentTarget.value)}
        />
      </div>
      <div className={css.foot}>
        <span className={shared.muted}>{c.kept}</span>
        <Button type="submit" loading={busy}>
          {c.save}
        </Button>
      </div>
    </form>
  );
}

/** An input with the line it was read from. */
function Read(props: { from: string; sure: number; wide?: boolean; children: ReactNode }) {
  const t = useText();
  const c = t.contracts.outside;
  return (
    <div className={props.wide ? css.wide : undefined}>
      {props.children}
      {props.from !== '' && (
        <p className={css.from}>
          {c.readFrom} <q>{props.from}</q>
          {props.sure < 60 && <span className={css.unsure}> {c.unsure}</span>}
        </p>
      )}
    </div>
  );
}

/** Whether the figures and the words of the amount agree. */
function AmountCheck({ read }: { read: Proposal }) {
  const t = useText();
  const c = t.contracts.outside;
  const { amount, currency } = read;
  if (!read.readable) return null;
  if (amount.problem)
    return (
      <p role="alert" className={css.differs}>
        {catalog(amount.problem.code, amount.problem.params)}
      </p>
    );
  if (!amount.found) return <p className={css.from}>{c.noAmount}</p>;
  const figures = money(amount.digits, currency, true);
  return (
    <p className={amount.digits > 0 && amount.words > 0 ? css.agrees : css.from}>
      {amount.words === 0
        ? c.noWords
        : amount.digits === 0
          ? c.noDigits
          : c.agrees(figures, amount.wordsText)}
    </p>
  );
}

/** Who it is with: those the file names, somebody else, or somebody new. */
function Customer(props: {
  read: Proposal;
  chosen?: { id: number; name: string };
  onChoose: (customer: { id: number; name: string } | undefined) => void;
  problem?: string;
}) {
  const { read, chosen } = props;
  const t = useText();
  const c = t.contracts.outside;
  const [picking, setPicking] = useState(false);
  const [error, setError] = useState('');
  const making = useRef(false);
  const others = read.parties.filter((party) => party.companyId === 0);
  const candidates = others.flatMap((party) =>
    (party.candidates ?? []).map((one) => ({ ...one, from: party.from, role: party.role })),
  );
  const unknown = others.filter(
    (party) => party.name !== '' && !(party.candidates ?? []).some((one) => one.name === party.name),
  );
  const make = async (name: string, taxId: string) => {
    if (making.current) return;
    making.current = true;
    setError('');
    try {
      const { customer } = await customers.Create({ name, billing: { taxId } }, []);
      props.onChoose({ id: customer.id, name: customer.name });
    } catch (cause) {
      setError(sentence(cause));
    } finally {
      making.current = false;
    }
  };
  const known = new Set(candidates.map((one) => one.id));
  return (
    <fieldset className={css.customer}>
      <legend className={css.legend}>{c.customer}</legend>
      {candidates.map((one) => (
        <div key={one.id} className={css.candidate}>
          <Checkbox
            radius="xl"
            label={one.name}
            checked={chosen?.id === one.id}
            onChange={(event) =>
              props.onChoose(event.currentTarget.checked ? { id: one.id, name: one.name } : undefined)
            }
          />
          <p className={css.from}>
            {roleOf(one.role)}
            {c.readFrom} <q>{one.from}</q>
          </p>
        </div>
      ))}
      {chosen && !known.has(chosen.id) && (
        <div className={css.candidate}>
          <Checkbox radius="xl" label={chosen.name} checked onChange={() => props.onChoose(undefined)} />
        </div>
      )}
      {!chosen &&
        unknown.map((party) => (
          <div key={`${party.role} ${party.name}`} className={css.candidate}>
            <Button variant="default" onClick={() => void make(party.name, party.taxId)}>
              {c.makeCustomer(party.name)}
            </Button>
            <p className={css.from}>
              {roleOf(party.role)}
              {c.readFrom} <q>{party.from}</q>
            </p>
          </div>
        ))}
      {picking ? (
        <CustomerPicker
          label={c.pick}
          onPick={(one) => {
            props.onChoose(one);
            setPicking(false);
          }}
        />
      ) : (
        <LinkButton onClick={() => setPicking(true)}>{chosen ? c.pickAnother : c.pick}</LinkButton>
      )}
      {(props.problem ?? error) !== '' && (
        <p role="alert" className={shared.problem}>
          {props.problem ?? error}
        </p>
      )}
    </fieldset>
  );
}

/** The side a party is on, where the file says so by a word. */
const roleOf = (role: string): string => (role === '' || /^\d+$/.test(role) ? '' : `${role} · `);
