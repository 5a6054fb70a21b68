import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLang, useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useBack, useGo, useSearchParam } from '@/lib/navigate';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { Empty, Page, PageHead } from '@/ui/layout';
import { warmUp } from '@/ui/pdf/engine';
import { api, usableTemplates } from './api';
import shared from './contracts.module.css';
import css from './new.module.css';

/**
 * 新建合同. With a customer in the address the draft is made at once and takes the place of this
 * screen; otherwise the customer is found first.
 */
export default function NewContract() {
  const t = useText();
  const lang = useLang();
  const go = useGo();
  const back = useBack('/contracts');
  const [customerParam] = useSearchParam('customer');
  const [templateParam] = useSearchParam('template');
  const [template, setTemplate] = useState(templateParam);
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  const begun = useRef(false);
  const list = useQuery(usableTemplates).data ?? [];
  const customerId = Number(customerParam) || 0;
  useEffect(warmUp, []);

  const create = useCallback(
    async (id: number, templateId: number) => {
      if (begun.current) return;
      begun.current = true;
      setBusy(true);
      try {
        const made = await api.Create({ customerId: id, templateId, companyId: 0 });
        go(`/contracts/${made.contract.id}`, true);
      } catch (cause) {
        begun.current = false;
        setBusy(false);
        setError(cause);
      }
    },
    [go],
  );
  useEffect(() => {
    if (customerId > 0) void create(customerId, Number(templateParam) || 0);
  }, [customerId, templateParam, create]);

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
      <PageHead title={t.contracts.new} back={back} />
      <div className={css.newBody}>
        <div className={css.newCard}>
          <Select
            label={t.contracts.form.template}
            placeholder={t.contracts.pick.anyTemplate}
            description={t.contracts.pick.anyTemplateNote}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={[...list]
              .sort((a, b) => Number(b.language === lang) - Number(a.language === lang) || a.id - b.id)
              .map((row) => ({ value: String(row.id), label: row.name }))}
            value={template === '' ? null : template}
            searchable
            clearable
            onChange={(value) => setTemplate(value ?? '')}
          />
          <CustomerPicker
            label={t.contracts.pick.who}
            disabled={busy}
            onPick={(customer) => void create(customer.id, Number(template) || 0)}
          />
          {error !== undefined && (
            <p role="alert" className={shared.problem}>
              {sentence(error)}
            </p>
          )}
          <Button variant="subtle" onClick={() => go('/customers?new=1')}>
            {t.customers.new}
          </Button>
        </div>
      </div>
    </Page>
  );
}
