import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { opened } from '@/lib/search';
import { useInTurn } from '@/lib/turns';
import { api, type Changes, type Contact, type ContactDraft, type Detail, keys } from './api';

/** One customer with its contacts, and the changes an edit in place makes. */
export function useCustomer(id: number) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keys.one(id),
    queryFn: () => api.Get(id),
    meta: { kinds: ['customer', 'contact', 'attachment'] },
    enabled: id > 0,
  });
  const detail = query.data;
  const inTurn = useInTurn();
  const known = () => client.getQueryData<Detail>(keys.one(id));
  const keep = (next: Detail) => {
    client.setQueryData(keys.one(id), next);
    return next;
  };
  return {
    detail,
    error: query.error,
    /** Saves fields; shown at once, taken back with a sentence when the backend refuses. */
    save: (changes: Changes) =>
      inTurn(async () => keep(await api.Update(id, known()?.customer.version ?? 0, changes))),
    addContact: async (contact: ContactDraft) => keep(await api.AddContact(id, contact)),
    saveContact: (contact: Contact, changes: Changes) =>
      inTurn(async () => {
        const { version } = known()?.contacts.find((c) => c.id === contact.id) ?? contact;
        return keep(await api.UpdateContact(contact.id, version, changes));
      }),
    trashContact: async (contact: Contact) => keep(await api.TrashContact(contact.id)),
    makePrimary: async (contact: Contact) => keep(await api.SetPrimary(contact.id)),
  };
}

/** Remembers that a customer was looked at, once it has stayed on screen for a moment. */
export function useOpened(detail: Detail | undefined): void {
  const id = detail?.customer.id ?? 0;
  const name = detail?.customer.name ?? '';
  const phone = detail?.customer.phones[0]?.display ?? '';
  useEffect(() => {
    if (id === 0) return;
    const timer = window.setTimeout(() => {
      opened({ kind: 'customer', id, title: name, subtitle: phone });
      void api.Opened(id).catch(() => undefined);
    }, 800);
    return () => window.clearTimeout(timer);
  }, [id, name, phone]);
}
