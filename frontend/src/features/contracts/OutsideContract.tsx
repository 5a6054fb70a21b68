import { Button, Menu } from '@mantine/core';
import { IconDots, IconExternalLink, IconFileDiff, IconFileDownload, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { openInReader } from '@/bridge';
import { useText } from '@/i18n';
import { fileSize } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { Empty, IconButton, LinkButton, Section } from '@/ui/layout';
import { PdfView } from '@/ui/pdf/PdfView';
import { api, isClosed, type View } from './api';
import { FactInputs } from './ContractFacts';
import contractCss from './contract.module.css';
import shared from './contracts.module.css';
import formCss from './form.module.css';
import { Money } from './Money';
import css from './outside.module.css';
import { fail, nameOf, savePaper } from './printing';
import type { ContractModel } from './useContract';
import { useWords } from './words';

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
  return (
    <Section title={t.contracts.form.facts}>
      <p className={css.party}>
        <span className={shared.muted}>{words.field('customer')}</span>{' '}
        <LinkButton onClick={() => go(`/customers/${contract.customerId}`)}>{view.customerName}</LinkButton>
      </p>
      <FactInputs
        model={model}
        view={view}
        names={['name', 'number', 'amount', 'currency', 'signDate', 'startDate', 'endDate', 'remark']}
        disabled={isClosed(contract)}
        refused={refused}
        amountNote={contract.amount > 0 ? view.amountInWords : undefined}
      />
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
