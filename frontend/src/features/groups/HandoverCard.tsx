import { IconArrowRight } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { ago, dateTime } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Chip, LinkButton } from '@/ui/layout';
import type { Handed } from './api';
import css from './groups.module.css';

/** A hand-over: from where to where, what it is about, and what went with it. */
export default function HandoverCard({ handed, withCustomer }: { handed: Handed; withCustomer?: boolean }) {
  const t = useText();
  const shared = useShared();
  const go = useGo();
  return (
    <article className={css.handed}>
      <header className={css.handedHead}>
        <span className={css.route}>
          <span className={css.mark}>{t.groups.handed}</span>
          <button type="button" className={css.plain} onClick={() => go(`/groups/${handed.fromId}`)}>
            {handed.fromName}
          </button>
          <IconArrowRight size="1rem" aria-label={t.groups.to} />
          <button type="button" className={css.plain} onClick={() => go(`/groups/${handed.toId}`)}>
            {handed.toName}
          </button>
        </span>
        <time className={css.muted} title={dateTime(handed.at)}>
          {ago(handed.at)}
        </time>
      </header>
      <p className={css.topic}>
        {withCustomer && (
          <LinkButton onClick={() => go(`/customers/${handed.customerId}`)}>{handed.customerName}</LinkButton>
        )}
        {handed.topic}
      </p>
      {handed.note !== '' && <p className={css.text}>{handed.note}</p>}
      {(handed.needs.length > 0 || handed.stayed) && (
        <p className={css.chips}>
          {handed.needs.map((need) => (
            <Chip key={need}>{need}</Chip>
          ))}
          {handed.stayed && <span className={css.muted}>{t.groups.stayed(handed.fromName)}</span>}
        </p>
      )}
      {handed.said.length > 0 && (
        <details className={css.said}>
          <summary>{t.groups.attached(handed.said.length)}</summary>
          {handed.said.map((said) => (
            <p key={said.id} className={css.text}>
              <span className={css.muted}>
                {ago(said.at)} · {shared(`interaction.medium.${said.medium}`)}
              </span>{' '}
              {said.summary}
            </p>
          ))}
        </details>
      )}
    </article>
  );
}
