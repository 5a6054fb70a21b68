import { Button, Menu, Popover } from '@mantine/core';
import {
  IconChevronDown,
  IconCopy,
  IconDots,
  IconExternalLink,
  IconFileDiff,
  IconFileDownload,
  IconFileTypeDocx,
  IconHistory,
  IconPrinter,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { useGo } from '@/lib/navigate';
import { IconButton, Keys } from '@/ui/layout';
import { HistoryDialog } from '@/ui/RecordHistory';
import { api, type View } from './api';
import css from './contract.module.css';
import shared from './contracts.module.css';
import { fail, saveIssue, saveWord, toPaper, viewIssue } from './printing';
import type { ContractModel } from './useContract';

/** Printing first; everything else that can be done with the contract behind two menus. */
export function Actions(props: {
  model: ContractModel;
  view: View;
  priceFree: boolean;
  setPriceFree: (on: boolean) => void;
  onFill: (field: string) => void;
}) {
  const { model, view, priceFree } = props;
  const t = useText();
  const a = t.contracts.actions;
  const go = useGo();
  const [busy, setBusy] = useState(false);
  const [history, setHistory] = useState(false);
  /** What waits for an answer about the gaps. */
  const [asking, setAsking] = useState<{ labels: string[]; proceed: () => void } | undefined>(undefined);
  const { contract } = view;
  const closed = contract.stage === 'void' || contract.stage === 'archived';

  /** Issues what there is, unless it has been issued just so, and goes on with the exact bytes. */
  const issued = async (run: (issueId: number, url: string) => Promise<void>, allowGaps = false) => {
    setBusy(true);
    try {
      if (closed) {
        const last = view.issues[0];
        if (last) await run(last.id, await api.IssuePDF(last.id));
        return;
      }
      await model.saver.flush();
      const gaps = (model.now() ?? view).fields.filter((field) => field.missing);
      if (gaps.length > 0 && !allowGaps) {
        setAsking({ labels: gaps.map((g) => g.label), proceed: () => void issued(run, true) });
        return;
      }
      const out = await api.Issue(contract.id, model.saver.current, { priceFree, allowGaps });
      await model.load();
      await run(out.issue.id, out.url);
    } catch (cause) {
      fail(cause);
    } finally {
      setBusy(false);
    }
  };
  const print = () =>
    void issued((issueId, url) => toPaper(issueId, url, `${model.now()?.number ?? ''} ${contract.name}`));
  const save = () => void issued(saveIssue);
  const open = () => void issued(viewIssue);
  const word = () => void saveWord(contract.id, () => model.saver.flush());
  useCommand('contracts.print', print);
  useCommand('contracts.save', save);
  const compare = () => go(`/contracts/${contract.id}/compare`);
  useCommand('contracts.compare', compare, contract.issueCount > 0);

  const firstGap = view.fields.find((field) => field.missing)?.key ?? '';
  const nothingToPrint = closed && view.issues.length === 0;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            disabled={nothingToPrint}
            leftSection={<IconFileDownload size="1.125rem" />}
            rightSection={<IconChevronDown size="1rem" />}
          >
            {a.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileDownload size="1.125rem" />} onClick={save}>
            {a.savePdf}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileTypeDocx size="1.125rem" />} onClick={word}>
            {a.saveWord}
          </Menu.Item>
          <Menu.Item leftSection={<IconExternalLink size="1.125rem" />} onClick={open}>
            {a.openReader}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => props.setPriceFree(!priceFree)}>
            {priceFree ? a.withPrices : a.withoutPrices}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Popover
        opened={asking !== undefined}
        onChange={(on) => !on && setAsking(undefined)}
        position="bottom-end"
        width="20rem"
        trapFocus
        withArrow
      >
        <Popover.Target>
          <Button
            loading={busy}
            disabled={nothingToPrint}
            leftSection={<IconPrinter size="1.125rem" />}
            rightSection={<Keys keys="mod+KeyP" />}
            className={css.print}
            onClick={print}
          >
            {priceFree ? a.printFree : a.print}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          {asking && (
            <div>
              <p className={css.gapsTitle}>{a.gaps(asking.labels.length)}</p>
              <p className={shared.muted}>{a.gapList(asking.labels.slice(0, 8))}</p>
              <div className={shared.dialogFoot}>
                <Button
                  variant="default"
                  onClick={() => {
                    setAsking(undefined);
                    asking.proceed();
                  }}
                >
                  {a.leaveBlank}
                </Button>
                <Button
                  data-autofocus
                  onClick={() => {
                    setAsking(undefined);
                    props.onFill(firstGap);
                  }}
                >
                  {a.fill}
                </Button>
              </div>
            </div>
          )}
        </Popover.Dropdown>
      </Popover>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={t.ui.actions.more}>
            <IconDots size="1.25rem" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCopy size="1.125rem" />}
            onClick={() =>
              void model.saver
                .flush()
                .then(() => api.Duplicate(contract.id))
                .then((made) => go(`/contracts/${made.contract.id}`))
                .catch(fail)
            }
          >
            {a.duplicate}
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size="1.125rem" />} onClick={() => setHistory(true)}>
            {t.clean.history.show}
          </Menu.Item>
          {contract.issueCount > 0 && (
            <Menu.Item leftSection={<IconFileDiff size="1.125rem" />} onClick={compare}>
              {t.contracts.compare.title}
            </Menu.Item>
          )}
          {!closed && contract.parties !== null && (
            <Menu.Item
              leftSection={<IconRefresh size="1.125rem" />}
              onClick={() =>
                void model.act((version) => api.RefreshParties(contract.id, version)).catch(fail)
              }
            >
              {a.refreshParties}
            </Menu.Item>
          )}
          {!closed && view.newerVersionId !== 0 && (
            <Menu.Item
              onClick={() =>
                void model.act((version) => api.UseNewestVersion(contract.id, version)).catch(fail)
              }
            >
              {t.contracts.banner.useNewer}
            </Menu.Item>
          )}
          {contract.issueCount === 0 && (
            <Menu.Item
              c="var(--crm-seal)"
              leftSection={<IconTrash size="1.125rem" />}
              onClick={() =>
                void api
                  .Trash([contract.id])
                  .then(() => go('/contracts', true))
                  .catch(fail)
              }
            >
              {a.trash}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {history && (
        <HistoryDialog
          kind="contract"
          id={contract.id}
          title={[view.number, contract.name].filter(Boolean).join(' ')}
          onClose={() => setHistory(false)}
        />
      )}
    </>
  );
}
