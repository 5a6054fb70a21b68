import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { dueDate, money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { IconButton, Section } from '@/ui/layout';
import { api, type Query } from './api';
import css from './cards.module.css';
import shared from './contracts.module.css';
import { StageMark } from './StageMenu';

const MANY = 50;
const FEW = 3;

/** Quotes of a customer, on the customer's page and panel; nothing while there are none in the panel. */
export default function CustomerQuotes({ customerId, compact }: { customerId: number; compact: boolean }) {
  const t = useText();
  const go = useGo();
  const question: Query = {
    text: '',
    quotes: true,
    stages: [],
    customerId,
    templateId: 0,
    expiring: false,
    sort: 'updated',
    asc: false,
    offset: 0,
    limit: compact ? FEW : MANY,
  };
  const page = useQuery({
    queryKey: ['contract', 'customer', question],
    queryFn: () => api.List(question),
    meta: { kinds: ['contract', 'contract_issue'] },
  }).data;
  if (!page || (compact && page.total === 0)) return null;
  return (
    <Section
      title={t.quotes.title}
      count={page.total}
      action={
        !compact && (
          <IconButton label={t.quotes.new} onClick={() => go(`/quotes/new?customer=${customerId}`)}>
            <IconPlus size="1.125rem" />
          </IconButton>
        )
      }
    >
      {page.total === 0 && <p className={shared.muted}>{t.quotes.none}</p>}
      {page.rows.map((row) => (
        <div key={row.id} className={css.short}>
          <button type="button" className={css.shortMain} onClick={() => go(`/quotes/${row.id}`)}>
            <span className={css.shortName}>{[row.number, row.name].filter((s) => s !== '').join(' ')}</span>
            <span className={css.shortNote}>
              <StageMark stage={row.stage} />
              {row.amount !== 0 && <span className="num">{money(row.amount, row.currency)}</span>}
              {(row.stage === 'printed' || row.stage === 'sent') && row.endDate !== '' && (
                <span>{dueDate(row.endDate)}</span>
              )}
            </span>
          </button>
        </div>
      ))}
    </Section>
  );
}
