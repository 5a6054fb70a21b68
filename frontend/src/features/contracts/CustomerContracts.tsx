import { IconPlus, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { api, type Query } from './api';
import css from './cards.module.css';
import shared from './contracts.module.css';
import { PrintAsk } from './PrintAsk';
import { printAgain } from './printing';
import { StageMark } from './StageMenu';

const MANY = 50;
const FEW = 5;

/** Contracts of a customer, on the customer's page and panel: the last issue is one click from paper. */
export default function CustomerContracts({ customerId, compact }: { customerId: number; compact: boolean }) {
  const t = useText();
  const go = useGo();
  // On a customer's page the shortcut is about that customer.
  useCommand('contracts.new', () => go(`/contracts/new?customer=${customerId}`));
  const question: Query = {
    text: '',
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
      title={t.contracts.title}
      count={page.total}
      action={
        !compact && (
          <IconButton label={t.contracts.new} onClick={() => go(`/contracts/new?customer=${customerId}`)}>
            <IconPlus size="1.125rem" />
          </IconButton>
        )
      }
    >
      {page.total === 0 && <p className={shared.muted}>{t.contracts.noneYet}</p>}
      {page.rows.map((row) => (
        <div key={row.id} className={css.short}>
          <button type="button" className={css.shortMain} onClick={() => go(`/contracts/${row.id}`)}>
            <span className={css.shortName}>{row.name}</span>
            <span className={css.shortNote}>
              <StageMark stage={row.stage} /> <span className="num">{row.number}</span>
              {row.amount !== 0 && <span className="num">{money(row.amount, row.currency)}</span>}
            </span>
          </button>
          {row.lastIssueId !== 0 && (
            <IconButton
              label={t.contracts.row.print}
              onClick={() => void printAgain(row.lastIssueId, `${row.number} ${row.name}`)}
            >
              <IconPrinter size="1.125rem" />
            </IconButton>
          )}
        </div>
      ))}
      {page.total > page.rows.length && (
        <LinkButton onClick={() => go(`/customers/${customerId}`)}>{t.contracts.all(page.total)}</LinkButton>
      )}
      <PrintAsk />
    </Section>
  );
}
