import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { LinkButton } from '@/ui/layout';
import { customers } from './api';
import css from './interactions.module.css';

/** The customer a form is about: chosen by typing, changed by one click. */
export function WhoInput(props: { customerId: number; error?: string; onChange: (id: number) => void }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['customer', 'one', props.customerId],
    queryFn: () => customers.Get(props.customerId),
    enabled: props.customerId > 0,
    meta: { kinds: ['customer', 'contact'] },
  });
  if (props.customerId === 0)
    return (
      <div>
        <CustomerPicker label={t.interactions.who} onPick={(choice) => props.onChange(choice.id)} />
        {props.error && (
          <p className={css.error} role="alert">
            {props.error}
          </p>
        )}
      </div>
    );
  return (
    <p className={css.who}>
      <span className={css.whoName}>{query.data?.customer.name ?? ''}</span>
      <LinkButton onClick={() => props.onChange(0)}>{t.interactions.another}</LinkButton>
    </p>
  );
}
