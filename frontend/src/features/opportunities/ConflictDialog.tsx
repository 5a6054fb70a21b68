import { Button, Modal } from '@mantine/core';
import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { type Meanwhile, told } from './conflict';
import css from './opportunities.module.css';
import type { Asked } from './UnmetDialog';
import { useOpportunity } from './useOpportunity';

/** A move that met another one. */
export interface Conflict {
  asked: Asked;
  now: Meanwhile;
}

/** Says what became of a card meanwhile, and asks whether it is moved on all the same. */
export function ConflictDialog(props: {
  conflict: Conflict | undefined;
  onClose: () => void;
  /** Moves it from where it is now. */
  onMove: (asked: Asked) => void;
}) {
  const t = useText();
  const { conflict, onClose } = props;
  return (
    <Modal
      opened={conflict !== undefined}
      onClose={onClose}
      title={conflict && t.opportunities.conflict.title(conflict.asked.name)}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {conflict && <Body conflict={conflict} onClose={onClose} onMove={props.onMove} />}
    </Modal>
  );
}

function Body(props: { conflict: Conflict; onClose: () => void; onMove: (asked: Asked) => void }) {
  const t = useText();
  const c = t.opportunities.conflict;
  const { asked, now } = props.conflict;
  const card = useOpportunity(asked.id).detail?.card;
  return (
    <div className={css.form}>
      <p className={css.lead}>{told(t, now)}</p>
      {card && (
        <p className={css.muted}>
          {card.customerName} · <span className="num">{money(card.amount, card.currency)}</span>
        </p>
      )}
      <p className={css.lead}>{now.stageId !== 0 ? c.yours(asked.stage) : c.notMoved}</p>
      <div className={css.formFoot}>
        {now.stageId === 0 ? (
          <Button data-autofocus onClick={props.onClose}>
            {c.seen}
          </Button>
        ) : (
          <>
            <Button variant="default" data-autofocus onClick={props.onClose}>
              {c.leave(now.stage)}
            </Button>
            <Button
              onClick={() => {
                props.onClose();
                props.onMove({ ...asked, from: now.stageId });
              }}
            >
              {c.take(asked.stage)}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
