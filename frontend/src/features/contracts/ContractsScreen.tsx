import { Button } from '@mantine/core';
import { IconFileImport, IconFileInvoice, IconFiles, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { hand } from '@/lib/dropped';
import { type ExportFormat, exportList } from '@/lib/exports';
import { count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { ConfirmDanger } from '@/ui/ConfirmDanger';
import { DropPage } from '@/ui/DropPage';
import { ExportMenu } from '@/ui/ExportMenu';
import { Empty } from '@/ui/layout';
import { type Picked, PickedBar, RecordList } from '@/ui/RecordList';
import { api, type Question, type Row } from './api';
import { ContractPeek } from './ContractPeek';
import { type RowActions, useColumns } from './columns';
import { PrintAsk } from './PrintAsk';
import { fail, printAgain } from './printing';
import { type Tab, useListing } from './useListing';

const tabs: readonly Tab[] = [
  { key: 'all', label: (t) => t.contracts.views.all, stages: [] },
  { key: 'draft', label: (t) => t.contracts.views.draft, stages: ['draft'] },
  { key: 'issued', label: (t) => t.contracts.views.issued, stages: ['printed', 'sent'] },
  { key: 'live', label: (t) => t.contracts.views.live, stages: ['signed', 'active'] },
  { key: 'expiring', label: (t) => t.contracts.views.expiring, stages: [], expiring: true },
  { key: 'done', label: (t) => t.contracts.views.done, stages: ['done', 'archived'] },
  { key: 'void', label: (t) => t.contracts.views.void, stages: ['void'] },
];

/** The list of contracts with the panel of one beside it. */
export default function ContractsScreen() {
  const t = useText();
  const go = useGo();
  const { list, question, text, setText, narrowed } = useListing('contracts', tabs);
  const columns = useColumns(useRowActions());

  return (
    <DropPage
      label={t.contracts.title}
      release={t.contracts.outside.release}
      onFile={(file) => {
        hand('/contracts/outside', file);
        go('/contracts/outside');
      }}
    >
      <RecordList<Row>
        path="/contracts"
        kind="contract"
        title={t.contracts.title}
        note={t.contracts.count}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconFileInvoice size="1.125rem" />}
              onClick={() => go('/quotes')}
            >
              {t.quotes.title}
            </Button>
            <Button
              variant="default"
              leftSection={<IconFileImport size="1.125rem" />}
              onClick={() => go('/contracts/outside')}
            >
              {t.contracts.outside.register}
            </Button>
            <Button
              variant="default"
              leftSection={<IconFiles size="1.125rem" />}
              onClick={() => go('/contracts/batch')}
            >
              {t.contracts.batch.title}
            </Button>
            <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => go('/contracts/new')}>
              {t.contracts.new}
            </Button>
          </>
        }
        search={{
          label: t.contracts.searchLabel,
          placeholder: t.contracts.search,
          command: 'contracts.search',
          text,
          onText: setText,
        }}
        columns={columns}
        {...list}
        peek={(peek) => <ContractPeek {...peek} />}
        bulk={(picked) => (
          <PickedBar label={t.contracts.selected(count(picked.count))} onClear={picked.clear}>
            <Give picked={picked} question={question} />
            <Delete picked={picked} question={question} />
          </PickedBar>
        )}
        empty={
          narrowed === 'text' ? (
            <Empty title={t.contracts.emptySearch(text)}>
              <Button variant="default" onClick={() => setText('')}>
                {t.contracts.clearSearch}
              </Button>
            </Empty>
          ) : narrowed === 'tab' ? (
            <Empty title={t.contracts.emptyView} />
          ) : (
            <Empty title={t.contracts.emptyTitle} text={t.contracts.emptyText}>
              <Button onClick={() => go('/contracts/new')}>{t.contracts.new}</Button>
              <Button variant="default" onClick={() => go('/templates')}>
                {t.contracts.toTemplates}
              </Button>
              <Button variant="default" onClick={() => go('/contracts/outside')}>
                {t.contracts.outside.register}
              </Button>
            </Empty>
          )
        }
      >
        <PrintAsk />
      </RecordList>
    </DropPage>
  );
}

/** What the buttons of a row do; always the same object, so that rows are not drawn again. */
function useRowActions(): RowActions {
  const go = useGo();
  const [, setPeek] = useSearchParam('peek');
  const latest = useRef<RowActions>(undefined);
  latest.current = {
    open: (row) => go(`/contracts/${row.id}`),
    peek: (row) => setPeek(String(row.id)),
    print: (row) => void printAgain(row.lastIssueId, `${row.number} ${row.name}`),
    copy: (row) =>
      void api
        .Duplicate(row.id)
        .then((made) => go(`/contracts/${made.contract.id}`))
        .catch(fail),
  };
  return useMemo<RowActions>(
    () => ({
      open: (row) => latest.current?.open(row),
      peek: (row) => latest.current?.peek(row),
      print: (row) => latest.current?.print(row),
      copy: (row) => latest.current?.copy(row),
    }),
    [],
  );
}

/** Deleting more than this asks first. */
const CONFIRM_OVER = 100;

interface Chosen {
  picked: Picked;
  question: Question;
}

/** The ids of what is chosen: all rows of the view when all are. */
const idsOf = async ({ picked: { selection }, question }: Chosen): Promise<number[]> =>
  selection.mode === 'some'
    ? [...selection.ids]
    : (await api.IDs({ ...question, offset: 0, limit: 0 })).filter((id) => !selection.except.has(id));

/** Writes what is chosen to a table. */
function Give(chosen: Chosen) {
  const [busy, setBusy] = useState(false);
  const give = async (format: ExportFormat) => {
    setBusy(true);
    try {
      await exportList('contracts', await idsOf(chosen), format);
    } catch (cause) {
      fail(cause);
    } finally {
      setBusy(false);
    }
  };
  return <ExportMenu list="contracts" disabled={busy} onPick={(format) => void give(format)} />;
}

/** Deletes what is chosen. */
export function Delete(chosen: Chosen) {
  const { picked } = chosen;
  const t = useText();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const trash = async () => {
    setBusy(true);
    try {
      const ids = await idsOf(chosen);
      await api.Trash(ids);
      picked.onTrashed(ids);
      picked.clear();
    } catch (cause) {
      fail(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        variant="default"
        c="var(--crm-seal)"
        loading={busy}
        leftSection={<IconTrash size="1.125rem" />}
        onClick={() => (picked.count > CONFIRM_OVER ? setAsking(true) : void trash())}
      >
        {t.contracts.actions.trash}
      </Button>
      <ConfirmDanger
        opened={asking}
        title={t.contracts.confirmTrash(count(picked.count))}
        text={t.contracts.confirmTrashText}
        action={t.contracts.actions.trash}
        onConfirm={() => void trash()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
