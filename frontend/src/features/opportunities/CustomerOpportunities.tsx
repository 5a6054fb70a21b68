import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { useGo } from '@/lib/navigate';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { api, keys, kinds } from './api';
import css from './opportunities.module.css';
import { CardRow } from './TodayOpportunities';

const FEW = 3;
const MANY = 20;

/** Opportunities of a customer, the open ones first. */
export default function CustomerOpportunities({
  customerId,
  compact,
}: {
  customerId: number;
  compact: boolean;
}) {
  const t = useText();
  const o = t.opportunities;
  const go = useGo();
  const limit = compact ? FEW : MANY;
  const page = useQuery({
    queryKey: [...keys.of(customerId), limit],
    queryFn: () => api.List({ customerId, limit }),
    meta: { kinds },
  }).data;
  if (!page || (compact && page.total === 0)) return null;
  return (
    <Section
      title={o.title}
      count={page.total}
      action={
        <IconButton label={o.new} onClick={() => go(`/opportunities?new=customer:${customerId}`)}>
          <IconPlus size="1.125rem" />
        </IconButton>
      }
    >
      {page.total === 0 && <p className={css.muted}>{o.customer.none}</p>}
      {page.rows.map((card) => (
        <CardRow key={card.id} card={card} />
      ))}
      {page.total > page.rows.length && (
        <LinkButton onClick={() => go(compact ? `/customers/${customerId}` : '/opportunities?view=all')}>
          {o.customer.all(page.total)}
        </LinkButton>
      )}
    </Section>
  );
}
