import { Button, Menu, Modal, Textarea } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { fieldSentences, sentence } from '@/lib/errors';
import { api, type Stage, type View } from './api';
import shared from './contracts.module.css';
import { DeclineDialog } from './DeclineDialog';
import { fail } from './printing';
import css from './stage.module.css';
import type { ContractModel } from './useContract';
import { useWords } from './words';

/** Amber waits for something, green is in force, grey is over. */
export const tone = (stage: Stage): string | undefined =>
  stage === 'printed' || stage === 'sent'
    ? css.waits
    : stage === 'signed' || stage === 'active' || stage === 'accepted'
      ? css.lives
      : stage === 'draft'
        ? css.draft
        : css.over;

export function StageMark({ stage }: { stage: Stage }) {
  const words = useWords();
  return <span className={`${css.stage} ${tone(stage)}`}>{words.stage(stage)}</span>;
}

/** The stage of the contract with where it may go; making it void asks why. */
export function StageMenu({ model, view }: { model: ContractModel; view: View }) {
  const t = useText();
  const words = useWords();
  const [voiding, setVoiding] = useState(false);
  const [declining, setDeclining] = useState(false);
  const { contract } = view;
  const move = (to: Stage, reason = '') => model.act((version) => api.Move(contract.id, version, to, reason));
  if (view.next.length === 0) return <StageMark stage={contract.stage} />;
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={`${css.stage} ${css.stageButton} ${tone(contract.stage)}`}>
            {words.stage(contract.stage)}
            <IconChevronDown size="0.875rem" aria-label={t.contracts.stage.change} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t.contracts.stage.change}</Menu.Label>
          {view.next
            .filter((stage) => stage !== 'void')
            .map((stage) => (
              <Menu.Item
                key={stage}
                onClick={() => (stage === 'declined' ? setDeclining(true) : void move(stage).catch(fail))}
              >
                {words.stage(stage)}
              </Menu.Item>
            ))}
          {view.next.includes('void') && (
            <>
              <Menu.Divider />
              <Menu.Item c="var(--crm-seal)" onClick={() => setVoiding(true)}>
                {t.contracts.stage.void}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {declining && <DeclineDialog model={model} contract={contract} onClose={() => setDeclining(false)} />}
      {voiding && (
        <VoidDialog
          number={view.number}
          onClose={() => setVoiding(false)}
          onVoid={(reason) => move('void', reason)}
        />
      )}
    </>
  );
}

function VoidDialog(props: {
  number: string;
  onClose: () => void;
  onVoid: (reason: string) => Promise<unknown>;
}) {
  const t = useText();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    try {
      await props.onVoid(reason);
      props.onClose();
    } catch (cause) {
      setProblem(fieldSentences(cause).reason ?? sentence(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t.contracts.stage.voidTitle(props.number)}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={shared.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Textarea
          label={t.contracts.stage.reason}
          description={t.contracts.stage.voidText}
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          error={problem === '' ? undefined : problem}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className={shared.dialogFoot}>
          <Button variant="default" onClick={props.onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" color="seal" loading={busy}>
            {t.contracts.stage.voidNow}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
