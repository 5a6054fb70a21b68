import { useText } from '@/i18n';
import { useGo } from '@/lib/navigate';
import { useStaff } from '@/lib/staff';
import { LinkButton } from '@/ui/layout';
import css from './leads.module.css';
import { usePool } from './useLead';

/** On 今日: leads that return to the pool unless somebody speaks with them. */
export default function TodayLeads() {
  const t = useText();
  const go = useGo();
  const { working } = useStaff();
  const pool = usePool();
  if (!pool || pool.returning === 0) return null;
  return (
    <section aria-label={t.leads.title} className={css.todayLine}>
      <span>{t.leads.team.returning(pool.returning, pool.noticeDays)}</span>
      <LinkButton onClick={() => go(`/leads?view=returning${working === 0 ? '' : '&whose=mine'}`)}>
        {t.leads.team.look}
      </LinkButton>
    </section>
  );
}
