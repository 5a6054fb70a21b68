import { useText } from '@/i18n';
import { useGo } from '@/lib/navigate';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { LinkButton } from '@/ui/layout';
import type { Field, View } from './api';
import shared from './contracts.module.css';
import css from './form.module.css';

/** A party that is neither the customer nor the own company, such as a guarantor: chosen from the customers. */
export function FurtherParty(props: {
  field: Field;
  disabled: boolean;
  onChange: (field: Field, value: unknown) => void;
}) {
  const { field, disabled, onChange } = props;
  const t = useText();
  if (field.text === '')
    return (
      <div className={css.wideField} data-field={field.key}>
        <CustomerPicker
          label={field.label}
          disabled={disabled}
          onPick={({ id }) => onChange(field, { customerId: id })}
        />
        {field.help && <p className={css.help}>{field.help}</p>}
      </div>
    );
  return (
    <div className={`${css.party} ${css.wideField}`} data-field={field.key}>
      <span className={css.label}>{field.label}</span>
      <div className={css.partyName}>{field.text}</div>
      {!disabled && (
        <LinkButton onClick={() => onChange(field, null)}>{t.contracts.form.otherParty}</LinkButton>
      )}
    </div>
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
