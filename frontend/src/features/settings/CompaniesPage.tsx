import { Button, Menu, Modal, Select, TextInput } from '@mantine/core';
import { IconBuilding, IconChevronDown, IconChevronUp, IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { currencyChoices } from '@/lib/currency';
import { useSaving } from '@/lib/saving';
import { saveSettings, settingsQuery } from '@/lib/settings';
import { useInTurn } from '@/lib/turns';
import { EditableField, Facts } from '@/ui/EditableField';
import { Empty, IconButton } from '@/ui/layout';
import { act } from './act';
import { api, type Company } from './api';
import { Logo, useLogo } from './Logo';
import { Loaded } from './parts';
import css from './settings.module.css';

type TextField = {
  [Key in keyof Company]-?: Company[Key] extends string ? Key : never;
}[keyof Company];

/** Every fact of a company in the groups it is read in. */
const groups = [
  {
    key: 'identity',
    fields: ['name', 'shortName', 'taxId', 'legalRepresentative', 'address', 'postcode'],
  },
  { key: 'bank', fields: ['bank', 'account'] },
  { key: 'reach', fields: ['contactName', 'phone', 'email', 'website', 'remark'] },
] as const satisfies readonly { key: string; fields: readonly TextField[] }[];

const LIST = ['company', 'list'];

/** 本公司资料: our side of the contracts, one card a company, edited in place. */
export default function CompaniesPage() {
  const t = useText();
  const query = useQuery({ queryKey: LIST, queryFn: () => api.Companies() });
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<number | undefined>(undefined);
  const c = t.settings.company;
  return (
    <Loaded query={query}>
      {(companies) => (
        <>
          <OurCurrency />
          {companies.length === 0 ? (
            <Empty title={c.emptyTitle} text={c.emptyText}>
              <Button onClick={() => setAdding(true)}>{c.add}</Button>
            </Empty>
          ) : (
            <>
              <p className={css.lead}>{c.note}</p>
              <div className={css.cards}>
                {companies.map((company) => (
                  <CompanyCard
                    key={company.id}
                    company={company}
                    open={(shown ?? companies[0]?.id) === company.id}
                    onToggle={(open) => setShown(open ? company.id : 0)}
                  />
                ))}
                <div>
                  <Button
                    variant="default"
                    leftSection={<IconPlus size="1rem" />}
                    onClick={() => setAdding(true)}
                  >
                    {c.add}
                  </Button>
                </div>
              </div>
            </>
          )}
          {adding && (
            <NewCompany
              first={companies.length === 0}
              onClose={() => setAdding(false)}
              onMade={(company) => {
                setShown(company.id);
                setAdding(false);
              }}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

/** 本位币: what is new begins in it; see lib/currency. */
function OurCurrency() {
  const t = useText();
  const value = useQuery(settingsQuery).data?.currency ?? '';
  const c = t.settings.company;
  return (
    <div className={css.currency}>
      <Select
        label={c.currency}
        data={currencyChoices(t, value)}
        value={value}
        allowDeselect={false}
        onChange={(chosen) => chosen && act(saveSettings({ currency: chosen }))}
      />
      <p className={css.note}>{c.currencyNote}</p>
    </div>
  );
}

function CompanyCard(props: { company: Company; open: boolean; onToggle: (open: boolean) => void }) {
  const t = useText();
  const shared = useShared();
  const c = t.settings.company;
  const { company, open } = props;
  const logo = useLogo(company);
  const line = [company.shortName, company.taxId, company.phone].filter((part) => part !== '');
  const client = useQueryClient();
  const inTurn = useInTurn();
  const save = (field: TextField, value: unknown) =>
    inTurn(async () => {
      const known = client.getQueryData<Company[]>(LIST)?.find(({ id }) => id === company.id) ?? company;
      const next = await api.UpdateCompany(known.id, known.version, { [field]: value ?? '' });
      client.setQueryData<Company[]>(LIST, (all) => all?.map((c) => (c.id === next.id ? next : c)));
    });
  return (
    <section className={css.card} aria-label={company.name}>
      <div className={css.cardHead}>
        <button
          type="button"
          className={css.fold}
          aria-expanded={open}
          title={open ? c.hide(company.name) : c.show(company.name)}
          onClick={() => props.onToggle(!open)}
        >
          {logo ? (
            <img className={css.mark} src={logo} alt="" />
          ) : (
            <span className={`${css.mark} ${css.markNone}`} aria-hidden>
              <IconBuilding size="1.25rem" stroke={1.5} />
            </span>
          )}
          <span className={css.cardMain}>
            <span className={css.cardTitle}>{company.name}</span>
            {company.default && <span className={css.badge}>{c.default}</span>}
            {!open && line.length > 0 && <span className={`${css.muted} ${css.block}`}>{c.line(line)}</span>}
          </span>
          {open ? (
            <IconChevronUp size="1.125rem" aria-hidden />
          ) : (
            <IconChevronDown size="1.125rem" aria-hidden />
          )}
        </button>
        <Menu position="bottom-end">
          <Menu.Target>
            <IconButton label={c.more(company.name)}>
              <IconDots size="1.125rem" />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            {!company.default && (
              <Menu.Item onClick={() => act(api.SetDefaultCompany(company.id))}>{c.makeDefault}</Menu.Item>
            )}
            <Menu.Item c="var(--crm-seal)" onClick={() => act(api.TrashCompany(company.id))}>
              {c.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {open && (
        <>
          {groups.map((group) => (
            <div key={group.key} className={css.facts}>
              <h3 className={css.sub}>{c[group.key]}</h3>
              <Facts>
                {group.fields.map((field) => (
                  <EditableField
                    key={field}
                    label={shared(`settings.company_field.${field}`)}
                    value={company[field]}
                    editor={field === 'remark' ? { kind: 'multi' } : { kind: 'text' }}
                    onSave={(value) => save(field, value)}
                  />
                ))}
              </Facts>
            </div>
          ))}
          <h3 className={css.sub}>{c.logo}</h3>
          <Logo company={company} url={logo} />
        </>
      )}
    </section>
  );
}

function NewCompany(props: {
  /** The first one is most likely the shop that was named at the first start. */
  first: boolean;
  onClose: () => void;
  onMade: (company: Company) => void;
}) {
  const t = useText();
  const shared = useShared();
  const asked = ['name', 'taxId', 'address', 'phone', 'bank', 'account'] as const;
  const shop = useQuery(settingsQuery).data?.shopName ?? '';
  const [values, setValues] = useState<Partial<Record<TextField, string>>>(
    props.first && shop !== '' ? { name: shop } : {},
  );
  const { problems, busy, save: send } = useSaving();
  const save = () => send(async () => props.onMade(await api.CreateCompany(values)));
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t.settings.company.addTitle}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {asked.map((field) => (
          <TextInput
            key={field}
            data-autofocus={field === 'name' ? true : undefined}
            withAsterisk={field === 'name'}
            label={shared(`settings.company_field.${field}`)}
            value={values[field] ?? ''}
            error={problems[field]}
            onChange={(event) => setValues({ ...values, [field]: event.currentTarget.value })}
          />
        ))}
        <div className={css.formActions}>
          <Button variant="default" onClick={props.onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {t.ui.actions.add}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
