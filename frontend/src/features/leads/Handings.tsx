import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { dateTime } from '@/lib/format';
import { useStaff } from '@/lib/staff';
import { Section } from '@/ui/layout';
import { api, keys } from './api';
import css from './leads.module.css';
import { useWords } from './useLead';

/** How a lead went from one person to another. Draws nothing in solo mode. */
export function Handings({ leadId }: { leadId: number }) {
  const t = useText();
  const { shared } = useWords();
  const { solo, name } = useStaff();
  const list =
    useQuery({
      queryKey: keys.handings(leadId),
      queryFn: () => api.Handings(leadId),
      meta: { kinds: ['lead', 'lead_handing', 'staff'] },
      enabled: !solo,
    }).data ?? [];
  if (solo || list.length === 0) return null;
  return (
    <Section title={t.leads.team.handings}>
      <ul className={css.findings}>
        {list.map((h) => (
          <li key={h.id} className={css.handing}>
            <span className={`${css.muted} num`}>{dateTime(h.createdAt)}</span>
            {shared(
              `lead.how.${h.how}${h.rule === '' ? '' : `.${h.rule}`}${h.how === 'moved' && h.toId === 0 ? '_pool' : ''}`,
              {
                from: name(h.fromId) || t.leads.team.pool,
                to: name(h.toId) || t.leads.team.pool,
                by: name(h.byId) || t.leads.team.somebody,
              },
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
