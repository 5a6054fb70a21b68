import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { Empty, Peek } from '@/ui/layout';
import type { PeekOf } from '@/ui/RecordList';
import { Actions } from './Actions';
import { LeadFacts } from './LeadFacts';
import css from './leads.module.css';
import { Explained } from './Marks';
import { useLead } from './useLead';

/** The panel beside the list. */
export function LeadPeek(props: PeekOf) {
  const t = useText();
  const { lead, error, save } = useLead(props.id);
  return (
    <Peek
      label={lead?.name ?? t.ui.peek.label}
      onClose={props.onClose}
      onOpenPage={props.onOpenPage}
      onPrevious={props.onPrevious}
      onNext={props.onNext}
    >
      {lead ? (
        <div key={props.id}>
          <h2 className={css.peekName}>{lead.name}</h2>
          <div className={css.actions}>
            <Actions lead={lead} onGone={props.onClose} />
          </div>
          <LeadFacts lead={lead} save={save} />
          <Explained graded={lead.graded} findings={lead.findings} />
        </div>
      ) : (
        error && <Empty title={sentence(error)} />
      )}
    </Peek>
  );
}
