import { Button, Checkbox, Group, Modal, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { IconCoin, IconGripVertical, IconPencil, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { money, today } from '@/lib/format';
import { useSaving } from '@/lib/saving';
import { MoneyInput } from '@/ui/inputs';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { moved, useSortable } from '@/ui/sortable';
import { fail } from './Actions';
import { AssignmentForm } from './AssignmentForm';
import { api, type Channel, type ChannelDraft, keys, kinds } from './api';
import { GradingForm } from './GradingForm';
import css from './leads.module.css';
import { useChannels, useWords } from './useLead';

/** 设置 › 线索渠道: where leads come from, what that costs, which are worth a call. */
export default function ChannelsPage() {
  const t = useText();
  const c = t.leads.channels;
  const words = useWords();
  const channels = useChannels();
  const [editing, setEditing] = useState<ChannelDraft | undefined>(undefined);
  const [costs, setCosts] = useState<Channel | undefined>(undefined);
  const sources =
    useQuery({
      queryKey: keys.sources,
      queryFn: () => api.Sources(),
      meta: { kinds: ['channel', 'customer'] },
    }).data ?? [];
  const order = useSortable(channels.length, (from, to) => {
    void api.OrderChannels(moved(channels, from, to).map((one) => one.id)).catch(fail);
  });
  const begin = (name: string) =>
    void api
      .FirstCleaning()
      .then((cleaning) => setEditing({ name, kind: 'free', cleaning, aliases: [] }), fail);
  return (
    <>
      <p className={css.muted}>{c.lead}</p>
      <Section
        title={c.list}
        action={
          <LinkButton onClick={() => begin('')}>
            <IconPlus size="1rem" />
            {c.add}
          </LinkButton>
        }
      >
        <ul ref={order.list} className={css.list}>
          {order.order.map((at) => {
            const one = channels[at];
            if (!one) return null;
            return (
              <li key={one.id} className={css.channel}>
                <span className={css.grip} title={c.move} onPointerDown={(event) => order.lift(event, at)}>
                  <IconGripVertical size="1.125rem" />
                </span>
                <span className={css.channelName}>
                  {one.name}
                  <span className={css.kind}>{words.word('kind', one.kind)}</span>
                </span>
                <span className={`${css.muted} num`}>
                  {t.leads.points(one.points)} {c.point}
                </span>
                <span className={`${css.muted} num`}>{c.leads(one.leads)}</span>
                <Button
                  variant="default"
                  size="compact-sm"
                  leftSection={<IconCoin size="1rem" />}
                  aria-label={c.costs(one.name)}
                  onClick={() => setCosts(one)}
                >
                  {one.cost > 0 ? money(one.cost) : c.cost}
                </Button>
                <IconButton label={c.edit(one.name)} onClick={() => setEditing(one)}>
                  <IconPencil size="1rem" />
                </IconButton>
                <IconButton
                  label={c.remove(one.name)}
                  onClick={() => void api.TrashChannel(one.id).catch(fail)}
                >
                  <IconX size="1rem" />
                </IconButton>
              </li>
            );
          })}
        </ul>
        {sources.length > 0 && (
          <p className={css.sources}>
            <span className={css.muted}>{c.sources}</span>
            {sources.map((name) => (
              <LinkButton key={name} onClick={() => begin(name)}>
                {name}
              </LinkButton>
            ))}
          </p>
        )}
      </Section>
      <AssignmentForm />
      <GradingForm />
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        size="lg"
        title={editing?.id ? c.edit(editing.name ?? '') : c.add}
        closeButtonProps={{ 'aria-label': t.ui.actions.close }}
      >
        {editing && <ChannelForm channel={editing} onClose={() => setEditing(undefined)} />}
      </Modal>
      <Modal
        opened={costs !== undefined}
        onClose={() => setCosts(undefined)}
        size="lg"
        title={costs ? c.costs(costs.name) : ''}
        closeButtonProps={{ 'aria-label': t.ui.actions.close }}
      >
        {costs && <Costs channel={costs} />}
      </Modal>
    </>
  );
}

const requirable = ['reach', 'phone', 'wechat', 'email', 'company', 'region', 'need', 'amount'] as const;

function ChannelForm({ channel, onClose }: { channel: ChannelDraft; onClose: () => void }) {
  const t = useText();
  const c = t.leads.channels;
  const words = useWords();
  const [draft, setDraft] = useState(channel);
  const { problems, busy, save } = useSaving();
  const cleaning = draft.cleaning ?? {};
  const set = (changes: ChannelDraft) => setDraft({ ...draft, ...changes });
  const clean = (changes: NonNullable<ChannelDraft['cleaning']>) =>
    set({ cleaning: { ...cleaning, ...changes } });
  const required = cleaning.required ?? [];
  const tags = (key: 'inside' | 'outside' | 'rubbish', hint: string) => (
    <TagsInput
      label={c[key]}
      description={hint}
      value={(cleaning[key] ?? []).map(String)}
      error={problems[`cleaning.${key}`]}
      splitChars={[',', '，', '、', ';', '；']}
      onChange={(value) => clean({ [key]: value })}
    />
  );
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save(() => api.SaveChannel(draft).then(onClose));
      }}
      noValidate
    >
      <div className={css.two}>
        <TextInput
          data-autofocus
          label={c.name}
          withAsterisk
          value={draft.name ?? ''}
          error={problems.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label={c.kind}
          allowDeselect={false}
          data={kinds.map((k) => ({ value: k, label: words.word('kind', k) }))}
          value={draft.kind ?? 'free'}
          error={problems.kind}
          onChange={(kind) => kind && set({ kind })}
        />
      </div>
      <div className={css.two}>
        <TagsInput
          label={c.aliases}
          description={c.aliasesHint}
          value={(draft.aliases ?? []).map(String)}
          error={problems.aliases}
          splitChars={[',', '，', '、']}
          onChange={(aliases) => set({ aliases })}
        />
        <NumberInput
          label={c.points}
          description={c.grading}
          value={draft.points ?? 0}
          error={problems.points}
          allowDecimal={false}
          onChange={(value) => set({ points: Number(value) || 0 })}
        />
      </div>
      <fieldset className={css.list}>
        <legend className={css.label}>
          {c.cleaning} · {c.required}
        </legend>
        <div className={css.ticks}>
          {requirable.map((field) => (
            <Checkbox
              key={field}
              label={c.requiredField[field]}
              checked={required.includes(field)}
              onChange={(event) =>
                clean({
                  required: event.currentTarget.checked
                    ? [...required, field]
                    : required.filter((one) => one !== field),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <Checkbox
        label={c.validNumber}
        checked={cleaning.validNumber ?? false}
        onChange={(event) => clean({ validNumber: event.currentTarget.checked })}
      />
      <div className={css.two}>
        {tags('inside', c.regionHint)}
        {tags('outside', c.regionHint)}
      </div>
      {tags('rubbish', c.rubbishHint)}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {t.ui.actions.save}
        </Button>
      </Group>
    </form>
  );
}

function Costs({ channel }: { channel: Channel }) {
  const t = useText();
  const c = t.leads.channels;
  const start = { month: today().slice(0, 7), amount: null as number | null, note: '' };
  const [draft, setDraft] = useState(start);
  const { problems, busy, save } = useSaving();
  const list =
    useQuery({
      queryKey: keys.costs(channel.id),
      queryFn: () => api.Costs(channel.id),
      meta: { kinds: ['channel_cost'] },
    }).data ?? [];
  return (
    <div className={css.form}>
      <form
        className={css.costRow}
        onSubmit={(event) => {
          event.preventDefault();
          void save(async () => {
            await api.SaveCost({ channelId: channel.id, ...draft, amount: draft.amount ?? 0 });
            setDraft({ ...start, month: draft.month });
          });
        }}
      >
        <TextInput
          type="month"
          label={c.month}
          value={draft.month}
          error={problems.month}
          onChange={(event) => setDraft({ ...draft, month: event.currentTarget.value })}
        />
        <MoneyInput
          data-autofocus
          label={c.amount}
          value={draft.amount}
          error={problems.amount}
          problem={t.ui.field.notAmount}
          onChange={(amount) => setDraft({ ...draft, amount })}
        />
        <TextInput
          label={c.note}
          value={draft.note}
          error={problems.note}
          onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })}
        />
        <Button type="submit" loading={busy}>
          {c.addCost}
        </Button>
      </form>
      {list.length === 0 ? (
        <p className={css.muted}>{c.noCosts}</p>
      ) : (
        <ul className={css.list}>
          {list.map((cost) => (
            <li key={cost.id} className={css.channel}>
              <span className="num">{cost.month}</span>
              <span className="num">{money(cost.amount, undefined, true)}</span>
              <span className={`${css.channelName} ${css.muted}`}>{cost.note}</span>
              <IconButton
                label={c.removeCost(cost.month)}
                onClick={() => void api.TrashCost(cost.id).catch(fail)}
              >
                <IconX size="1rem" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
