import { SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { useGo } from '@/lib/navigate';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { LinkButton } from '@/ui/layout';
import type { Field, View } from './api';
import shared from './contracts.module.css';
import css from './form.module.css';

/** What can be typed of a party that is nobody's record, in the order of the form. */
const typedFacts = ['name', 'address', 'taxId', 'legalRepresentative', 'phone', 'bank', 'account'] as const;
type Typed = Partial<Record<(typeof typedFacts)[number] | 'kind', string>>;

/** The facts of a party that was typed; nothing of one that was chosen from the customers. */
const typedOf = (value: unknown): Typed | undefined =>
  value !== null && typeof value === 'object' && !('customerId' in value) ? (value as Typed) : undefined;

/** A party that is neither the customer nor the own company, such as a guarantor: chosen from the customers, or typed. */
export function FurtherParty(props: {
  field: Field;
  /** Edited here and not saved yet. */
  pending: boolean;
  disabled: boolean;
  onChange: (field: Field, value: unknown) => void;
}) {
  const { field, pending, disabled, onChange } = props;
  const t = useText();
  const c = t.contracts.form;
  const [typing, setTyping] = useState(false);
  const typed = typedOf(field.value) !== undefined;
  // Emptying the last input does not take the form away.
  if (typed && !typing) setTyping(true);
  if (typed || (typing && field.text === ''))
    return (
      <TypedParty
        field={field}
        pending={pending}
        disabled={disabled}
        onChange={onChange}
        onChoose={() => {
          setTyping(false);
          onChange(field, null);
        }}
      />
    );
  if (field.text === '')
    return (
      <div className={css.wideField} data-field={field.key}>
        <CustomerPicker
          label={field.label}
          disabled={disabled}
          onPick={({ id }) => onChange(field, { customerId: id })}
        />
        {field.help && <p className={css.help}>{field.help}</p>}
        {!disabled && <LinkButton onClick={() => setTyping(true)}>{c.typeParty}</LinkButton>}
      </div>
    );
  return (
    <div className={`${css.party} ${css.wideField}`} data-field={field.key}>
      <span className={css.label}>{field.label}</span>
      <div className={css.partyName}>{field.text}</div>
      {!disabled && <LinkButton onClick={() => onChange(field, null)}>{c.otherParty}</LinkButton>}
    </div>
  );
}

/** A party that is no customer, typed for this contract alone. */
function TypedParty(props: {
  field: Field;
  pending: boolean;
  disabled: boolean;
  onChange: (field: Field, value: unknown) => void;
  onChoose: () => void;
}) {
  const { field, pending, disabled } = props;
  const t = useText();
  const c = t.contracts.form;
  const box = useRef<HTMLFieldSetElement>(null);
  const [typed, setTyped] = useState<Typed>(() => typedOf(field.value) ?? {});
  const fromBackend = JSON.stringify(typedOf(field.value) ?? {});
  useEffect(() => {
    if (!pending && !box.current?.contains(document.activeElement)) setTyped(JSON.parse(fromBackend));
  }, [fromBackend, pending]);
  const person = typed.kind === 'person';
  const put = (change: Typed) => {
    const next = { ...typed, ...change };
    setTyped(next);
    const facts = Object.entries(next).filter(
      ([key, text]) =>
        key !== 'kind' && text.trim() !== '' && !(next.kind === 'person' && key === 'legalRepresentative'),
    );
    const kind = next.kind ?? 'company';
    props.onChange(field, facts.length > 0 ? { kind, ...Object.fromEntries(facts) } : null);
  };
  return (
    <fieldset
      ref={box}
      className={`${css.party} ${css.wideField}`}
      data-field={field.key}
      disabled={disabled}
    >
      <legend className={css.partyLegend}>{field.label}</legend>
      {field.help && <p className={css.help}>{field.help}</p>}
      <SegmentedControl
        size="xs"
        aria-label={field.label}
        disabled={disabled}
        data={[
          { value: 'company', label: c.party.company },
          { value: 'person', label: c.party.person },
        ]}
        value={person ? 'person' : 'company'}
        onChange={(kind) => put({ kind })}
      />
      <div className={css.partyFacts}>
        {typedFacts
          .filter((key) => !person || key !== 'legalRepresentative')
          .map((key) => (
            <TextInput
              key={key}
              label={key === 'taxId' && person ? c.party.idNumber : c.party[key]}
              withAsterisk={key === 'name' && field.required && field.missing}
              className={key === 'name' || key === 'address' ? css.partyWide : undefined}
              autoComplete="off"
              value={typed[key] ?? ''}
              onChange={(event) => put({ [key]: event.currentTarget.value })}
            />
          ))}
      </div>
      {!disabled && <LinkButton onClick={props.onChoose}>{c.chooseParty}</LinkButton>}
    </fieldset>
  );
}

/** One side of the contract; it is changed where it belongs. */
export function PartyCard({ field, view }: { field: Field; view: View }) {
  const t = useText();
  const go = useGo();
  const ours = field.source === 'company';
  const party = (field.value ?? {}) as { taxId?: string; phone?: string; address?: string };
  return (
    <div className={`${css.party} ${css.wideField}`} data-field={field.key}>
      <span className={css.label}>{field.label}</span>
      <div className={css.partyName}>{field.text || t.contracts.form.noParty}</div>
      <div className={shared.muted}>
        {[party.taxId, party.phone, party.address].filter((x) => x !== undefined && x !== '').join(' · ')}
      </div>
      <LinkButton onClick={() => go(ours ? '/settings/company' : `/customers/${view.contract.customerId}`)}>
        {ours ? t.contracts.form.toCompany : t.contracts.form.toCustomer}
      </LinkButton>
    </div>
  );
}
