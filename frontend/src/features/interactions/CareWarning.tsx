import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { api, keys, type Medium, type Reason, type Standing } from './api';
import css from './care.module.css';

/** How a customer stands with our reaching out by a medium; nothing is asked without a customer. */
export function useStanding(customerId: number, medium: Medium | ''): Standing | undefined {
  return (
    useQuery({
      queryKey: keys.standing(customerId, medium),
      queryFn: async () => (await api.MayContact([customerId], { medium }))[0] ?? null,
      enabled: customerId > 0,
      meta: { kinds: ['interaction', 'customer', 'setting'] },
    }).data ?? undefined
  );
}

/** A reason as a sentence; media in it are named. */
export function useReason(): (reason: Reason) => string {
  const shared = useShared();
  return ({ code, params }) => {
    const medium = params?.medium;
    return shared(
      code,
      medium ? { ...params, medium: shared(`interaction.medium.${String(medium)}`) } : params,
    );
  };
}

/** Says why one more contact may be too much. It never stops anybody. */
export function CareWarning({ reasons }: { reasons: readonly Reason[] }) {
  const t = useText();
  const say = useReason();
  if (reasons.length === 0) return null;
  return (
    <div className={css.warning} role="status" aria-label={t.care.warning}>
      <IconAlertTriangle size="1.125rem" stroke={1.6} aria-hidden />
      <ul className={css.reasons}>
        {reasons.map((reason) => (
          <li key={reason.code}>{say(reason)}</li>
        ))}
      </ul>
    </div>
  );
}
