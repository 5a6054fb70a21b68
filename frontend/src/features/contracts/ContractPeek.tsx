import { Button } from '@mantine/core';
import { IconPencil, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, dueDate, money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Facts, PlainFact } from '@/ui/EditableField';
import { Empty, LinkButton, Peek, Section } from '@/ui/layout';
import { PdfView } from '@/ui/pdf/PdfView';
import { api, keys } from './api';
import shared from './contracts.module.css';
import { Issues } from './Issues';
import css from './list.module.css';
import { printAgain } from './printing';
import { StageMark } from './StageMenu';
import { useWords } from './words';

/** The panel beside the list: the essentials, the pages, the way to paper. */
export function ContractPeek(props: {
  id: number;
  onClose: () => void;
  onOpenPage: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
}) {
  const t = useText();
  const go = useGo();
  const words = useWords();
  const { id } = props;
  const kinds = ['contract', 'contract_issue', 'customer', 'company', 'template'];
  const query = useQuery({ queryKey: keys.one(id), queryFn: () => api.Get(id), meta: { kinds } });
  const view = query.data;
  const preview = useQuery({
    queryKey: ['contract', 'preview', id, view?.contract.version],
    queryFn: () => api.Preview(id, { priceFree: false }),
    enabled: view !== undefined && view.outside?.printable !== false,
    placeholderData: (before) => before,
    meta: { kinds: [] },
  });
  const last = view?.issues[0];
  const missing = view?.fields.filter((field) => field.missing).length ?? 0;
  return (
    <Peek
      label={view ? `${view.number} ${view.contract.name}` : t.ui.peek.label}
      onClose={props.onClose}
      onOpenPage={props.onOpenPage}
      onPrevious={props.onPrevious}
      onNext={props.onNext}
    >
      {view ? (
        <div key={id}>
          <h2 className={css.peekName}>{view.contract.name}</h2>
          <p className={css.peekLine}>
            <StageMark stage={view.contract.stage} />{' '}
            {view.outside && <span className={css.outside}>{t.contracts.outside.mark}</span>}{' '}
            <span className="num">{view.contract.number}</span>
          </p>
          <div className={css.peekActions}>
            <Button
              variant={last ? 'default' : 'filled'}
              leftSection={<IconPencil size="1.125rem" />}
              onClick={props.onOpenPage}
            >
              {missing > 0 && !view.outside ? t.contracts.form.missing(missing) : t.ui.actions.open}
            </Button>
            {last && (
              <Button
                leftSection={<IconPrinter size="1.125rem" />}
                onClick={() => void printAgain(last.id, `${view.number} ${view.contract.name}`)}
              >
                {t.contracts.actions.print}
              </Button>
            )}
          </div>
          <Facts>
            <PlainFact label={words.field('customer')}>
              <LinkButton onClick={() => go(`/customers/${view.contract.customerId}`)}>
                {view.customerName}
              </LinkButton>
            </PlainFact>
            {(view.contract.amount !== 0 || view.hasLines) && (
              <PlainFact label={words.field('amount')}>
                <span className="num">{money(view.contract.amount, view.contract.currency)}</span>
                <div className={shared.muted}>{view.amountInWords}</div>
              </PlainFact>
            )}
            {view.contract.signDate !== '' && (
              <PlainFact label={words.field('signDate')}>{view.contract.signDate}</PlainFact>
            )}
            {view.contract.endDate !== '' && (
              <PlainFact label={words.field('endDate')}>
                {view.contract.endDate} · {dueDate(view.contract.endDate)}
              </PlainFact>
            )}
            <PlainFact label={words.field('updatedAt')}>{ago(view.contract.updatedAt)}</PlainFact>
            {view.contract.remark !== '' && (
              <PlainFact label={words.field('remark')}>{view.contract.remark}</PlainFact>
            )}
          </Facts>
          <Issues view={view} />
          <Section title={view.outside ? t.contracts.outside.original : t.contracts.preview}>
            {view.outside?.printable === false ? (
              <p className={shared.muted}>{view.outside.name}</p>
            ) : (
              <div className={css.peekPages}>
                <PdfView
                  label={t.contracts.preview}
                  source={preview.data}
                  error={preview.error ?? undefined}
                />
              </div>
            )}
          </Section>
        </div>
      ) : (
        query.error && <Empty title={sentence(query.error)} />
      )}
    </Peek>
  );
}
