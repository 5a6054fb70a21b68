import { Button, Checkbox, Group, Input, Modal, Radio, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
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

/** The choice of a customer who is still to be found. */
const OTHER = 'other';

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
  const [looking, setLooking] = useState(false);
  // The name is where a person begins; the dialog was open before there was anything in it.
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
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
        value={looking ? OTHER : String(draft.customerId)}
        error={problems.customerId}
        onChange={(value) => {
          setLooking(value === OTHER);
          if (value !== OTHER) set({ customerId: Number(value) });
        }}
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
          <Radio value={OTHER} label={c.another} />
        </div>
      </Radio.Group>
      {looking && (
        <CustomerPicker
          label={c.find}
          onPick={(one) => {
            setOther(one);
            setLooking(false);
            set({ customerId: one.id });
          }}
        />
      )}
      {!looking && draft.customerId === 0 && (
        <div className={css.two}>
          <TextInput
            label={c.customerName}
            ref={first}
            withAsterisk
            value={draft.customerName}
            error={problems.customerName}
            onChange={(event) => set({ customerName: event.currentTarget.value })}
          />
          <Input.Wrapper label={c.kind} labelElement="div">
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
          </Input.Wrapper>
        </div>
      )}
      {(draft.kind === 'company' || draft.customerId > 0) && (
        <TextInput
          label={c.contactName}
          ref={draft.customerId > 0 ? first : undefined}
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
        <Button type="submit" loading={busy} disabled={looking}>
          {c.submit}
        </Button>
      </Group>
    </form>
  );
}
