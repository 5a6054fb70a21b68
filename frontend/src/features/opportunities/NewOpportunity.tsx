import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useSaving } from '@/lib/saving';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { DateInput, MoneyInput } from '@/ui/inputs';
import { LinkButton } from '@/ui/layout';
import { SideForm } from '@/ui/SideForm';
import { api, customers } from './api';
import css from './opportunities.module.css';
import { useWords } from './words';

interface Props {
  opened: boolean;
  name: string;
  /** Whose it is; 0 when that is to be chosen. */
  customerId: number;
  pipelineId: number;
  onClose: () => void;
  onOpen: (id: number) => void;
}

/** 新建商机: who, what, about how much; the rest is filled in on its page. */
export function NewOpportunity(props: Props) {
  const t = useText();
  return (
    <SideForm opened={props.opened} onClose={props.onClose} title={t.opportunities.new}>
      <Form {...props} />
    </SideForm>
  );
}

function Form(props: Props) {
  const t = useText();
  const o = t.opportunities;
  const words = useWords();
  const [customerId, setCustomer] = useState(props.customerId);
  const [name, setName] = useState(props.name);
  const [amount, setAmount] = useState<number | null>(null);
  const [close, setClose] = useState('');
  const { problems, busy, save, clear } = useSaving();
  const customer = useQuery({
    queryKey: ['customer', 'one', customerId],
    queryFn: () => customers.Get(customerId),
    enabled: customerId > 0,
    meta: { kinds: ['customer', 'contact'] },
  }).data?.customer;
  const usual = customer ? o.newForm.named(customer.alias === '' ? customer.name : customer.alias) : '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      const made = await api.Create({
        name: name.trim() === '' ? usual : name,
        customerId,
        pipelineId: props.pipelineId,
        amount: amount ?? 0,
        expectedClose: close,
      });
      props.onClose();
      props.onOpen(made.id);
    });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      {customerId === 0 ? (
        <div>
          <CustomerPicker label={o.newForm.customer} onPick={(choice) => setCustomer(choice.id)} />
          {problems.customerId && (
            <p className={css.overdue} role="alert">
              {problems.customerId}
            </p>
          )}
        </div>
      ) : (
        <div className={css.bar}>
          <span className={css.name}>{customer?.name ?? ''}</span>
          <LinkButton onClick={() => setCustomer(0)}>{t.interactions.another}</LinkButton>
        </div>
      )}
      <TextInput
        label={o.newForm.name}
        data-autofocus={customerId > 0 || undefined}
        placeholder={usual}
        value={name}
        error={problems.name}
        autoComplete="off"
        onChange={(event) => {
          setName(event.currentTarget.value);
          clear();
        }}
      />
      <div className={css.two}>
        <MoneyInput
          label={words.field('amount')}
          value={amount}
          error={problems.amount}
          problem={t.ui.field.notAmount}
          onChange={setAmount}
        />
        <DateInput
          label={words.field('expectedClose')}
          value={close}
          error={problems.expectedClose}
          onChange={setClose}
        />
      </div>
      <div className={css.formFoot}>
        <Button variant="default" onClick={props.onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {o.create}
        </Button>
      </div>
    </form>
  );
}
