import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useBack, useGo, useSearchParam } from '@/lib/navigate';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { Empty, Page, PageHead } from '@/ui/layout';
import { warmUp } from '@/ui/pdf/engine';
import { api } from './api';
import shared from './contracts.module.css';
import css from './new.module.css';

/** 新建报价单: with a customer in the address the draft is made at once. */
export default function NewQuote() {
  const t = useText();
  const go = useGo();
  const back = useBack('/quotes');
  const [customerParam] = useSearchParam('customer');
  const [error, setError] = useState<unknown>(undefined);
  const begun = useRef(false);
  const customerId = Number(customerParam) || 0;
  useEffect(warmUp, []);
  const create = useCallback(
    async (id: number) => {
      if (begun.current) return;
      begun.current = true;
      try {
        const made = await api.CreateQuote({ customerId: id, templateId: 0, companyId: 0 });
        go(`/quotes/${made.contract.id}`, true);
      } catch (cause) {
        begun.current = false;
        setError(cause);
      }
    },
    [go],
  );
  useEffect(() => {
    if (customerId > 0) void create(customerId);
  }, [customerId, create]);
  if (customerId > 0)
    return error === undefined ? (
      <output className={shared.opening}>{t.contracts.opening}</output>
    ) : (
      <Empty title={sentence(error)}>
        <Button onClick={() => go('/templates', true)}>{t.contracts.toTemplates}</Button>
        <Button variant="default" onClick={back}>
          {t.ui.actions.back}
        </Button>
      </Empty>
    );
  return (
    <Page>
      <PageHead title={t.quotes.new} back={back} />
      <div className={css.newBody}>
        <div className={css.newCard}>
          <CustomerPicker label={t.quotes.pickWho} onPick={(customer) => void create(customer.id)} />
          {error !== undefined && (
            <p role="alert" className={shared.problem}>
              {sentence(error)}
            </p>
          )}
        </div>
      </div>
    </Page>
  );
}
