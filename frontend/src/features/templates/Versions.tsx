import { Button, Modal, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { saveFile, services } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, count, dateTime } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { LinkButton, Section } from '@/ui/layout';
import { api, type VersionInfo } from './api';
import { DifferenceView } from './Difference';
import css from './library.module.css';
import old from './templates.module.css';

const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });

/** The name of a version: 草稿, 第 3 版. */
export function useVersionName(): (v: VersionInfo) => string {
  const t = useText();
  return (v) => (v.state === 'draft' ? t.templates.draft : t.templates.nth(v.n));
}

/** Number of contracts that were made with a template. */
export const contractsWith = async (id: number): Promise<number> =>
  (await services.contract.List({ templateId: id, limit: 1 })).total;

/** The history of a template: look at a version, and with the one looked at: compare, take back, give away. */
export function Versions(props: {
  id: number;
  versions: VersionInfo[];
  shown: number;
  onShow: (version: number) => void;
}) {
  const t = useText();
  const v = t.library.versions;
  const name = useVersionName();
  const { versions, shown } = props;
  const [pair, setPair] = useState<[number, number] | undefined>(undefined);
  const current = versions.find((one) => one.current);
  const older = (one: VersionInfo) => versions[versions.indexOf(one) + 1];
  const restore = (one: VersionInfo) => void api.RestoreVersion(one.id).catch(fail);
  const exportOne = async (one: VersionInfo) => {
    const file = await api.ExportVersion(one.id);
    await saveFile(file.url ?? '', file.name);
  };
  return (
    <Section
      title={t.templates.versions}
      count={versions.length}
      action={
        versions.length > 1 && (
          <LinkButton onClick={() => setPair([versions[1]?.id ?? 0, versions[0]?.id ?? 0])}>
            {v.compare}
          </LinkButton>
        )
      }
    >
      <ul className={css.plain}>
        {versions.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className={old.version}
              aria-pressed={one.id === shown}
              onClick={() => props.onShow(one.id)}
            >
              <span>{name(one)}</span>
              {one.current && <span className={old.tag}>{t.templates.inUse}</span>}
              <span className={old.gap} />
              <span className={old.muted} title={dateTime(one.publishedAt || one.updatedAt)}>
                {ago(one.publishedAt || one.updatedAt)}
              </span>
            </button>
            {one.id === shown && (
              <div className={css.versionTools} role="group" aria-label={v.more(name(one))}>
                {current && current.id !== one.id && (
                  <LinkButton
                    onClick={() =>
                      setPair(one.state === 'draft' ? [current.id, one.id] : [one.id, current.id])
                    }
                  >
                    {v.withCurrent}
                  </LinkButton>
                )}
                {one.current && older(one) && (
                  <LinkButton onClick={() => setPair([older(one)?.id ?? 0, one.id])}>
                    {v.withOlder}
                  </LinkButton>
                )}
                {one.state !== 'draft' && !one.current && (
                  <LinkButton onClick={() => restore(one)}>{v.restore}</LinkButton>
                )}
                <LinkButton onClick={() => void exportOne(one).catch(fail)}>{v.export}</LinkButton>
              </div>
            )}
          </li>
        ))}
      </ul>
      {pair && <CompareVersions versions={versions} pair={pair} onPair={setPair} onRestore={restore} />}
    </Section>
  );
}

function CompareVersions(props: {
  versions: VersionInfo[];
  pair: [number, number];
  onPair: (pair: [number, number] | undefined) => void;
  onRestore: (version: VersionInfo) => void;
}) {
  const t = useText();
  const v = t.library.versions;
  const name = useVersionName();
  const { versions, pair, onPair } = props;
  const [from, to] = pair;
  const query = useQuery({
    queryKey: ['template', 'difference', from, to],
    queryFn: () => api.Difference(from, to),
  });
  const data = versions.map((one) => ({ value: String(one.id), label: name(one) }));
  const older = versions.find((one) => one.id === from);
  return (
    <Modal
      opened
      onClose={() => onPair(undefined)}
      size="xl"
      title={v.title}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <div className={css.pair}>
        <NativeSelect
          label={v.older}
          data={data}
          value={String(from)}
          onChange={(event) => onPair([Number(event.currentTarget.value), to])}
        />
        <NativeSelect
          label={v.newer}
          data={data}
          value={String(to)}
          onChange={(event) => onPair([from, Number(event.currentTarget.value)])}
        />
        <span className={old.gap} />
        {older && older.state !== 'draft' && !older.current && (
          <Button
            variant="default"
            onClick={() => {
              props.onRestore(older);
              onPair(undefined);
            }}
          >
            {name(older)} · {v.restore}
          </Button>
        )}
      </div>
      {query.error ? (
        <p role="alert" className={css.problem}>
          {sentence(query.error)}
        </p>
      ) : (
        query.data && <DifferenceView difference={query.data} />
      )}
    </Modal>
  );
}

/**
 * Publishes a template's draft. Where contracts use the template the difference is shown first and
 * confirmed; otherwise it is done at once. `save` runs before (an editor's last words), `onDone` after.
 * The hook gives what starts it and the dialog to mount.
 */
export function usePublish(id: number, o: { save?: () => Promise<void>; onDone?: () => void } = {}) {
  const t = useText();
  const v = t.library.versions;
  const go = useGo();
  const [asked, setAsked] = useState<{ from: number; draft: number; contracts: number } | undefined>(
    undefined,
  );
  const [busy, setBusy] = useState(false);
  const act = async () => {
    const { kind } = await api.Publish(id);
    setAsked(undefined);
    if (kind !== 'quote')
      show({
        text: v.ready,
        lasts: 10_000,
        action: { label: v.contractWith, run: () => go(`/contracts/new?template=${id}`) },
      });
    o.onDone?.();
  };
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (cause) {
      fail(cause);
    } finally {
      setBusy(false);
    }
  };
  const publish = () =>
    void run(async () => {
      await o.save?.();
      const { template } = await api.Get(id);
      const contracts = template.currentId === 0 ? 0 : await contractsWith(id);
      if (contracts === 0) await act();
      else setAsked({ from: template.currentId, draft: template.draftId, contracts });
    });
  const dialog = asked && (
    <Modal
      opened
      onClose={() => setAsked(undefined)}
      size="xl"
      title={v.publishTitle}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <p className={css.muted}>{v.inUse(count(asked.contracts))}</p>
      <Between from={asked.from} to={asked.draft} />
      <div className={old.dialogFoot}>
        <Button variant="default" onClick={() => setAsked(undefined)}>
          {t.ui.actions.cancel}
        </Button>
        <Button loading={busy} data-autofocus onClick={() => void run(act)}>
          {v.publishNow}
        </Button>
      </div>
    </Modal>
  );
  return { publish, dialog, busy };
}

function Between({ from, to }: { from: number; to: number }) {
  const query = useQuery({
    queryKey: ['template', 'difference', from, to],
    queryFn: () => api.Difference(from, to),
    staleTime: 0,
  });
  if (query.error) return <p className={css.problem}>{sentence(query.error)}</p>;
  return query.data ? <DifferenceView difference={query.data} /> : null;
}

/** Above a template with a draft: see what changed, publish it, or drop it. */
export function DraftBanner({
  id,
  currentId,
  draftId,
  sound,
}: {
  id: number;
  currentId: number;
  draftId: number;
  sound: boolean;
}) {
  const t = useText();
  const v = t.library.versions;
  const { publish, dialog, busy } = usePublish(id);
  const [seen, setSeen] = useState(false);
  return (
    <div className={`${old.banner} ${css.banner}`}>
      <span>{currentId === 0 ? t.library.import.madeDraft : v.draftThere}</span>
      {currentId !== 0 && (
        <Button variant="default" onClick={() => setSeen(true)}>
          {v.see}
        </Button>
      )}
      <Button
        variant="default"
        loading={busy}
        disabled={!sound}
        title={sound ? undefined : v.problems}
        onClick={publish}
      >
        {v.publish}
      </Button>
      {dialog}
      {seen && (
        <Modal
          opened
          onClose={() => setSeen(false)}
          size="xl"
          title={v.title}
          closeButtonProps={{ 'aria-label': t.ui.actions.close }}
        >
          <Between from={currentId} to={draftId} />
        </Modal>
      )}
    </div>
  );
}
