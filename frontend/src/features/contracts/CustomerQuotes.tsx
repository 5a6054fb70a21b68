import { useText } from '@/i18n';
import { dueDate, money } from '@/lib/format';
import { CustomerRecords, type OfCustomer } from './CustomerRecords';

/** Quotes of a customer, on the customer's page and panel. */
export default function CustomerQuotes(props: OfCustomer) {
  const t = useText();
  return (
    <CustomerRecords
      {...props}
      quotes
      title={t.quotes.title}
      add={t.quotes.new}
      none={t.quotes.none}
      name={(row) => [row.number, row.name].filter((s) => s !== '').join(' ')}
      note={(row) => (
        <>
          {row.amount !== 0 && <span className="num">{money(row.amount, row.currency)}</span>}
          {(row.stage === 'printed' || row.stage === 'sent') && row.endDate !== '' && (
            <span>{dueDate(row.endDate)}</span>
          )}
        </>
      )}
    />
  );
}
