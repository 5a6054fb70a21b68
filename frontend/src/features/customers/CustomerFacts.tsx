import { IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { AppError } from '@/bridge';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { money } from '@/lib/format';
import { useRemembered } from '@/lib/prefs';
import { EditableField, type Editor, Facts, type FieldValue } from '@/ui/EditableField';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { copy, PhoneList } from '@/ui/PhoneList';
import { StaffFact } from '@/ui/StaffPicker';
import { api, type Changes, type Customer, keys } from './api';
import { CustomFacts } from './CustomFacts';
import { parsePoint, RegionFact, showPoint } from './RegionFact';
import { kinds, lifecycles, roles, sizes, tiers, useWords } from './words';

type Save = (changes: Changes) => Promise<unknown>;

/** The facts of a customer, each edited where it stands; the rarer ones are folded. */
export function CustomerFacts(props: { customer: Customer; save: Save; compact?: boolean }) {
  const { customer: c, save, compact } = props;
  const t = useText();
  const shared = useShared();
  const words = useWords();
  const [open, setOpen] = useRemembered('customers.allFacts', false);
  const tags = useQuery({ queryKey: keys.tags, queryFn: () => api.Tags() }).data ?? [];

  const plain = (key: keyof Customer & string, editor: Editor = { kind: 'text' }) => (
    <EditableField
      key={key}
      label={words.field(key)}
      value={c[key] as FieldValue}
      editor={editor}
      onSave={(value) => save({ [key]: value ?? '' })}
    />
  );
  const choice = (key: 'kind' | 'role' | 'tier' | 'lifecycle' | 'size', codes: readonly string[]) =>
    plain(key, { kind: 'choice', options: words.options(key, codes) });
  const bill = (key: keyof Customer['billing']) => (
    <EditableField
      key={`billing.${key}`}
      label={words.field(`billing.${key}`)}
      value={c.billing[key]}
      editor={{ kind: 'text' }}
      onSave={(value) => save({ billing: { [key]: value ?? '' } })}
      after={
        c.billing[key] === '' ? undefined : (
          <IconButton
            label={t.ui.actions.copy}
            onClick={() => copy(c.billing[key], t.customers.copied(c.billing[key]))}
          >
            <IconCopy size="1.0625rem" />
          </IconButton>
        )
      }
    />
  );
  const wechat = c.social.find((s) => s.kind === 'wechat')?.handle ?? '';

  const main = [
    <PhoneList
      key="phones"
      label={t.customers.phones}
      value={c.phones}
      onSave={(phones) => save({ phones })}
    />,
    <EditableField
      key="wechat"
      label={t.customers.wechat}
      value={wechat}
      editor={{ kind: 'text' }}
      onSave={(value) =>
        save({
          social: [
            ...c.social.filter((s) => s.kind !== 'wechat'),
            ...(value ? [{ kind: 'wechat', handle: String(value) }] : []),
          ],
        })
      }
    />,
    <EditableField
      key="emails"
      label={t.customers.emails}
      value={c.emails}
      editor={{ kind: 'lines', placeholder: 'name@example.com' }}
      onSave={(emails) => save({ emails })}
    />,
    <StaffFact key="ownerId" value={c.ownerId} onSave={(ownerId) => save({ ownerId })} />,
    choice('tier', tiers),
    choice('lifecycle', lifecycles),
    <EditableField
      key="tags"
      label={t.customers.tags}
      value={c.tags}
      editor={{ kind: 'tags', known: tags.map((tag) => tag.name) }}
      display={c.tags.join(' · ')}
      onSave={(next) => save({ tags: next })}
    />,
    <RegionFact key="region" customer={c} save={save} />,
    plain('address', { kind: 'multi' }),
  ];
  const rest = [
    plain('name'),
    plain('alias'),
    choice('kind', kinds),
    choice('role', roles),
    plain('postcode'),
    <EditableField
      key="point"
      label={t.regions.coordinates}
      value={showPoint(c)}
      editor={{ kind: 'text', placeholder: t.regions.coordinatesHint }}
      onSave={(typed) => {
        const point = parsePoint(String(typed ?? ''));
        return point ? save(point) : Promise.reject(new AppError('customer.point'));
      }}
    />,
    plain('shippingAddress'),
    plain('industry'),
    choice('size', sizes),
    plain('channel'),
    plain('website'),
    plain('legalRepresentative'),
    <EditableField
      key="creditLimit"
      label={words.field('creditLimit')}
      value={c.creditLimit === 0 ? null : c.creditLimit}
      editor={{ kind: 'money' }}
      display={money(c.creditLimit, c.creditCurrency)}
      onSave={(value) => save({ creditLimit: value ?? 0 })}
    />,
    <EditableField
      key="termsDays"
      label={words.field('termsDays')}
      value={c.termsDays === 0 ? '' : String(c.termsDays)}
      editor={{ kind: 'text' }}
      onSave={(value) => save({ termsDays: Number(value ?? 0) })}
    />,
  ];
  const name = (key: string) => shared(`customer.field.${key}`);
  return (
    <>
      <Facts>
        {compact && plain('name')}
        {main}
        {plain('remark', { kind: 'multi' })}
      </Facts>
      <CustomFacts custom={c.custom} save={save} />
      {open ? (
        <>
          <Facts>{compact ? rest.slice(1) : rest}</Facts>
          <Section title={t.customers.billing}>
            <Facts>
              {bill('title')}
              {bill('taxId')}
              {bill('bank')}
              {bill('account')}
              {bill('address')}
              {bill('phone')}
            </Facts>
          </Section>
          <LinkButton onClick={() => setOpen(false)}>{t.customers.less}</LinkButton>
        </>
      ) : (
        <LinkButton title={[name('industry'), name('channel')].join(' · ')} onClick={() => setOpen(true)}>
          {t.customers.more(rest.length + 6)}
        </LinkButton>
      )}
    </>
  );
}
