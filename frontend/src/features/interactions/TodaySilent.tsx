import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useText } from '@/i18n';
import { useGo } from '@/lib/navigate';
import { ask } from '@/lib/talk';
import { Block, LinkButton } from '@/ui/layout';
import { api, keys } from './api';
import css from './interactions.module.css';

/** Milliseconds after the screen has come. */
const LATER = 600;

/** On 今日: customers nobody has spoken with for long, the best first. */
export default function TodaySilent() {
  const t = useText();
  const i = t.interactions;
  const go = useGo();
  // It looks through every customer: the rest of the screen comes first.
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setDue(true), LATER);
    return () => window.clearTimeout(timer);
  }, []);
  const silence = useQuery({
    queryKey: keys.silent,
    queryFn: () => api.Silent(),
    enabled: due,
    meta: { kinds: ['task', 'interaction', 'customer'] },
  }).data;
  if (!silence || silence.customers.length === 0) return null;
  return (
    <Block
      title={i.silent}
      beside={<span className={css.muted}>{i.silentNote(silence.days, silence.total)}</span>}
      actions={<LinkButton onClick={() => go('/care?side=neglected')}>{t.care.title}</LinkButton>}
    >
      <div className={css.card}>
        {silence.customers.map((one) => (
          <div key={one.id} className={css.silentRow}>
            <button type="button" className={css.silentName} onClick={() => go(`/customers/${one.id}`)}>
              {one.name}
            </button>
            <span className={`${css.muted} num`}>{one.phone}</span>
            <span className={css.muted}>{one.never ? i.never : i.silentDays(one.days)}</span>
            <LinkButton onClick={() => ask({ form: 'log', customerId: one.id })}>{i.log}</LinkButton>
          </div>
        ))}
      </div>
    </Block>
  );
}
