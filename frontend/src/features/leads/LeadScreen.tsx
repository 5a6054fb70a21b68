import { Button } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { useLeadSections } from '@/lib/feature';
import { useBack, useGo, useIdParam } from '@/lib/navigate';
import { Chip, Empty, LinkButton, Page, PageHead } from '@/ui/layout';
import { Actions } from './Actions';
import { Handings } from './Handings';
import { LeadFacts } from './LeadFacts';
import css from './leads.module.css';
import { Explained } from './Marks';
import { useLead, useWords } from './useLead';

/** The page of one lead: what is known, what was said, why it is worth a call. */
export default function LeadScreen() {
  const t = useText();
  const words = useWords();
  const id = useIdParam();
  const go = useGo();
  const back = useBack('/leads');
  const { lead, error, save } = useLead(id);
  const sections = useLeadSections();
  const blocks = useMemo(() => sections.map((s) => ({ key: s.key, Block: lazy(s.load) })), [sections]);
  useCommand('leads.back', back);
  if (error)
    return (
      <Empty title={t.leads.notFound} text={sentence(error)}>
        <Button onClick={back}>{t.ui.actions.back}</Button>
      </Empty>
    );
  if (!lead) return null;
  return (
    <Page>
      <PageHead title={lead.name} note={lead.company === lead.name ? '' : lead.company} back={back}>
        <Chip>{words.word('status', lead.status)}</Chip>
        <Actions lead={lead} onGone={back} />
      </PageHead>
      <div className={css.page}>
        <div>
          {lead.known.map((k) => (
            <p key={`${k.customerId}-${k.leadId}`} className={css.knownLine}>
              <LinkButton
                onClick={() => go(k.customerId > 0 ? `/customers/${k.customerId}` : `/leads/${k.leadId}`)}
              >
                {t.leads.known(k.name)}
              </LinkButton>
              <span className={css.muted}>{words.shared(k.code, k.params)}</span>
            </p>
          ))}
          <LeadFacts lead={lead} save={save} />
        </div>
        <div>
          <Suspense>
            {blocks.map(({ key, Block }) => (
              <Block key={key} leadId={lead.id} leadName={lead.name} customerId={lead.customerId} />
            ))}
          </Suspense>
          <Handings leadId={lead.id} />
          <Explained graded={lead.graded} findings={lead.findings} />
        </div>
      </div>
    </Page>
  );
}
