import { Button, Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { api, keys } from './api';
import { Criteria } from './Criteria';
import css from './opportunities.module.css';
import { useOpportunity } from './useOpportunity';

/** A card that was to go to another stage. */
export interface Asked {
  id: number;
  name: string;
  from: number;
  to: number;
  /** The name of that stage. */
  stage: string;
}

/** What is still unknown on the way to a stage: filled in here, or passed over with a reason. */
export function UnmetDialog(props: {
  asked: Asked | undefined;
  onClose: () => void;
  onRefused: (asked: Asked, cause: unknown) => void;
}) {
  const { asked, onClose } = props;
  const t = useText();
  return (
    <Modal
      opened={asked !== undefined}
      onClose={onClose}
      size="34rem"
      title={asked && t.opportunities.unmet.title(asked.name, asked.stage)}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {asked && (
        <Body
          key={`${asked.id} ${asked.from} ${asked.to}`}
          asked={asked}
          onClose={onClose}
          onRefused={props.onRefused}
        />
      )}
    </Modal>
  );
}

function Body(props: {
  asked: Asked;
  onClose: () => void;
  onRefused: (asked: Asked, cause: unknown) => void;
}) {
  const { asked, onClose } = props;
  const t = useText();
  const u = t.opportunities.unmet;
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const { detail, save } = useOpportunity(asked.id);
  const judged = useQuery({
    queryKey: keys.ahead(asked.id, asked.to),
    queryFn: () => api.Ahead(asked.id, asked.to),
    meta: { kinds: ['opportunity', 'interaction', 'contact', 'contract', 'customer', 'stage'] },
  }).data;
  if (!judged || !detail) return null;
  const missing = judged.filter((one) => !one.met).length;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.Move(asked.id, asked.from, asked.to, reason);
      onClose();
    } catch (cause) {
      onClose();
      props.onRefused(asked, cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <p className={css.lead}>{missing > 0 ? u.missing(missing) : u.done}</p>
      <Criteria detail={detail} judged={judged} save={save} />
      {missing > 0 && (
        <TextInput
          label={u.reason}
          placeholder={u.reasonHint}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <div className={css.formFoot}>
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy} disabled={missing > 0 && reason.trim() === ''}>
          {missing > 0 ? u.anyway : u.move}
        </Button>
      </div>
    </form>
  );
}
