import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { LinkButton } from '@/ui/layout';
import { api, type Contact, type Customer, type Match } from './api';
import css from './customers.module.css';

/** Other customers that the contact being typed may belong to already, by number and address. */
export function useSimilar(
  of: Customer,
  typed: { name: string; phone: string; email: string },
  contact: Contact | undefined,
): Match[] {
  const [late] = useDebouncedValue(typed, 250);
  const enough = late.phone.replace(/\D/g, '').length >= 7 || late.email.includes('@');
  const same =
    late.phone === (contact?.phones[0]?.raw ?? '') && late.email === (contact?.emails.join(', ') ?? '');
  const asked = enough && !same;
  const query = useQuery({
    queryKey: ['customer', 'similar', of.id, late.phone, late.email],
    queryFn: () =>
      // The customer's own name stays out of it: what is asked is whose this person is.
      api.Duplicates({ id: of.id, name: '', kind: of.kind }, [
        {
          name: late.name,
          phones: late.phone.trim() === '' ? [] : [{ raw: late.phone }],
          emails: late.email.split(/[\s,，;；]+/).filter((e) => e.includes('@')),
        },
      ]),
    enabled: asked,
    placeholderData: keepPreviousData,
    meta: { kinds: ['customer', 'contact'] },
  });
  return asked ? (query.data ?? []) : [];
}

export function Similar({ matches, onOpen }: { matches: Match[]; onOpen: (id: number) => void }) {
  const t = useText();
  const shared = useShared();
  // Said aloud once per set of matches, not on every key.
  const [said, setSaid] = useState('');
  const names = matches.map((m) => m.customer.name).join(', ');
  useEffect(() => setSaid(names), [names]);
  if (matches.length === 0) return null;
  return (
    <div className={css.similar} role="status">
      <span className="visually-hidden">{said}</span>
      <p className={css.similarTitle}>{t.customers.form.similar}</p>
      {matches.slice(0, 3).map((match) => (
        <div key={match.customer.id} className={css.similarRow}>
          <span>
            {match.customer.name}{' '}
            <span className={css.muted}>
              {match.reasons.map((reason) => shared(reason.code, reason.params)).join(' · ')}
            </span>
          </span>
          <LinkButton onClick={() => onOpen(match.customer.id)}>{t.customers.form.open}</LinkButton>
        </div>
      ))}
    </div>
  );
}
