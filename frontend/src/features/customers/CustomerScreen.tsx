import { Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { ago, dateTime } from '@/lib/format';
import { history } from '@/lib/history';
import { useBack, useIdParam } from '@/lib/navigate';
import { rootPixels, useTextSize } from '@/lib/prefs';
import { show } from '@/lib/toasts';
import { Empty, IconButton, Page, PageHead, Section, Tabs } from '@/ui/layout';
import { RecordHistory } from '@/ui/RecordHistory';
import { api } from './api';
import { Contacts } from './Contacts';
import { CustomerFacts } from './CustomerFacts';
import { Actions, Sections, useHeadline } from './CustomerPeek';
import { useCustomLabels } from './CustomFacts';
import css from './customers.module.css';
import { Files } from './Files';
import { useCustomer, useOpened } from './useCustomer';

const fail = (cause: unknown) => show({ text: sentence(cause), tone: 'bad' });

/** 客户页: facts on the left, what happened in the middle, contracts and files on the right. */
export default function CustomerScreen() {
  const t = useText();
  const id = useIdParam();
  const back = useBack('/customers');
  const headline = useHeadline();
  const labels = useCustomLabels();
  const model = useCustomer(id);
  const { detail } = model;
  // Three columns need 75 rem: a large text size has the narrow layout sooner.
  useTextSize();
  const wide = useMediaQuery(`(min-width: ${75 * rootPixels()}px)`) ?? true;
  const [tab, setTab] = useState('timeline');
  useOpened(detail);
  useCommand('customers.back', back);

  if (model.error)
    return (
      <Empty title={t.customers.notFound} text={sentence(model.error)}>
        <Button onClick={back}>{t.ui.actions.back}</Button>
      </Empty>
    );
  if (!detail) return null;
  const { customer } = detail;
  const trash = () => void api.Trash([id]).then(back, fail);

  const facts = (
    <>
      <CustomerFacts customer={customer} save={model.save} />
      {customer.kind === 'company' && <Contacts model={model} />}
      <p className={css.muted} title={dateTime(customer.createdAt)}>
        {t.customers.createdOn} {ago(customer.createdAt)} · {t.customers.updatedOn} {ago(customer.updatedAt)}
      </p>
    </>
  );
  const side = (
    <>
      <Sections customerId={id} compact={false} />
      <Files id={id} />
    </>
  );
  const timeline = (
    <>
      <Sections customerId={id} compact={false} main />
      <Section title={t.customers.timeline}>
        <RecordHistory kind="customer" id={id} labels={labels} />
      </Section>
    </>
  );
  return (
    <Page>
      <PageHead title={customer.name} back={back}>
        <Actions customer={customer} />
        <Menu position="bottom-end">
          <Menu.Target>
            <IconButton label={t.ui.actions.more}>
              <IconDots size="1.25rem" />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item c="var(--crm-seal)" onClick={trash}>
              {t.customers.delete}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </PageHead>
      <div className={css.headline}>
        {headline(customer)}
        {customer.tags.map((tag) => (
          <span key={tag} className={css.tag}>
            {tag}
          </span>
        ))}
      </div>
      {customer.deletedAt && (
        <div className={css.banner}>
          {t.customers.deleted}
          <Button variant="default" onClick={() => void history.Restore('customer', [id]).catch(fail)}>
            {t.customers.restore}
          </Button>
        </div>
      )}
      {wide ? (
        <div className={css.page}>
          <div className={`${css.column} ${css.wide}`}>{facts}</div>
          <div className={`${css.column} ${css.wide}`}>{timeline}</div>
          <div className={`${css.column} ${css.side}`}>{side}</div>
        </div>
      ) : (
        <>
          <Tabs
            label={customer.name}
            value={tab}
            tabs={[
              { key: 'timeline', label: t.customers.timeline },
              { key: 'facts', label: t.customers.facts },
              { key: 'related', label: t.customers.related },
            ]}
            onChange={setTab}
          />
          <div className={css.single}>{tab === 'facts' ? facts : tab === 'related' ? side : timeline}</div>
        </>
      )}
    </Page>
  );
}
