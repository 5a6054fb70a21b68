import { Button, Checkbox, Loader, Select, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Picked } from '@/bridge';
import { useText } from '@/i18n';
import { shared as catalog } from '@/i18n/catalog';
import { currencyChoices, ourCurrency } from '@/lib/currency';
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
import { type Reading, useScan } from './scan';
import { useWords } from './words';

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
          {file && proposal && <Accept key={file.token} file={file} first={proposal} />}
        </div>
      </div>
    </Page>
  );
}

/** What a person accepts of a file. */
interface Facts {
  name: string;
  number: string;
  customer: { id: number; name: string } | undefined;
  amount: number | null;
  currency: string;
  signDate: string;
  startDate: string;
  endDate: string;
}

function factsOf(read: Proposal): Facts {
  const customer = read.parties
    .flatMap((party) => party.candidates ?? [])
    .find((one) => one.id === read.customerId);
  return {
    name: read.title.value || read.subject.value,
    number: read.number.value,
    customer: customer && { id: customer.id, name: customer.name },
    amount: read.amount.found ? read.amount.value : null,
    currency: read.currency || ourCurrency(),
    signDate: read.signDate.value,
    startDate: read.startDate.value,
    endDate: read.endDate.value,
  };
}

/** What was read, each with the line it stands in, to be corrected and accepted. */
function Accept({ file, first }: { file: Picked; first: Proposal }) {
  const t = useText();
  const c = t.contracts.outside;
  const go = useGo();
  const words = useWords();
  const { read, reading, stop } = useScan(file, first);
  // What was typed stays, whatever is recognised later.
  const [typed, setTyped] = useState<Partial<Facts>>({});
  const facts = { ...factsOf(read), ...typed };
  const put = (changes: Partial<Facts>) => setTyped((old) => ({ ...old, ...changes }));
  const [stage, setStage] = useState<Stage>('signed');
  const [remark, setRemark] = useState('');
  const { problems, busy, save } = useSaving();

  const submit = () =>
    void save(async () => {
      const made = await api.AddOutside({
        file: file.token,
        name: facts.name,
        number: facts.number,
        customerId: facts.customer?.id ?? 0,
        companyId: read.companyId,
        amount: facts.amount ?? 0,
        currency: facts.currency,
        signDate: facts.signDate,
        startDate: facts.startDate,
        endDate: facts.endDate,
        stage,
        tags: [],
        remark,
      });
      go(`/contracts/${made.contract.id}`, true);
    });
  const date = (key: 'signDate' | 'startDate' | 'endDate') => (
    <Read key={key} from={read[key].from} sure={read[key].confidence}>
      <DateInput
        label={words.field(key)}
        value={facts[key]}
        error={problems[key]}
        onChange={(value) => put({ [key]: value })}
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
      <Told file={file} read={read} reading={reading} onStop={stop} />
      <Customer
        read={read}
        chosen={facts.customer}
        onChoose={(customer) => put({ customer })}
        problem={problems.customerId}
      />
      <div className={css.grid}>
        <Read from={read.title.from} sure={read.title.confidence} wide>
          <TextInput
            label={words.field('name')}
            required
            value={facts.name}
            error={problems.name}
            onChange={(event) => put({ name: event.currentTarget.value })}
          />
        </Read>
        <Read from={read.number.from} sure={read.number.confidence}>
          <TextInput
            label={words.field('number')}
            value={facts.number}
            error={problems.number}
            onChange={(event) => put({ number: event.currentTarget.value })}
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
            value={facts.amount}
            problem={t.contracts.lines.badNumber}
            error={problems.amount}
            onChange={(amount) => put({ amount })}
          />
          <AmountCheck read={read} />
        </Read>
        <Select
          label={t.contracts.form.currency}
          allowDeselect={false}
          data={currencyChoices(t, read.currency)}
          value={facts.currency}
          onChange={(value) => value && put({ currency: value })}
        />
        {date('signDate')}
        {date('startDate')}
        {date('endDate')}
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

/** What became of the reading. */
function Told(props: { file: Picked; read: Proposal; reading?: Reading; onStop: () => void }) {
  const { file, read, reading } = props;
  const t = useText();
  const c = t.contracts.outside;
  if (reading)
    return (
      <div className={css.reading} role="status">
        <Loader size="xs" aria-hidden />
        <span>{reading.total > 1 ? c.recognisingPage(reading.done + 1, reading.total) : c.recognising}</span>
        <LinkButton onClick={props.onStop}>{t.app.toast.cancel}</LinkButton>
      </div>
    );
  if (read.problem)
    return (
      <p className={css.warn}>
        {catalog(read.problem.code, read.problem.params)} {c.typeYourself}
      </p>
    );
  if (read.recognised) return <p className={css.warn}>{c.recognised}</p>;
  return (
    <p className={shared.muted}>
      {file.name} · {fileSize(file.size)} · {c.check}
    </p>
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
