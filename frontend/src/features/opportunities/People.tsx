import { Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { phone } from '@/lib/format';
import { show } from '@/lib/toasts';
import { IconButton, Section } from '@/ui/layout';
import { type Detail, roles } from './api';
import { useContacts } from './Criteria';
import css from './opportunities.module.css';
import type { Save } from './useOpportunity';

/** Who decides, judges and signs. */
export function People({ detail, save }: { detail: Detail; save: Save }) {
  const t = useText();
  const p = t.opportunities.people;
  const contacts = useContacts(detail.customerId) ?? [];
  const put = (list: { contactId: number; role: string }[]) =>
    void save({ contacts: list }).catch((cause) => show({ text: sentence(cause), tone: 'bad' }));
  const list = detail.people.map(({ contactId, role }) => ({ contactId, role }));
  const others = contacts.filter((c) => !list.some((one) => one.contactId === c.id));
  return (
    <Section title={p.title} count={list.length}>
      {list.length === 0 && contacts.length === 0 && (
        <p className={css.muted}>{t.opportunities.criteria.noPeople}</p>
      )}
      {detail.people.map((one) => (
        <div key={one.contactId} className={css.person}>
          <span className={css.personMain}>
            <span className={one.left ? css.none : css.name}>{one.name}</span>
            <span className={css.muted}>
              {[one.title, phone(one.phone)].filter((s) => s !== '').join(' · ')}
            </span>
          </span>
          <Select
            aria-label={p.role}
            className={css.role}
            placeholder={t.opportunities.roles.none}
            data={roles.map((role) => ({ value: role, label: t.opportunities.roles[role] }))}
            value={one.role === '' ? null : one.role}
            clearable
            onChange={(role) =>
              put(list.map((x) => (x.contactId === one.contactId ? { ...x, role: role ?? '' } : x)))
            }
          />
          <IconButton
            label={p.remove(one.name)}
            onClick={() => put(list.filter((x) => x.contactId !== one.contactId))}
          >
            <IconX size="1.125rem" />
          </IconButton>
        </div>
      ))}
      {others.length > 0 && (
        <Select
          aria-label={p.add}
          placeholder={p.add}
          mt="xs"
          data={others.map((c) => ({
            value: String(c.id),
            label: [c.name, c.title].filter((s) => s !== '').join(' · '),
          }))}
          value={null}
          onChange={(id) => {
            const chosen = others.find((c) => c.id === Number(id));
            if (chosen) put([...list, { contactId: chosen.id, role: chosen.dealRole }]);
          }}
        />
      )}
    </Section>
  );
}
