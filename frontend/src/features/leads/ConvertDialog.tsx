import { Button, Checkbox, Group, Modal, Radio, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useGo } from '@/lib/navigate';
import { useSaving } from '@/lib/saving';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { MoneyInput } from '@/ui/inputs';
import { api, type Detail, keys, type Proposal } from './api';
import css from './leads.module.css';
import { useWords } from './useLead';

interface Props {
  lead: Detail;
  opened: boolean;
  onClose: () => void;
}

/** One step from a lead to customer, contact and, when wanted, opportunity. */
export function ConvertDialog(props: Props) {
  const t = useText();
  const proposal = useQuery({
    queryKey: keys.proposal(props.lead.id),
    queryFn: () => api.Propose(props.lead.id),
    meta: { kinds: ['lead', 'customer', 'product', 'interaction', 'task'] },
    enabled: props.opened,
  }).data;
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={t.leads.convert.title(props.lead.name)}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {proposal && <Form {...props} proposal={proposal} />}
    </Modal>
  );
}

function Form({ lead, proposal, onClose }: Props & { proposal: Proposal }) {
  const t = useText();
  const c = t.leads.convert;
  const go = useGo();
  const words = useWords();
  const { problems, busy, save, clear } = useSaving();
  const [draft, setDraft] = useState(proposal);
  const [other, setOther] = useState({ id: 0, name: '' });
  const set = (changes: Partial<Proposal>) => {
    setDraft((d) => ({ ...d, ...changes }));
    clear();
  };
  const submit = () =>
    save(async () => {
      const made = await api.Convert(lead.id, lead.version, {
        customerId: draft.customerId,
        kind: draft.kind,
        customerName: draft.customerName,
        contactName: draft.contactName,
        opportunity: draft.opportunity,
        opportunityName: draft.opportunityName,
        amount: draft.amount,
        lines: draft.lines,
      });
      onClose();
      go(`/customers/${made.customerId}`);
    });
  const choices = [
    ...proposal.known.map((k) => ({
      id: k.customerId,
      label: c.known(k.name),
      note: words.shared(k.code, k.params),
    })),
    ...(other.id > 0 ? [{ id: other.id, label: c.known(other.name), note: '' }] : []),
    { id: 0, label: c.fresh, note: '' },
  ];
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Radio.Group
        label={c.who}
        value={String(draft.customerId)}
        error={problems.customerId}
        onChange={(value) => set({ customerId: Number(value) })}
      >
        <div className={css.choices}>
          {choices.map((choice) => (
            <Radio
              key={choice.id}
              value={String(choice.id)}
              label={choice.label}
              description={choice.note === '' ? undefined : choice.note}
            />
          ))}
        </div>
      </Radio.Group>
      {draft.customerId === 0 && (
        <>
          <CustomerPicker
            label={c.another}
            onPick={(one) => {
              setOther(one);
              set({ customerId: one.id });
            }}
          />
          <div className={css.two}>
            <TextInput
              label={c.customerName}
              withAsterisk
              value={draft.customerName}
              error={problems.customerName}
              onChange={(event) => set({ customerName: event.currentTarget.value })}
            />
            <div>
              <span className={css.label}>{c.kind}</span>
              <SegmentedControl
                fullWidth
                aria-label={c.kind}
                data={[
                  { value: 'company', label: c.company },
                  { value: 'person', label: c.person },
                ]}
                value={draft.kind}
                onChange={(kind) => set({ kind })}
              />
            </div>
          </div>
        </>
      )}
      {(draft.kind === 'company' || draft.customerId > 0) && (
        <TextInput
          label={c.contactName}
          value={draft.contactName}
          error={problems.contactName}
          onChange={(event) => set({ contactName: event.currentTarget.value })}
        />
      )}
      <Checkbox
        label={c.opportunity}
        checked={draft.opportunity}
        onChange={(event) => set({ opportunity: event.currentTarget.checked })}
      />
      {draft.opportunity && (
        <>
          <div className={css.two}>
            <TextInput
              label={c.opportunityName}
              withAsterisk
              value={draft.opportunityName}
              error={problems.opportunityName}
              onChange={(event) => set({ opportunityName: event.currentTarget.value })}
            />
            {!draft.lines && (
              <MoneyInput
                label={c.amount}
                value={draft.amount === 0 ? null : draft.amount}
                error={problems.amount}
                problem={t.ui.field.notAmount}
                onChange={(amount) => set({ amount: amount ?? 0 })}
              />
            )}
          </div>
          {proposal.products.length > 0 && (
            <Checkbox
              label={c.lines(proposal.products.join(' · '))}
              description={draft.lines ? c.linesAmount : undefined}
              checked={draft.lines}
              onChange={(event) => set({ lines: event.currentTarget.checked })}
            />
          )}
        </>
      )}
      <p className={css.muted}>
        {[c.carried(proposal.talks, proposal.tasks), c.undo].filter((s) => s !== '').join(' ')}
      </p>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {c.submit}
        </Button>
      </Group>
    </form>
  );
}
