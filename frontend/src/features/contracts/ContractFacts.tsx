import { useCallback } from 'react';
import { useText } from '@/i18n';
import { currencyChoices } from '@/lib/currency';
import { parseAmount } from '@/ui/amount';
import { Section } from '@/ui/layout';
import type { Field, View } from './api';
import shared from './contracts.module.css';
import { FieldInput } from './FieldInput';
import type { ContractModel } from './useContract';
import { useWords } from './words';

/** Facts of the contract that no blank of the template decides. */
export function ContractFacts(props: {
  model: ContractModel;
  view: View;
  disabled: boolean;
  refused: Record<string, string>;
  onLit: (field: string) => void;
}) {
  const { view } = props;
  const t = useText();
  const sources = new Set(view.fields.map((field) => field.source));
  const decided = (name: FactName) => sources.has(`contract.${name}`);
  const names: FactName[] = ['name'];
  if (!view.hasLines && !decided('amount')) names.push('amount');
  names.push('currency');
  for (const day of ['signDate', 'startDate', 'endDate'] as const) if (!decided(day)) names.push(day);
  names.push('ourSigner', 'theirSigner', 'remark');
  return (
    <Section title={t.contracts.form.facts}>
      <FactInputs {...props} names={names} />
    </Section>
  );
}

/** Facts that stand in the record of a contract itself, by name. */
const types = {
  name: 'text',
  number: 'text',
  amount: 'money',
  currency: 'choice',
  signDate: 'date',
  startDate: 'date',
  endDate: 'date',
  ourSigner: 'text',
  theirSigner: 'text',
  remark: 'longText',
} as const satisfies Record<string, Field['type']>;

export type FactName = keyof typeof types;

/** Inputs of facts of the record, each saved as it is typed. */
export function FactInputs(props: {
  model: ContractModel;
  view: View;
  names: readonly FactName[];
  disabled: boolean;
  refused: Record<string, string>;
  /** What stands below the amount. */
  amountNote?: string;
  onLit?: (field: string) => void;
}) {
  const { model, onLit } = props;
  const t = useText();
  const words = useWords();
  const { contract } = props.view;
  const { edit } = model;
  const onChange = useCallback(
    (field: Field, value: unknown) => {
      const name = field.key.replace('contract-', '');
      if (name === 'amount') {
        const minor = parseAmount(String(value ?? '0'));
        if (minor !== undefined) edit({ amount: minor });
      } else edit({ [name]: value ?? '' });
    },
    [edit],
  );
  const help: Partial<Record<FactName, string>> = {
    remark: t.contracts.form.remarkNote,
    amount: props.amountNote,
  };
  return (
    <div className={shared.fields}>
      {props.names.map((name) => (
        <FieldInput
          key={name}
          field={{
            key: `contract-${name}`,
            label: name === 'currency' ? t.contracts.form.currency : words.field(name),
            type: types[name],
            value: name === 'amount' && contract.amount === 0 ? undefined : contract[name],
            text: '',
            origin: '',
            used: true,
            missing: false,
            required: name === 'currency',
            choices: name === 'currency' ? currencyChoices(t, contract.currency) : undefined,
            help: help[name],
          }}
          pending={name in model.unsaved}
          problem={props.refused[name]}
          disabled={props.disabled}
          onChange={onChange}
          onFocus={onLit && ((key) => onLit(key === '' ? '' : `contract.${name}`))}
        />
      ))}
    </div>
  );
}
