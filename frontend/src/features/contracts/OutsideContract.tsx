import { Button, Menu } from '@mantine/core';
import { IconDots, IconExternalLink, IconFileDiff, IconFileDownload, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { openInReader } from '@/bridge';
import { useText } from '@/i18n';
import { fileSize } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Empty, IconButton, LinkButton, Section } from '@/ui/layout';
import { PdfView } from '@/ui/pdf/PdfView';
import { api, type Field, isClosed, type View } from './api';
import contractCss from './contract.module.css';
import shared from './contracts.module.css';
import { FieldInput } from './FieldInput';
import formCss from './form.module.css';
import { Money } from './Money';
import css from './outside.module.css';
import { fail, nameOf, savePaper } from './printing';
import type { ContractModel } from './useContract';
import { currencyChoices, useWords } from './words';

const withFile = (id: number, run: (url: string) => Promise<unknown>): void =>
  void api.OutsideURL(id).then(run).catch(fail);

/** A contract made outside: its facts on the left, the kept file on the right. */
export function OutsideBody(props: { model: ContractModel; view: View; refused: Record<string, string> }) {
  return (
    <div className={`${contractCss.body} ${css.body}`}>
      <div className={contractCss.left}>
        <div className={formCss.form}>
          <OutsideFacts {...props} />
        </div>
        {props.view.contract.kind !== 'quote' && <Money contractId={props.view.contract.id} />}
      </div>
      <KeptFile view={props.view} />
    </div>
  );
}

function OutsideFacts(props: { model: ContractModel; view: View; refused: Record<string, string> }) {
  const { model, view, refused } = props;
  const t = useText();
  const go = useGo();
  const words = useWords();
  const { contract } = view;
  const { edit } = model;
  const disabled = isClosed(contract);
  const facts: { name: keyof typeof contract & string; type: Field['type'] }[] = [
    { name: 'name', type: 'text' },
    { name: 'number', type: 'text' },
    { name: 'amount', type: 'money' },
    { name: 'currency', type: 'choice' },
    { name: 'signDate', type: 'date' },
    { name: 'startDate', type: 'date' },
    { name: 'endDate', type: 'date' },
    { name: 'remark', type: 'longText' },
  ];
  const onChange = useCallback(
    (field: Field, value: unknown) => {
      const name = field.key.replace('contract-', '');
      if (name !== 'amount') return edit({ [name]: value ?? '' });
      const typed = String(value ?? '0')
        .normalize('NFKC')
        .replace(/,/g, '');
      const minor = Math.round(Number(typed) * 100);
      if (Number.isSafeInteger(minor)) edit({ amount: minor });
    },
    [edit],
  );
  return (
    <Section title={t.contracts.form.facts}>
      <p className={css.party}>
        <span className={shared.muted}>{words.field('customer')}</span>{' '}
        <LinkButton onClick={() => go(`/customers/${contract.customerId}`)}>{view.customerName}</LinkButton>
      </p>
      <div className={shared.fields}>
        {facts.map(({ name, type }) => (
          <FieldInput
            key={name}
            field={{
              key: `contract-${name}`,
              label: name === 'currency' ? t.contracts.form.currency : words.field(name),
              type,
              value: name === 'amount' && contract.amount === 0 ? undefined : contract[name],
              text: '',
              origin: '',
              used: true,
              missing: false,
              required: name === 'currency',
              choices: name === 'currency' ? currencyChoices(t, contract.currency) : undefined,
              help:
                name === 'remark'
                  ? t.contracts.form.remarkNote
                  : name === 'amount' && contract.amount > 0
                    ? view.amountInWords
                    : undefined,
            }}
            pending={name in model.unsaved}
            problem={refused[name]}
            disabled={disabled}
            onChange={onChange}
          />
        ))}
      </div>
    </Section>
  );
}

function KeptFile({ view }: { view: View }) {
  const t = useText();
  const c = t.contracts.outside;
  const { id } = view.contract;
  const file = view.outside;
  const preview = useQuery({
    queryKey: ['contract', 'preview', id, file?.sha256],
    queryFn: () => api.Preview(id, { priceFree: false }),
    enabled: file?.printable === true,
    staleTime: Number.POSITIVE_INFINITY,
    meta: { kinds: [] },
  });
  if (!file) return null;
  if (file.printable)
    return (
      <PdfView label={file.name} source={preview.data} error={preview.error ?? undefined} note={c.original} />
    );
  return (
    <Empty title={file.name} text={c.noPages(fileSize(file.size))}>
      <Button leftSection={<IconExternalLink size="1.125rem" />} onClick={() => withFile(id, openInReader)}>
        {c.open}
      </Button>
      <Button variant="default" onClick={() => withFile(id, (url) => savePaper(url, file.name))}>
        {c.saveCopy}
      </Button>
    </Empty>
  );
}

/** What can be done with a contract made outside. */
export function OutsideActions({ view }: { view: View }) {
  const t = useText();
  const c = t.contracts.outside;
  const go = useGo();
  const { id } = view.contract;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconExternalLink size="1.125rem" />}
        onClick={() => withFile(id, openInReader)}
      >
        {c.open}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={t.ui.actions.more}>
            <IconDots size="1.25rem" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconFileDownload size="1.125rem" />}
            onClick={() => withFile(id, (url) => savePaper(url, view.outside?.name ?? nameOf(url)))}
          >
            {c.saveCopy}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileDiff size="1.125rem" />}
            onClick={() => go(`/contracts/${id}/compare`)}
          >
            {t.contracts.compare.title}
          </Menu.Item>
          <Menu.Item
            c="var(--crm-seal)"
            leftSection={<IconTrash size="1.125rem" />}
            onClick={() =>
              void api
                .Trash([id])
                .then(() => go('/contracts', true))
                .catch(fail)
            }
          >
            {c.trash}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
