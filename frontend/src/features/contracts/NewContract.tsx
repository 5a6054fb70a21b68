import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useLang, useText } from '@/i18n';
import { useGo, useSearchParam } from '@/lib/navigate';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { Page, PageHead } from '@/ui/layout';
import { api, byOwn, usableTemplates } from './api';
import css from './new.module.css';
import { useBegin } from './useBegin';

/**
 * 新建合同. With a customer in the address the draft is made at once and takes the place of this
 * screen; otherwise the customer is found first.
 */
export default function NewContract() {
  const t = useText();
  const lang = useLang();
  const go = useGo();
  const [templateParam] = useSearchParam('template');
  const [template, setTemplate] = useState(templateParam);
  const list = useQuery(usableTemplates).data ?? [];
  const create = useCallback(
    async (customerId: number) =>
      (await api.Create({ customerId, templateId: Number(template) || 0, companyId: 0 })).contract.id,
    [template],
  );
  const { begin, busy, back, instead, problem } = useBegin('/contracts', create);
  if (instead) return instead;
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
            data={byOwn(list, lang).map((row) => ({ value: String(row.id), label: row.name }))}
            value={template === '' ? null : template}
            searchable
            clearable
            onChange={(value) => setTemplate(value ?? '')}
          />
          <CustomerPicker
            label={t.contracts.pick.who}
            disabled={busy}
            onPick={(customer) => begin(customer.id)}
          />
          {problem}
          <Button variant="subtle" onClick={() => go('/customers?new=1')}>
            {t.customers.new}
          </Button>
        </div>
      </div>
    </Page>
  );
}
