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
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { useGo } from '@/lib/navigate';
import { IconButton, Keys } from '@/ui/layout';
import { HistoryDialog } from '@/ui/RecordHistory';
import { api, type Field, isClosed, type View } from './api';
import css from './contract.module.css';
import shared from './contracts.module.css';
import { FLOOR } from './Form';
import { unreasoned } from './lines';
import { fail, saveIssue, saveWord, toPaper, viewIssue } from './printing';
import type { ContractModel } from './useContract';

/** Names of empty fields that are spelled out. */
const NAMED = 8;

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
  /** What waits for an answer about what is empty. */
  const [asking, setAsking] = useState<Asking | undefined>(undefined);
  const { contract } = view;
  const closed = isClosed(contract);
  const button = useRef<HTMLButtonElement>(null);
  const from = useRef<Element | null>(null);
  /** The focus goes back to where it was before the question, unless the person went elsewhere. */
  const giveBack = () =>
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      if (from.current instanceof HTMLElement) from.current.focus();
      if (document.activeElement === document.body) button.current?.focus();
    });
  // A button that works cannot have the focus: it is given back once none does.
  const owed = useRef(false);
  useEffect(() => {
    if (busy || !owed.current) return;
    owed.current = false;
    giveBack();
  });

  /** Issues what there is, unless it has been issued just so, and goes on with the exact bytes. */
  const issued = async (
    run: (issueId: number, url: string) => Promise<void>,
    anyway: string,
    answered = false,
  ) => {
    setBusy(true);
    try {
      if (closed) {
        const last = view.issues[0];
        if (last) await run(last.id, await api.IssuePDF(last.id));
        return;
      }
      await model.saver.flush();
      const now = model.now() ?? view;
      const { lines, wholeDiscount, currency } = now.contract;
      if (unreasoned(lines, wholeDiscount, currency).length > 0) props.onFill(FLOOR);
      else if (!answered) {
        const gaps = now.fields.filter((field) => field.missing);
        // Said once, before the contract has a number: after that paper has been made of it so.
        const blanks = now.contract.number === '' ? now.fields.filter((field) => field.blank) : [];
        if (gaps.length + blanks.length > 0) {
          // A menu goes with its question.
          from.current = document.activeElement?.closest('[role="menu"]') ? null : document.activeElement;
          setAsking({ gaps, blanks, anyway, proceed: () => void issued(run, anyway, true) });
          return;
        }
      }
      const out = await api.Issue(contract.id, model.saver.current, { priceFree, allowGaps: answered });
      await model.load();
      await run(out.issue.id, out.url);
    } catch (cause) {
      fail(cause);
    } finally {
      owed.current = answered;
      setBusy(false);
    }
  };
  const print = () =>
    void issued(
      (issueId, url) => toPaper(issueId, url, `${model.now()?.number ?? ''} ${contract.name}`),
      a.printAnyway,
    );
  const save = () => void issued(saveIssue, a.saveAnyway);
  const open = () => void issued(viewIssue, a.openAnyway);
  const word = () => void saveWord(contract.id, () => model.saver.flush());
  useCommand('contracts.print', print);
  useCommand('contracts.save', save);
  const compare = () => go(`/contracts/${contract.id}/compare`);
  useCommand('contracts.compare', compare, contract.issueCount > 0);

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
        onChange={(on) => {
          if (on) return;
          setAsking(undefined);
          giveBack();
        }}
        position="bottom-end"
        width="20rem"
        trapFocus
        withArrow
      >
        <Popover.Target>
          <Button
            ref={button}
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
            <Empties
              of={asking}
              onFill={(field) => {
                setAsking(undefined);
                props.onFill(field);
              }}
              onProceed={() => {
                setAsking(undefined);
                giveBack();
                asking.proceed();
              }}
            />
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
                  .then(() => go(contract.kind === 'quote' ? '/quotes' : '/contracts', true))
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

interface Asking {
  /** Fields that must not be empty, and those for which paper has a line to write on. */
  gaps: Field[];
  blanks: Field[];
  /** What is done all the same, in words. */
  anyway: string;
  proceed: () => void;
}

/** What is empty, before it is paper. With nothing but blanks to write on, Enter goes on. */
function Empties(props: { of: Asking; onFill: (field: string) => void; onProceed: () => void }) {
  const { gaps, blanks, anyway } = props.of;
  const a = useText().contracts.actions;
  const some = (fields: Field[]) => {
    const labels = fields.slice(0, NAMED).map((field) => field.label);
    return fields.length > NAMED ? [...labels, '…'] : labels;
  };
  const must = gaps.length > 0;
  const fill = () => props.onFill((gaps[0] ?? blanks[0])?.key ?? '');
  return (
    <div>
      <p className={css.gapsTitle}>{must ? a.gaps(gaps.length) : a.byHand(blanks.length)}</p>
      <p className={shared.muted}>{a.gapList(some(must ? gaps : blanks))}</p>
      {must && blanks.length > 0 && <p className={shared.muted}>{a.alsoByHand(some(blanks))}</p>}
      <div className={shared.dialogFoot}>
        {must ? (
          <>
            <Button variant="default" onClick={props.onProceed}>
              {a.leaveBlank}
            </Button>
            <Button data-autofocus onClick={fill}>
              {a.fill}
            </Button>
          </>
        ) : (
          <>
            <Button variant="default" onClick={fill}>
              {a.fill}
            </Button>
            <Button data-autofocus onClick={props.onProceed}>
              {anyway}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
