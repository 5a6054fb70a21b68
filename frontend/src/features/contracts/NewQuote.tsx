import { useText } from '@/i18n';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { Page, PageHead } from '@/ui/layout';
import { api } from './api';
import css from './new.module.css';
import { useBegin } from './useBegin';

const create = async (customerId: number) =>
  (await api.CreateQuote({ customerId, templateId: 0, companyId: 0 })).contract.id;

/** 新建报价单: with a customer in the address the draft is made at once. */
export default function NewQuote() {
  const t = useText();
  const { begin, busy, back, instead, problem } = useBegin('/quotes', create);
  if (instead) return instead;
  return (
    <Page>
      <PageHead title={t.quotes.new} back={back} />
      <div className={css.newBody}>
        <div className={css.newCard}>
          <CustomerPicker
            label={t.quotes.pickWho}
            disabled={busy}
            onPick={(customer) => begin(customer.id)}
          />
          {problem}
        </div>
      </div>
    </Page>
  );
}
