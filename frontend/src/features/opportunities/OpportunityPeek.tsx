import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useGo } from '@/lib/navigate';
import { Empty, LinkButton, Peek, Section } from '@/ui/layout';
import type { PeekOf } from '@/ui/RecordList';
import { Actions } from './Actions';
import { Criteria } from './Criteria';
import { OpportunityFacts } from './OpportunityFacts';
import css from './opportunities.module.css';
import { NextSteps } from './Talk';
import { useOpportunity } from './useOpportunity';

/** The panel beside the board or the list. */
export function OpportunityPeek(props: PeekOf) {
  const t = useText();
  const go = useGo();
  const { detail, error, save } = useOpportunity(props.id);
  const o = t.opportunities;
  return (
    <Peek
      label={detail?.name ?? t.ui.peek.label}
      onClose={props.onClose}
      onOpenPage={props.onOpenPage}
      onPrevious={props.onPrevious}
      onNext={props.onNext}
    >
      {detail ? (
        <div key={props.id}>
          <h2 className={css.peekName}>{detail.name}</h2>
          <p className={css.peekNote}>
            <LinkButton onClick={() => go(`/customers/${detail.customerId}`)}>
              {detail.card.customerName}
            </LinkButton>
          </p>
          <Actions detail={detail} />
          <NextSteps detail={detail} />
          {detail.outcome === 'open' && (
            <Section title={o.criteria.title}>
              <Criteria
                detail={detail}
                judged={detail.judged.filter((one) => one.stageId === detail.stageId)}
                save={save}
              />
            </Section>
          )}
          <OpportunityFacts detail={detail} save={save} />
        </div>
      ) : (
        error && <Empty title={sentence(error)} />
      )}
    </Peek>
  );
}
