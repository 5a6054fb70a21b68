import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { useGo } from '@/lib/navigate';
import { LinkButton } from '@/ui/layout';
import { api, keys } from './api';
import { ask } from './dialog';
import css from './interactions.module.css';

/** On 今日: customers nobody has spoken with for long, the best first. */
export default function TodaySilent() {
  const t = useText();
  const i = t.interactions;
  const go = useGo();
  const agenda = useQuery({
    queryKey: keys.agenda,
    queryFn: () => api.Agenda(),
    staleTime: 0,
    meta: { kinds: ['task', 'interaction', 'customer'] },
  }).data;
  if (!agenda || agenda.silent.length === 0) return null;
  return (
    <section aria-label={i.silent}>
      <h2 className={css.todayTitle}>
        {i.silent}
        <span className={css.muted}>{i.silentNote(agenda.silentDays, agenda.silentTotal)}</span>
      </h2>
      <div className={css.card}>
        {agenda.silent.map((one) => (
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
    </section>
  );
}
