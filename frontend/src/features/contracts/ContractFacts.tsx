import { useCallback } from 'react';
import { useText } from '@/i18n';
import { parseAmount } from '@/ui/amount';
import { Section } from '@/ui/layout';
import type { Field, View } from './api';
import shared from './contracts.module.css';
import { FieldInput } from './FieldInput';
import type { ContractModel } from './useContract';
import { currencyChoices, useWords } from './words';

/** Facts of the contract that no blank of the template decides. */
export function ContractFacts(props: {
  model: ContractModel;
  view: View;
  disabled: boolean;
  refused: Record<string, string>;
  onLit: (field: string) => void;
}) {
  const { model, view, disabled, refused } = props;
  const t = useText();
  const words = useWords();
  const { contract } = view;
  const edit = model.edit;
  const sources = new Set(view.fields.map((field) => field.source));
  const names: { name: keyof typeof contract & string; type: Field['type']; hidden?: boolean }[] = [
    { name: 'name', type: 'text' },
    { name: 'amount', type: 'money', hidden: view.hasLines || sources.has('contract.amount') },
    { name: 'currency', type: 'choice' },
    { name: 'signDate', type: 'date', hidden: sources.has('contract.signDate') },
    { name: 'startDate', type: 'date', hidden: sources.has('contract.startDate') },
    { name: 'endDate', type: 'date', hidden: sources.has('contract.endDate') },
    { name: 'ourSigner', type: 'text' },
    { name: 'theirSigner', type: 'text' },
    { name: 'remark', type: 'longText' },
  ];
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
  return (
    <Section title={t.contracts.form.facts}>
      <div className={shared.fields}>
        {names
          .filter((fact) => !fact.hidden)
          .map(({ name, type }) => (
            <FieldInput
              key={name}
              field={{
                key: `contract-${name}`,
                label: name === 'currency' ? t.contracts.form.currency : words.field(name),
                type,
                value: name === 'amount' && contract.amount === 0 ? undefined : contract[name],
                text: '',
                origin: '',
                used: true,
                missing: false,
                required: name === 'currency',
                choices: name === 'currency' ? currencyChoices(t, contract.currency) : undefined,
                help: name === 'remark' ? t.contracts.form.remarkNote : undefined,
              }}
              pending={name in model.unsaved}
              problem={refused[name]}
              disabled={disabled}
              onChange={onChange}
              onFocus={(key) => props.onLit(key === '' ? '' : `contract.${name}`)}
            />
          ))}
      </div>
    </Section>
  );
}
