import { Button, Group } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type attachment, type Picked, saveFile, services } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { FileDrop } from '@/ui/FileDrop';
import { IconButton, LinkButton, Peek, Section } from '@/ui/layout';
import type { PeekOf } from '@/ui/RecordList';
import { api, type Entry } from './api';
import { ask } from './ask';
import css from './payments.module.css';
import { useWords } from './words';

const fail = (cause: unknown) => show({ text: sentence(cause), tone: 'bad' });

/** One payment beside the list: its facts, what it is for and its vouchers. */
export function PaymentPeek(peek: PeekOf) {
  const t = useText();
  const go = useGo();
  const payment = useQuery({
    queryKey: ['payment', 'one', peek.id],
    queryFn: () => api.Get(peek.id),
    meta: { kinds: ['payment', 'customer', 'contract', 'attachment'] },
  }).data;
  const page = () => payment && go(`/customers/${payment.customerId}`);
  return (
    <Peek
      label={payment?.number ?? t.payments.title}
      onClose={peek.onClose}
      onOpenPage={page}
      onPrevious={peek.onPrevious}
      onNext={peek.onNext}
    >
      {payment && <Body payment={payment} />}
    </Peek>
  );
}

function Body({ payment }: { payment: Entry }) {
  const t = useText();
  const p = t.payments;
  const words = useWords();
  const go = useGo();
  const valid = payment.state === 'valid';
  const names = payment.contracts.split('; ');
  return (
    <>
      <Section title={`${words.direction(payment.direction)} ${payment.number}`}>
        <dl className={css.facts}>
          <dt>{words.field('customerId')}</dt>
          <dd>
            <LinkButton onClick={() => go(`/customers/${payment.customerId}`)}>
              {payment.customerName}
            </LinkButton>
          </dd>
          <dt>{words.field('amount')}</dt>
          <dd className="num">{money(payment.amount, payment.currency, true)}</dd>
          <dt>{words.field('paidOn')}</dt>
          <dd className="num">{payment.paidOn}</dd>
          <dt>{words.field('method')}</dt>
          <dd>{words.method(payment.method)}</dd>
          {payment.account !== '' && (
            <>
              <dt>{words.field('account')}</dt>
              <dd>{payment.account}</dd>
            </>
          )}
          {payment.payer !== '' && (
            <>
              <dt>{words.field('payer')}</dt>
              <dd>{payment.payer}</dd>
            </>
          )}
          {payment.for.length > 0 && (
            <>
              <dt>{words.field('contracts')}</dt>
              <dd>
                {payment.for.map((id, i) => (
                  <LinkButton key={id} onClick={() => go(`/contracts/${id}?tab=payments`)}>
                    {names[i] ?? id}
                  </LinkButton>
                ))}
              </dd>
            </>
          )}
          {payment.free > 0 && valid && (
            <>
              <dt>{words.field('free')}</dt>
              <dd className="num">{money(payment.free, payment.currency, true)}</dd>
            </>
          )}
          {payment.remark !== '' && (
            <>
              <dt>{words.field('remark')}</dt>
              <dd>{payment.remark}</dd>
            </>
          )}
          {!valid && (
            <>
              <dt>{words.field('reason')}</dt>
              <dd>{payment.reason}</dd>
            </>
          )}
        </dl>
        {valid && (
          <Group gap="0.5rem">
            <Button variant="default" onClick={() => ask({ form: 'edit', payment })}>
              {p.edit}
            </Button>
            <Button variant="default" c="var(--crm-seal)" onClick={() => ask({ form: 'void', payment })}>
              {p.makeVoid}
            </Button>
          </Group>
        )}
      </Section>
      <Vouchers id={payment.id} />
    </>
  );
}

function Vouchers({ id }: { id: number }) {
  const t = useText();
  const list = useQuery({
    queryKey: ['attachment', 'payment', id],
    queryFn: () => services.attachment.List('payment', id),
  }).data;
  const add = async (files: Picked[]) => {
    for (const file of files) await services.attachment.Add('payment', id, file.token).catch(fail);
  };
  const save = (file: attachment.Attachment) =>
    void services.attachment
      .URL(file.id)
      .then((url) => saveFile(url, file.name))
      .catch(fail);
  return (
    <Section title={t.payments.vouchers} count={list?.length}>
      {list?.map((file) => (
        <div key={file.id} className={css.file}>
          <span className={css.fileName}>
            <LinkButton onClick={() => save(file)}>{file.name}</LinkButton>
          </span>
          <IconButton label={t.ui.actions.download} onClick={() => save(file)}>
            <IconDownload size="1.0625rem" />
          </IconButton>
          <IconButton
            label={t.customers.removeFile}
            onClick={() => void services.attachment.Trash(file.id).catch(fail)}
          >
            <IconX size="1.0625rem" />
          </IconButton>
        </div>
      ))}
      <FileDrop label={t.payments.voucher} filter="any" many onFiles={(files) => void add(files)} />
    </Section>
  );
}
