import { IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { count } from '@/lib/format';
import { handOver } from '@/lib/handover';
import { useGo } from '@/lib/navigate';
import { LinkButton, Section } from '@/ui/layout';
import { api, keys, placeNames } from './api';
import css from './regions.module.css';

const FEW = 5;

/** On a customer: who else is near, to be visited on the same way. */
export default function CustomerNear({ customerId, compact }: { customerId: number; compact: boolean }) {
  const t = useText();
  const r = t.regions;
  const go = useGo();
  const [all, setAll] = useState(false);
  const list = useQuery({
    queryKey: keys.near(customerId),
    queryFn: () => api.Near(customerId),
    enabled: !compact,
    meta: { kinds: ['customer', 'contact', 'interaction', 'task'] },
  }).data;
  if (compact || !list || list.length === 0) return null;
  const shown = all ? list : list.slice(0, FEW);
  return (
    <Section
      title={r.near}
      count={list.length}
      action={
        <LinkButton
          onClick={() => {
            handOver('visits', [customerId, ...shown.map((n) => n.id)]);
            go('/visits');
          }}
        >
          <IconRoute size="1rem" />
          {r.planNear}
        </LinkButton>
      }
    >
      <ul className={css.near}>
        {shown.map((n) => (
          <li key={n.id}>
            <div className={css.nearHead}>
              <LinkButton onClick={() => go(`/customers/${n.id}`)}>{n.name}</LinkButton>
              <span className={css.muted}>
                {n.by === 'distance' ? r.meters(n.meters) : r.by[n.by as 'city']}
              </span>
            </div>
            <div className={css.nearNote}>
              {[n.by === 'city' ? n.district : '', n.address || placeNames(n).join(' ')]
                .filter((s) => s !== '')
                .join(' · ')}
            </div>
          </li>
        ))}
      </ul>
      {list.length > FEW && !all && (
        <LinkButton onClick={() => setAll(true)}>{r.allNear(count(list.length))}</LinkButton>
      )}
    </Section>
  );
}
