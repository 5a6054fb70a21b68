import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { api, keys, kinds } from './api';
import { ask } from './ask';
import { PaymentList, RowState, Sums } from './Pieces';
import css from './payments.module.css';
import { useWords } from './words';

const FEW = 3;
const SHOWN = 8;

/** 应收 on the customer's page: what is owed and overdue, and what was paid. */
export default function CustomerMoney({ customerId, compact }: { customerId: number; compact: boolean }) {
  const t = useText();
  const words = useWords();
  const go = useGo();
  const account = useQuery({
    queryKey: keys.account(customerId),
    queryFn: () => api.Account(customerId),
    meta: { kinds },
  }).data;
  if (!account || (compact && account.sums.length === 0)) return null;
  const dues = account.dues.slice(0, compact ? FEW : SHOWN);
  const paid = account.payments.slice(0, SHOWN);
  return (
    <Section
      title={t.payments.account}
      action={
        !compact && (
          <IconButton
            label={t.payments.record}
            onClick={() => ask({ form: 'record', direction: 'in', customerId })}
          >
            <IconPlus size="1.125rem" />
          </IconButton>
        )
      }
    >
      {account.sums.length === 0 && <p className={css.muted}>{t.payments.noneYet}</p>}
      <Sums sums={account.sums} />
      {dues.length > 0 && (
        <ul className={css.dues}>
          {dues.map((due) => (
            <li key={due.rowId}>
              <button
                type="button"
                className={css.dueMain}
                onClick={() => go(`/contracts/${due.contractId}?tab=payments`)}
              >
                <span className="num">{due.number || due.name}</span> {t.payments.rowNo(due.n)}{' '}
                {words.kind(due.kind)}
              </button>
              <RowState state={due.state} dueOn={due.dueOn} />
              <span className={`num ${css.right}`}>{money(due.amount, due.currency)}</span>
              <LinkButton
                onClick={() =>
                  ask({
                    form: 'record',
                    direction: 'in',
                    customerId,
                    contractId: due.contractId,
                    rowId: due.rowId,
                  })
                }
              >
                {t.payments.take}
              </LinkButton>
            </li>
          ))}
        </ul>
      )}
      {!compact && paid.length > 0 && (
        <>
          <h3 className={css.subTitle}>{t.payments.title}</h3>
          <PaymentList list={paid} contracts />
        </>
      )}
      {!compact && (account.count > paid.length || account.dues.length > dues.length) && (
        <LinkButton onClick={() => go(`/payments?customer=${customerId}`)}>
          {t.payments.all(account.count)}
        </LinkButton>
      )}
    </Section>
  );
}
