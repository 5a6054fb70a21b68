import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { ago } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { LinkButton, Section } from '@/ui/layout';
import { api, keys } from './api';
import css from './leads.module.css';

/** The leads that became a customer; nothing where there was none. */
export default function CustomerLeads({ customerId }: { customerId: number }) {
  const t = useText();
  const go = useGo();
  const list =
    useQuery({
      queryKey: keys.customer(customerId),
      queryFn: () => api.Customers(customerId),
      meta: { kinds: ['lead'] },
    }).data ?? [];
  if (list.length === 0) return null;
  return (
    <Section title={t.leads.fromLead}>
      {list.map((l) => (
        <p key={l.id} className={css.knownLine}>
          <LinkButton onClick={() => go(`/leads/${l.id}`)}>{l.name}</LinkButton>
          <span className={css.muted}>{ago(l.receivedAt)}</span>
        </p>
      ))}
    </Section>
  );
}
