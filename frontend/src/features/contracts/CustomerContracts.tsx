import { IconPrinter } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { IconButton } from '@/ui/layout';
import { CustomerRecords, type OfCustomer } from './CustomerRecords';
import { PrintAsk } from './PrintAsk';
import { printAgain } from './printing';

/** Contracts of a customer, on the customer's page and panel: the last issue is one click from paper. */
export default function CustomerContracts(props: OfCustomer) {
  const t = useText();
  const go = useGo();
  // On a customer's page the shortcut is about that customer.
  useCommand('contracts.new', () => go(`/contracts/new?customer=${props.customerId}`));
  return (
    <CustomerRecords
      {...props}
      quotes={false}
      title={t.contracts.title}
      add={t.contracts.new}
      none={t.contracts.noneYet}
      name={(row) => row.name}
      note={(row) => (
        <>
          <span className="num">{row.number}</span>
          {row.amount !== 0 && <span className="num">{money(row.amount, row.currency)}</span>}
        </>
      )}
      action={(row) =>
        row.lastIssueId !== 0 && (
          <IconButton
            label={t.contracts.row.print}
            onClick={() => void printAgain(row.lastIssueId, `${row.number} ${row.name}`)}
          >
            <IconPrinter size="1.125rem" />
          </IconButton>
        )
      }
    >
      <PrintAsk />
    </CustomerRecords>
  );
}
