import { Button } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { type CustomerSection, useCustomerActions, useCustomerSections } from '@/lib/feature';
import { useGo } from '@/lib/navigate';
import { Empty, Peek, Section } from '@/ui/layout';
import { RecordHistory } from '@/ui/RecordHistory';
import type { Customer } from './api';
import { Contacts } from './Contacts';
import { CustomerFacts } from './CustomerFacts';
import css from './customers.module.css';
import { useCustomer, useOpened } from './useCustomer';
import { useWords } from './words';

/** Tier, kind, city: who this is in one line. */
export function useHeadline(): (customer: Customer) => string {
  const words = useWords();
  const t = useText();
  return (c) =>
    t.customers.line(
      [
        c.tier === '' ? '' : words.word('tier', c.tier),
        words.word('kind', c.kind),
        words.word('lifecycle', c.lifecycle),
        c.city || c.province,
      ].filter((part) => part !== ''),
    );
}

/** The panel beside the list. */
export function CustomerPeek(props: {
  id: number;
  onClose: () => void;
  onOpenPage: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
}) {
  const t = useText();
  const headline = useHeadline();
  const model = useCustomer(props.id);
  const { detail } = model;
  useOpened(detail);
  return (
    <Peek
      label={detail?.customer.name ?? t.ui.peek.label}
      onClose={props.onClose}
      onOpenPage={props.onOpenPage}
      onPrevious={props.onPrevious}
      onNext={props.onNext}
    >
      {detail ? (
        <div key={props.id}>
          <h2 className={css.peekName}>{detail.customer.name}</h2>
          <p className={css.peekLine}>{headline(detail.customer)}</p>
          <Actions customer={detail.customer} />
          <CustomerFacts customer={detail.customer} save={model.save} compact />
          {detail.customer.kind === 'company' && <Contacts model={model} />}
          <Sections customerId={props.id} compact main />
          <Sections customerId={props.id} compact />
          <Section title={t.customers.timeline}>
            <RecordHistory kind="customer" id={props.id} limit={5} />
          </Section>
        </div>
      ) : (
        model.error && <Empty title={sentence(model.error)} />
      )}
    </Peek>
  );
}

/** What other features let a person do with a customer (新建合同). */
export function Actions({ customer }: { customer: Customer }) {
  const t = useText();
  const go = useGo();
  const actions = useCustomerActions();
  if (actions.length === 0) return null;
  return (
    <div className={css.actions}>
      {actions.map((action, i) => (
        <Button
          key={action.key}
          variant={i === 0 ? 'filled' : 'default'}
          leftSection={<action.icon size="1.125rem" />}
          onClick={() => go(action.path(customer.id))}
        >
          {action.label(t)}
        </Button>
      ))}
    </div>
  );
}

/** Blocks that other features show of a customer: in the middle (what was said) or at the side (contracts). */
export function Sections(props: { customerId: number; compact: boolean; main?: boolean }) {
  const { customerId, compact, main = false } = props;
  const sections = useCustomerSections().filter((section) => (section.main ?? false) === main);
  return sections.map((section) => (
    <OneSection key={section.key} section={section} customerId={customerId} compact={compact} />
  ));
}

function OneSection(props: { section: CustomerSection; customerId: number; compact: boolean }) {
  const Body = useMemo(() => lazy(props.section.load), [props.section]);
  // The boundary is inside: what suspends before it has mounted forgets its lazy component.
  return (
    <Suspense fallback={null}>
      <Body customerId={props.customerId} compact={props.compact} />
    </Suspense>
  );
}
