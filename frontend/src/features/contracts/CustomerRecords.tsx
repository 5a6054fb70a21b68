import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '@/i18n';
import { useGo } from '@/lib/navigate';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { api, type Query, type Row } from './api';
import css from './cards.module.css';
import shared from './contracts.module.css';
import { StageMark } from './StageMenu';

const MANY = 50;
const FEW = 5;

/** What a section of a customer is given. */
export interface OfCustomer {
  customerId: number;
  /** In the panel beside a list: a few rows, and nothing while there are none. */
  compact: boolean;
}

interface Props extends OfCustomer {
  quotes: boolean;
  title: string;
  /** The button that makes a new one. */
  add: string;
  /** In place of rows while there are none. */
  none: string;
  name: (row: Row) => string;
  /** Behind the stage. */
  note: (row: Row) => ReactNode;
  action?: (row: Row) => ReactNode;
  /** Dialogs of the section. */
  children?: ReactNode;
}

/** The contracts or the quotes of a customer, the last touched first. */
export function CustomerRecords({ customerId, compact, quotes, ...props }: Props) {
  const t = useText();
  const go = useGo();
  const path = quotes ? '/quotes' : '/contracts';
  const question: Query = {
    text: '',
    quotes,
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
      title={props.title}
      count={page.total}
      action={
        !compact && (
          <IconButton label={props.add} onClick={() => go(`${path}/new?customer=${customerId}`)}>
            <IconPlus size="1.125rem" />
          </IconButton>
        )
      }
    >
      {page.total === 0 && <p className={shared.muted}>{props.none}</p>}
      {page.rows.map((row) => (
        <div key={row.id} className={css.short}>
          <button type="button" className={css.shortMain} onClick={() => go(`${path}/${row.id}`)}>
            <span className={css.shortName}>{props.name(row)}</span>
            <span className={css.shortNote}>
              <StageMark stage={row.stage} /> {props.note(row)}
            </span>
          </button>
          {props.action?.(row)}
        </div>
      ))}
      {page.total > page.rows.length && (
        <LinkButton onClick={() => go(compact ? `/customers/${customerId}` : path)}>
          {t.contracts.all(page.total)}
        </LinkButton>
      )}
      {props.children}
    </Section>
  );
}
