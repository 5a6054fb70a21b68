import { Button, Collapse, SegmentedControl, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { useSaving } from '@/lib/saving';
import { useStaff } from '@/lib/staff';
import { LinkButton } from '@/ui/layout';
import { RegionInputs, RegionSuggestion } from '@/ui/RegionInputs';
import { SideForm } from '@/ui/SideForm';
import { StaffPicker } from '@/ui/StaffPicker';
import { api, type Checked, type ContactDraft, type CustomerDraft, keys } from './api';
import css from './customers.module.css';
import { Similar } from './Similar';
import { kinds, tiers, useWords } from './words';

const blank = {
  name: '',
  kind: 'company',
  phone: '',
  contact: '',
  tier: '',
  wechat: '',
  email: '',
  province: '',
  city: '',
  district: '',
  address: '',
  industry: '',
  channel: '',
  taxId: '',
  tags: [] as string[],
  remark: '',
  /** 0: whoever is working. */
  ownerId: 0,
};
type Draft = typeof blank;

/** What the form holds as the records it will become. */
function records(d: Draft): { customer: CustomerDraft; contacts: ContactDraft[] } {
  const phones = d.phone.trim() === '' ? [] : [{ raw: d.phone }];
  const person = d.kind === 'company' && d.contact.trim() !== '';
  return {
    customer: {
      name: d.name,
      kind: d.kind,
      phones,
      tier: d.tier,
      emails: d.email.split(/[\s,，;；]+/).filter((e) => e !== ''),
      social: d.wechat.trim() === '' ? [] : [{ kind: 'wechat', handle: d.wechat }],
      province: d.province,
      city: d.city,
      district: d.district,
      address: d.address,
      industry: d.industry,
      channel: d.channel,
      billing: { title: '', taxId: d.taxId, bank: '', account: '', address: '', phone: '' },
      tags: d.tags,
      remark: d.remark,
      ownerId: d.ownerId,
    },
    contacts: person ? [{ name: d.contact, phones }] : [],
  };
}

/** 新建客户: name and phone, the rest folded; who is known already is said while typing. */
export function NewCustomer(props: {
  opened: boolean;
  name: string;
  onClose: () => void;
  onOpen: (id: number) => void;
}) {
  const t = useText();
  return (
    <SideForm opened={props.opened} onClose={props.onClose} title={t.customers.form.title} width={32}>
      <Form {...props} />
    </SideForm>
  );
}

function Form(props: { name: string; onClose: () => void; onOpen: (id: number) => void }) {
  const t = useText();
  const words = useWords();
  const f = t.customers.form;
  const [draft, setDraft] = useState<Draft>({ ...blank, name: props.name });
  const [more, setMore] = useState(false);
  const { problems, busy, save, clear, refuse } = useSaving();
  const checked = useChecked(draft);
  const { working } = useStaff();
  const shared = useShared();
  const doubt = checked?.warnings.find((w) => w.field.startsWith('phones.'));
  const tags = useQuery({ queryKey: keys.tags, queryFn: () => api.Tags(), enabled: more }).data ?? [];

  const set = <K extends keyof Draft>(key: K, value: Draft[K]) => setDraft((d) => ({ ...d, [key]: value }));
  const input = (key: keyof Draft & string, label: string, field: string) => ({
    label,
    value: draft[key] as string,
    error: Object.entries(problems).find(([name]) => name === field || name.startsWith(`${field}.`))?.[1],
    onChange: (event: { currentTarget: { value: string } }) => {
      set(key, event.currentTarget.value as never);
      clear();
    },
  });

  const submit = (again: boolean) => {
    const missing: Record<string, string> = {};
    if (draft.name.trim() === '') missing.name = f.nameRequired;
    if (draft.phone.trim() === '') missing.phones = f.phoneRequired;
    refuse(missing);
    if (Object.keys(missing).length > 0) {
      document.getElementById(missing.name ? 'new-name' : 'new-phone')?.focus();
      return;
    }
    const send = async () => {
      const { customer, contacts } = records(draft);
      const made = await api.Create(customer, contacts);
      if (again) {
        setDraft({ ...blank, kind: draft.kind });
        document.getElementById('new-name')?.focus();
      } else {
        props.onClose();
        props.onOpen(made.customer.id);
      }
    };
    void save(send, (refused) => {
      if (Object.keys(refused).some((k) => !/^(name|phones)/.test(k))) setMore(true);
    });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(false);
  };
  return (
    <form className={css.form} onSubmit={onSubmit} noValidate>
      <SegmentedControl
        aria-label={f.kind}
        value={draft.kind}
        onChange={(value) => set('kind', value)}
        data={words.options('kind', kinds)}
      />
      <TextInput
        id="new-name"
        data-autofocus
        withAsterisk
        placeholder={f.namePlaceholder}
        autoComplete="off"
        {...input('name', f.name, 'name')}
      />
      <div className={draft.kind === 'company' ? css.two : undefined}>
        <TextInput
          id="new-phone"
          withAsterisk
          inputMode="tel"
          placeholder={f.phonePlaceholder}
          autoComplete="off"
          description={doubt && shared(doubt.code, doubt.params)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...input('phone', f.phone, 'phones')}
        />
        {draft.kind === 'company' && (
          <TextInput autoComplete="off" {...input('contact', f.contact, 'contacts')} />
        )}
      </div>
      <StaffPicker
        required
        value={draft.ownerId || working}
        onChange={(id) => set('ownerId', id)}
        error={problems.ownerId}
      />
      <Similar matches={checked?.duplicates ?? []} onOpen={props.onOpen} />
      <LinkButton onClick={() => setMore(!more)}>
        {more ? <IconChevronUp size="1rem" /> : <IconChevronDown size="1rem" />}
        {f.more}
      </LinkButton>
      <Collapse expanded={more}>
        <div className={css.form} style={{ paddingBottom: 0 }}>
          <div className={css.two}>
            <Select
              label={f.tier}
              data={tiers.map((value) => ({ value, label: t.customers.tierNote[value] }))}
              value={draft.tier === '' ? null : draft.tier}
              clearable
              onChange={(value) => set('tier', value ?? '')}
            />
            <TextInput {...input('wechat', t.customers.wechat, 'social')} />
          </div>
          <TextInput {...input('email', t.customers.emails, 'emails')} />
          <div className={css.two}>
            <TextInput {...input('industry', words.field('industry'), 'industry')} />
            <TextInput {...input('channel', words.field('channel'), 'channel')} />
          </div>
          <TextInput {...input('address', words.field('address'), 'address')} />
          <RegionSuggestion
            address={draft.address}
            value={draft}
            onTake={(found) =>
              setDraft((d) => ({
                ...d,
                province: d.province || found.province,
                city: d.city || found.city,
                district: d.district || found.district,
              }))
            }
          />
          <RegionInputs
            value={{ province: draft.province, city: draft.city, district: draft.district }}
            onChange={(place) => setDraft((d) => ({ ...d, ...place }))}
          />
          <TextInput {...input('taxId', words.field('billing.taxId'), 'billing.taxId')} />
          <TagsInput
            label={t.customers.tags}
            placeholder={t.ui.field.tagsHint}
            data={tags.map((tag) => tag.name)}
            value={draft.tags}
            splitChars={[',', '，', '、']}
            onChange={(value) => set('tags', value)}
          />
          <Textarea autosize minRows={2} {...input('remark', t.customers.remark, 'remark')} />
        </div>
      </Collapse>
      <div className={css.formFoot}>
        <Button variant="default" onClick={props.onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => void submit(true)}>
          {f.createAnother}
        </Button>
        <Button type="submit" loading={busy}>
          {f.create}
        </Button>
      </div>
    </form>
  );
}

/** What the backend says of the draft so far: doubts, and customers that may be the same. */
function useChecked(draft: Draft): Checked | undefined {
  const [late] = useDebouncedValue(draft, 250);
  const enough = late.name.trim().length >= 2 || late.phone.replace(/\D/g, '').length >= 5;
  const asked = [late.name, late.phone, late.email, late.taxId, late.contact];
  const query = useQuery({
    queryKey: ['customer', 'check', asked],
    queryFn: () => {
      const { customer, contacts } = records(late);
      return api.Check(customer, contacts);
    },
    enabled: enough,
    placeholderData: keepPreviousData,
  });
  return enough ? query.data : undefined;
}
