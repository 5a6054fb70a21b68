import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLang, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { dueDate, today } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { LinkButton } from '@/ui/layout';
import { api, byOwn, usableTemplates, type View } from './api';
import css from './contract.module.css';
import { DeclineDialog } from './DeclineDialog';
import { fail } from './printing';
import type { ContractModel } from './useContract';

/** Of a quote: the customer's answer and what comes of it. Of a contract: the quote it came of. */
export function QuoteBanner({ model, view }: { model: ContractModel; view: View }) {
  const t = useText();
  const go = useGo();
  const b = t.quotes.banner;
  const { contract, offer } = view;
  const toOpportunity = contract.opportunityId !== 0 && (
    <LinkButton onClick={() => go(`/opportunities/${contract.opportunityId}`)}>{b.opportunity}</LinkButton>
  );
  if (contract.kind === 'quote' && offer && contract.issueCount > 0 && contract.stage !== 'void')
    return (
      <section className={css.banner} aria-label={t.quotes.title}>
        <Answer model={model} view={view} />
        {offer.editions.length > 1 &&
          offer.editions
            .filter((edition) => edition.id !== contract.id)
            .map((edition) => (
              <LinkButton key={edition.id} onClick={() => go(`/quotes/${edition.id}`)}>
                {t.quotes.edition(edition.edition)}
              </LinkButton>
            ))}
        {toOpportunity}
      </section>
    );
  const from = offer?.from;
  if (!from) return toOpportunity ? <div className={css.banner}>{toOpportunity}</div> : null;
  return (
    <section className={css.banner} aria-label={t.quotes.title}>
      <LinkButton onClick={() => go(`/quotes/${from.id}`)}>{b.from(from.number, from.edition)}</LinkButton>
      {contract.stage === 'draft' && offer.terms.length > 0 && (
        <span>
          {b.terms} {offer.terms.map((term) => `${term.label}: ${term.text}`).join(' · ')}
        </span>
      )}
      {toOpportunity}
    </section>
  );
}

function Answer({ model, view }: { model: ContractModel; view: View }) {
  const t = useText();
  const go = useGo();
  const b = t.quotes.banner;
  const { contract, offer } = view;
  const shared = useShared();
  const [busy, setBusy] = useState(false);
  const [declining, setDeclining] = useState(false);
  const open = contract.stage === 'printed' || contract.stage === 'sent';
  const made = offer?.made[0];
  const accept = (templateId: number) => {
    setBusy(true);
    void model.saver
      .flush()
      .then(() => api.Accept(contract.id, model.saver.current, templateId))
      .then((view) => go(`/contracts/${view.contract.id}`))
      .catch((cause) => {
        setBusy(false);
        fail(cause);
      });
  };
  const edition = (
    <Button
      variant="default"
      onClick={() =>
        void api
          .NewEdition(contract.id)
          .then((made) => go(`/quotes/${made.contract.id}`))
          .catch(fail)
      }
    >
      {b.edition}
    </Button>
  );
  if (contract.stage === 'replaced') return <span>{b.replaced}</span>;
  if (contract.stage === 'declined')
    return (
      <>
        <span>
          {b.declined(
            contract.repliedOn,
            [
              contract.declineReason && shared(`opportunity.reason.${contract.declineReason}`),
              contract.declineNote,
            ]
              .filter((s) => s !== '')
              .join(' · '),
          )}
        </span>
        {edition}
      </>
    );
  if (contract.stage === 'accepted' && made)
    return (
      <>
        <span>{b.accepted(contract.repliedOn)}</span>
        <Button variant="default" onClick={() => go(`/contracts/${made.id}`)}>
          {made.number === '' ? b.draftContract : b.contract(made.number)}
        </Button>
        {edition}
        <span>{b.kept}</span>
      </>
    );
  const lapsed = contract.endDate !== '' && contract.endDate < today();
  return (
    <>
      <span>
        {open ? b.waiting : b.accepted(contract.repliedOn)}
        {open && contract.endDate !== '' && (
          <> · {lapsed ? b.lapsed(dueDate(contract.endDate)) : b.lapses(dueDate(contract.endDate))}</>
        )}
      </span>
      <Button.Group>
        <Button loading={busy} onClick={() => accept(0)}>
          {open ? b.accept : b.makeContract}
        </Button>
        <OtherTemplate onPick={accept} />
      </Button.Group>
      {open && (
        <Button variant="default" onClick={() => setDeclining(true)}>
          {b.decline}
        </Button>
      )}
      {edition}
      {!open && <span>{b.kept}</span>}
      {declining && <DeclineDialog model={model} contract={contract} onClose={() => setDeclining(false)} />}
    </>
  );
}

/** The contract templates to choose from, instead of the one used last. */
function OtherTemplate({ onPick }: { onPick: (templateId: number) => void }) {
  const t = useText();
  const lang = useLang();
  const list = byOwn(useQuery(usableTemplates).data ?? [], lang).filter((row) => row.kind !== 'quote');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button px="0.5rem" aria-label={t.quotes.banner.otherTemplate} title={t.quotes.banner.otherTemplate}>
          <IconChevronDown size="1rem" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="20rem" style={{ overflowY: 'auto' }}>
        <Menu.Label>{t.quotes.banner.otherTemplate}</Menu.Label>
        {list.map((row) => (
          <Menu.Item key={row.id} onClick={() => onPick(row.id)}>
            {row.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
