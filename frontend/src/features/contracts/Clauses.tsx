import { Menu, Switch } from '@mantine/core';
import {
  IconChevronDown,
  IconExternalLink,
  IconFileDiff,
  IconFileDownload,
  IconPrinter,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { Empty } from '@/ui/layout';
import { api, type Clause, type DeviationInput, type Target, type View } from './api';
import { ClauseEditor } from './ClauseEditor';
import { ClauseRow, nameOfClause, type Row, type RowActions } from './ClauseRow';
import { Conflicts } from './Conflicts';
import css from './clauses.module.css';
import { emptyClause, type Node } from './clauseText';
import shared from './contracts.module.css';
import { fail, nameOf, openPaper, paperToPrinter, savePaper } from './printing';
import { ReasonForm } from './ReasonForm';
import type { ContractModel } from './useContract';

/** What is being done to a row: asking why, or writing. */
interface Doing {
  row: string;
  step: 'unlock' | 'unlockRemoval' | 'unlockAddition' | 'edit' | 'add';
  reason: string;
}

/** 条款: the text of this one deal clause by clause, with what deviates from the template. */
export function Clauses({ model, view }: { model: ContractModel; view: View }) {
  const t = useText();
  const c = t.contracts.clauses;
  const { contract } = view;
  const { id } = contract;
  const list = useQuery({
    queryKey: ['contract', 'clauses', id, contract.version],
    queryFn: () => api.Clauses(id),
    placeholderData: (before) => before,
    meta: { kinds: ['contract', 'customer', 'contact', 'company'] },
  });
  const [onlyChanged, setOnlyChanged] = useState(false);
  const [doing, setDoing] = useState<Doing | undefined>(undefined);
  const root = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(list.data?.clauses ?? []), [list.data]);
  const count = view.deviationCount;
  useEffect(() => {
    if (count === 0) setOnlyChanged(false);
  }, [count]);

  const deviate = async (input: DeviationInput) => {
    await model.act((version) => api.Deviate(id, version, input));
  };
  const stop = (key: string) => {
    setDoing(undefined);
    window.requestAnimationFrame(() =>
      root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"] [data-clause-edit]`)?.focus(),
    );
  };
  const remove = async (row: Row, reason: string) => {
    try {
      await deviate({ id: '', clause: row.clause.address, kind: 'removed', body: [], reason });
      setDoing(undefined);
    } catch (cause) {
      fail(cause);
    }
  };
  const restore = async (row: Row) => {
    const v = row.clause.deviation;
    if (!v) return;
    const left = (v.body ?? []).filter((_, i) => i !== row.nth);
    try {
      if (v.kind === 'added' && left.length > 0)
        await deviate({ id: v.id, clause: v.clause, kind: 'added', body: left, reason: v.reason });
      else await model.act((version) => api.RemoveDeviation(id, version, v.id));
    } catch (cause) {
      fail(cause);
    }
  };
  const latest = useRef<RowActions>(undefined);
  latest.current = {
    edit: (row) =>
      setDoing({
        row: row.key,
        step: row.standard && !row.clause.deviation ? 'unlock' : 'edit',
        reason: row.clause.deviation?.reason ?? '',
      }),
    add: (row) => setDoing({ row: row.key, step: row.standardAfter ? 'unlockAddition' : 'add', reason: '' }),
    remove: (row) =>
      row.standard && !row.clause.deviation
        ? setDoing({ row: row.key, step: 'unlockRemoval', reason: '' })
        : void remove(row, row.clause.deviation?.reason ?? ''),
    restore: (row) => void restore(row),
  };
  const actions = useMemo<RowActions>(
    () => ({
      edit: (row) => latest.current?.edit(row),
      add: (row) => latest.current?.add(row),
      remove: (row) => latest.current?.remove(row),
      restore: (row) => latest.current?.restore(row),
    }),
    [],
  );

  if (list.error && !list.data) return <Empty title={sentence(list.error)} />;
  if (!list.data) return <output className={shared.opening}>{t.contracts.opening}</output>;
  const { editable } = list.data;
  const shown = onlyChanged ? rows.filter((row) => row.clause.deviation) : rows;
  const editor = (
    row: Row,
    start: Node,
    label: string,
    ordinals: number[],
    save: (clauses: Node[], reason: string) => Promise<void>,
  ) => (
    <ClauseEditor
      label={label}
      start={start}
      place={{ versionId: contract.templateVersionId, ordinals, targets: list.data?.targets ?? noTargets }}
      reason={doing?.reason ?? ''}
      onSave={async (clauses, reason) => {
        await save(clauses, reason);
        stop(row.key);
      }}
      onCancel={() => stop(row.key)}
      problemOf={sentence}
    />
  );
  return (
    <section ref={root} className={css.clauses} aria-label={c.title}>
      <div className={css.bar}>
        <strong className={css.count} role="status">
          {count === 0 ? c.same : c.differs(count)}
        </strong>
        {count > 0 && (
          <>
            <Switch
              size="sm"
              label={c.onlyChanged}
              checked={onlyChanged}
              onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
            />
            <SheetMenu id={id} ready={() => model.saver.flush()} title={`${view.number} ${c.sheet}`} />
          </>
        )}
      </div>
      {!editable && <p className={css.note}>{c.closed}</p>}
      {list.data.conflicts.length > 0 && (
        <Conflicts
          list={list.data.conflicts}
          clauses={list.data.clauses}
          editable={editable}
          targets={list.data.targets}
          versionId={contract.templateVersionId}
          onDecide={deviate}
          onDrop={async (deviation) => {
            await model.act((version) => api.RemoveDeviation(id, version, deviation));
          }}
        />
      )}
      {rows.length === 0 && <Empty title={c.none} />}
      {shown.map((row, nth) => {
        const mine = doing?.row === row.key ? doing : undefined;
        const { clause } = row;
        const enters = clause.annex !== '' && clause.annex !== shown[nth - 1]?.clause.annex;
        const name = nameOfClause(clause);
        const v = clause.deviation;
        return (
          <div
            key={row.key}
            data-row={row.key}
            className={css.row}
            data-level={clause.level}
            style={{ paddingLeft: `${Math.max(0, clause.level - 1) * 1.25}rem` }}
          >
            {enters && <h3 className={css.annex}>{clause.annex}</h3>}
            {mine?.step === 'edit' && clause.node ? (
              editor(row, clause.node, c.editOf(name), clause.ordinals, async (clauses, reason) => {
                await deviate({
                  id: v?.id ?? '',
                  clause: clause.address,
                  kind: v?.kind === 'added' ? 'added' : 'changed',
                  body: v?.kind === 'added' ? (v.body ?? []).toSpliced(row.nth, 1, ...clauses) : clauses,
                  reason,
                });
              })
            ) : (
              <ClauseRow row={row} actions={editable ? actions : undefined} />
            )}
            {mine?.step === 'unlock' && (
              <ReasonForm
                label={c.unlockOf(name)}
                action={c.unlock}
                onReason={(reason) => setDoing({ row: row.key, step: 'edit', reason })}
                onCancel={() => stop(row.key)}
              />
            )}
            {mine?.step === 'unlockRemoval' && (
              <ReasonForm
                label={c.removeOf(name)}
                action={c.remove}
                onReason={(reason) => remove(row, reason)}
                onCancel={() => stop(row.key)}
              />
            )}
            {mine?.step === 'unlockAddition' && (
              <ReasonForm
                label={c.addAfter(name)}
                action={c.unlock}
                onReason={(reason) => setDoing({ row: row.key, step: 'add', reason })}
                onCancel={() => stop(row.key)}
              />
            )}
            {mine?.step === 'add' &&
              editor(
                row,
                emptyClause(clause.node ?? clause.base),
                c.addAfter(name),
                after(clause),
                async (clauses, reason) => {
                  const old = list.data.clauses.find(
                    (k) => k.address === clause.address && k.state === 'added',
                  );
                  const at = clause.state === 'added' ? row.nth + 1 : 0;
                  await deviate({
                    id: old?.deviation?.id ?? '',
                    clause: clause.address,
                    kind: 'added',
                    body: (old?.deviation?.body ?? []).toSpliced(at, 0, ...clauses),
                    reason: reason || (old?.deviation?.reason ?? ''),
                  });
                },
              )}
          </div>
        );
      })}
    </section>
  );
}

/** The separate paper that lists the deviations. */
function SheetMenu({ id, title, ready }: { id: number; title: string; ready: () => Promise<void> }) {
  const t = useText();
  const c = t.contracts.clauses;
  const run = (to: (url: string) => Promise<unknown>) =>
    void ready()
      .then(() => api.DeviationSheet(id))
      .then((sheet) => to(sheet.url))
      .catch(fail);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={css.sheet} title={c.sheetNote}>
          <IconFileDiff size="1.0625rem" />
          {c.sheet}
          <IconChevronDown size="0.9375rem" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{c.sheetNote}</Menu.Label>
        <Menu.Item
          leftSection={<IconFileDownload size="1.125rem" />}
          onClick={() => run((url) => savePaper(url, nameOf(url)))}
        >
          {c.sheetSave}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPrinter size="1.125rem" />}
          onClick={() => run((url) => paperToPrinter(url, title))}
        >
          {c.sheetPrint}
        </Menu.Item>
        <Menu.Item leftSection={<IconExternalLink size="1.125rem" />} onClick={() => run(openPaper)}>
          {t.contracts.actions.openReader}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function rowsOf(clauses: readonly Clause[]): Row[] {
  const seen = new Map<string, number>();
  const locks = new Map(clauses.filter((k) => k.state !== 'added').map((k) => [k.address, k.lock]));
  return clauses.map((clause) => {
    const added = clause.state === 'added';
    const id = clause.deviation?.id ?? '';
    const nth = added ? (seen.get(id) ?? 0) : 0;
    if (added) seen.set(id, nth + 1);
    const inside = added ? [] : clauses.filter((k) => k.address.startsWith(`${clause.address}.`));
    return {
      key: added ? `${clause.address} ${id} ${nth}` : clause.address,
      clause,
      nth,
      parent: inside.length > 0,
      standard: clause.needsReason || inside.some((k) => k.needsReason),
      standardAfter: locks.get(clause.parent) === 'standard',
    };
  });
}

const noTargets: Target[] = [];

/** Where a clause after another one stands. */
const after = ({ ordinals, level }: Clause): number[] => {
  const last = ordinals.at(-1);
  return last === undefined ? Array(Math.max(1, level)).fill(1) : ordinals.with(-1, last + 1);
};
