import { Button, Checkbox, Menu, Modal, Select, TextInput } from '@mantine/core';
import { IconDots, IconPlus, IconStarFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useGo } from '@/lib/navigate';
import { useSaving } from '@/lib/saving';
import { show } from '@/lib/toasts';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { HistoryDialog } from '@/ui/RecordHistory';
import type { Contact, ContactDraft, Customer } from './api';
import css from './customers.module.css';
import { Similar, useSimilar } from './Similar';
import type { useCustomer } from './useCustomer';
import { dealRoles, useWords } from './words';

type Model = ReturnType<typeof useCustomer>;
const fail = (cause: unknown) => show({ text: sentence(cause), tone: 'bad' });

/** The people at a company customer. */
export function Contacts({ model }: { model: Model }) {
  const t = useText();
  const words = useWords();
  const [editing, setEditing] = useState<Contact | 'new' | undefined>(undefined);
  const [shown, setShown] = useState<Contact | undefined>(undefined);
  const { detail } = model;
  if (!detail) return null;
  // Nobody chosen: the first who still works there is the one to address.
  const main = detail.customer.primaryContactId || detail.contacts.find((c) => !c.leftCompany)?.id;
  return (
    <Section
      title={t.customers.contacts}
      count={detail.contacts.length}
      action={
        <LinkButton onClick={() => setEditing('new')}>
          <IconPlus size="1rem" />
          {t.customers.addContact}
        </LinkButton>
      }
    >
      {detail.contacts.map((contact) => (
        <div key={contact.id} className={`${css.contact} ${contact.leftCompany ? css.left : ''}`}>
          <div className={css.contactMain}>
            <LinkButton title={t.customers.editContact} onClick={() => setEditing(contact)}>
              <span className={css.contactName}>{contact.name}</span>
              {contact.id === main && <IconStarFilled size="0.875rem" aria-label={t.customers.primary} />}
            </LinkButton>
            <div className={css.muted}>
              {t.customers.line(
                [
                  contact.title,
                  words.word('dealRole', contact.dealRole),
                  ...contact.phones.map((p) => p.display || p.raw),
                  contact.leftCompany ? t.customers.contactLeft : '',
                ].filter((part) => part !== ''),
              )}
            </div>
          </div>
          <Menu position="bottom-end">
            <Menu.Target>
              <IconButton label={t.ui.actions.more}>
                <IconDots size="1.125rem" />
              </IconButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setEditing(contact)}>{t.customers.editContact}</Menu.Item>
              {contact.id !== main && (
                <Menu.Item onClick={() => void model.makePrimary(contact).catch(fail)}>
                  {t.customers.makePrimary}
                </Menu.Item>
              )}
              <Menu.Item onClick={() => setShown(contact)}>{t.clean.history.show}</Menu.Item>
              <Menu.Item c="var(--crm-seal)" onClick={() => void model.trashContact(contact).catch(fail)}>
                {t.customers.removeContact}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      ))}
      {shown && (
        <HistoryDialog kind="contact" id={shown.id} title={shown.name} onClose={() => setShown(undefined)} />
      )}
      {editing && (
        <ContactForm
          of={detail.customer}
          contact={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSave={(changes) =>
            editing === 'new' ? model.addContact(changes) : model.saveContact(editing, { ...changes })
          }
        />
      )}
    </Section>
  );
}

function ContactForm(props: {
  of: Customer;
  contact: Contact | undefined;
  onClose: () => void;
  onSave: (changes: ContactDraft) => Promise<unknown>;
}) {
  const t = useText();
  const words = useWords();
  const { contact } = props;
  const go = useGo();
  const [name, setName] = useState(contact?.name ?? '');
  const [title, setTitle] = useState(contact?.title ?? '');
  const [phone, setPhone] = useState(contact?.phones[0]?.raw ?? '');
  const [email, setEmail] = useState(contact?.emails.join(', ') ?? '');
  const [dealRole, setDealRole] = useState(contact?.dealRole ?? '');
  const [left, setLeft] = useState(contact?.leftCompany ?? false);
  const { problems, busy, save } = useSaving();

  const similar = useSimilar(props.of, { name, phone, email }, contact);

  const submit = () => {
    const first = phone.trim() === '' ? [] : [{ raw: phone, label: contact?.phones[0]?.label }];
    void save(async () => {
      await props.onSave({
        name,
        title,
        dealRole,
        leftCompany: left,
        phones: [...first, ...(contact?.phones.slice(1) ?? [])],
        emails: email.split(/[\s,，;；]+/).filter((e) => e !== ''),
      });
      props.onClose();
    });
  };
  const problem = (start: string) => Object.entries(problems).find(([key]) => key.startsWith(start))?.[1];
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={contact ? t.customers.editContact : t.customers.addContact}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={css.form}
        style={{ paddingBottom: 0 }}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextInput
          data-autofocus
          withAsterisk
          label={t.customers.contactName}
          value={name}
          error={problem('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className={css.two}>
          <TextInput
            label={t.customers.contactTitle}
            value={title}
            error={problem('title')}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Select
            label={t.customers.contactRole}
            data={words.options('dealRole', dealRoles)}
            value={dealRole === '' ? null : dealRole}
            clearable
            onChange={(value) => setDealRole(value ?? '')}
          />
        </div>
        <TextInput
          label={t.customers.contactPhone}
          inputMode="tel"
          value={phone}
          error={problem('phones')}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <TextInput
          label={t.customers.emails}
          value={email}
          error={problem('emails')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Similar matches={similar} onOpen={(id) => go(`/customers/${id}`)} />
        {contact && (
          <Checkbox
            label={t.customers.contactLeft}
            checked={left}
            onChange={(event) => setLeft(event.currentTarget.checked)}
          />
        )}
        <div className={css.actions} style={{ justifyContent: 'flex-end', marginBottom: 0 }}>
          <Button variant="default" onClick={props.onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {t.ui.actions.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
