import { Select, TextInput } from '@mantine/core';
import { useText } from '@/i18n';
import { MoneyInput } from '@/ui/inputs';
import { kinds, type Lead, type Look } from './api';
import type { Choice } from './entry';
import css from './leads.module.css';
import { useChannels, useWords } from './useLead';

type Plain = 'name' | 'company' | 'phone' | 'wechat' | 'email' | 'need' | 'remark' | 'province' | 'city';

/** The parts of a line, each of which can be put right. */
export function EntryFields(props: {
  choice: Choice;
  onLead: (changes: Partial<Lead>) => void;
  onKind: (kind: Choice['newKind']) => void;
}) {
  const t = useText();
  const words = useWords();
  const channels = useChannels();
  const { look, newKind } = props.choice;
  const { lead } = look;
  const problem = (field: string) => {
    const bad = look.problems.find((p) => p.field === field);
    return bad && words.shared(bad.code, bad.params);
  };
  const text = (key: Plain) => (
    <TextInput
      size="sm"
      label={words.field(key)}
      value={lead[key]}
      error={props.choice.take === 'new' ? problem(key) : undefined}
      autoComplete="off"
      onChange={(event) => props.onLead({ [key]: event.currentTarget.value })}
    />
  );
  return (
    <div className={css.fields}>
      {text('name')}
      {text('phone')}
      {text('company')}
      <Select
        size="sm"
        label={words.field('channelId')}
        data={channels.map((c) => ({ value: String(c.id), label: c.name }))}
        placeholder={look.newChannel === '' ? undefined : look.newChannel}
        clearable
        searchable
        value={lead.channelId === 0 ? null : String(lead.channelId)}
        onChange={(value) => props.onLead({ channelId: Number(value ?? 0) })}
      />
      {text('need')}
      <MoneyInput
        size="sm"
        label={words.field('amount')}
        value={lead.amount === 0 ? null : lead.amount}
        problem={t.ui.field.notAmount}
        onChange={(amount) => props.onLead({ amount: amount ?? 0 })}
      />
      {text('wechat')}
      {text('email')}
      {text('province')}
      {text('city')}
      <div className={css.wide}>{text('remark')}</div>
      {lead.channelId === 0 && look.newChannel !== '' && (
        <div className={css.wide}>
          <p className={css.muted}>{t.leads.quick.newChannel(look.newChannel)}</p>
          <Select
            size="sm"
            label={t.leads.quick.newChannelKind}
            allowDeselect={false}
            data={kinds.map((k) => ({ value: k, label: words.word('kind', k) }))}
            value={newKind}
            onChange={(kind) => kind && props.onKind(kind)}
          />
        </div>
      )}
    </div>
  );
}

/** What a line may be saved as: a new lead, or news of whom it may be. */
export function useTakes() {
  const t = useText();
  const words = useWords();
  return (look: Look, many: boolean) => {
    const v = t.leads.quick.verdict;
    return [
      ...look.known.map((k) => ({
        value: k.customerId > 0 ? `customer:${k.customerId}` : `lead:${k.leadId}`,
        label: `${k.customerId > 0 ? v.customer : v.lead}: ${k.name}`,
        why: words.shared(k.code, k.params),
      })),
      { value: 'new', label: v.new, why: '' },
      ...(many ? [{ value: 'skip', label: v.skip, why: '' }] : []),
    ];
  };
}
