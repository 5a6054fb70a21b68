import { Button } from '@mantine/core';
import { IconCheck, IconDownload, IconFileImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { pickFiles, saveFile } from '@/bridge';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { ago, count, dateTime, fileSize } from '@/lib/format';
import { finished, jobs } from '@/lib/jobs';
import { queryClient } from '@/lib/query';
import { show } from '@/lib/toasts';
import { workspaceQuery } from '@/lib/workspace';
import { Empty, LinkButton } from '@/ui/layout';
import { act, fail, useBusy } from './act';
import { type BackupReport, backup, type Snapshot } from './api';
import { Loaded, Place, WorkspaceNotices } from './parts';
import { RestoreDialog, type Source } from './RestoreDialog';
import css from './settings.module.css';

/** The same key as the screen shown when a workspace does not open. */
const listKey = ['backup', 'list'];

/** 备份与恢复: snapshots, one archive to carry away, and bringing one back beside the live workspace. */
export default function BackupPage() {
  const t = useText();
  const b = t.settings.backup;
  const query = useQuery({ queryKey: listKey, queryFn: () => backup.List() });
  const dir = useQuery(workspaceQuery).data?.backupDir;
  const [source, setSource] = useState<Source | undefined>(undefined);
  const [busy, run] = useBusy();
  const now = () =>
    run(async () => {
      const made = await backup.Now();
      show({ text: b.done(dateTime(made.at)) });
      await queryClient.invalidateQueries({ queryKey: listKey });
    });
  const fromFile = async () => {
    try {
      const [file] = await pickFiles({ filter: 'backup' });
      if (file) setSource({ file });
    } catch (cause) {
      fail(cause);
    }
  };
  return (
    <>
      <WorkspaceNotices />
      <p className={css.lead}>{b.safe}</p>
      <div className={css.bar}>
        <Button loading={busy} onClick={() => void now()}>
          {b.now}
        </Button>
        <ArchiveButton />
        <Button
          variant="default"
          leftSection={<IconFileImport size="1rem" />}
          onClick={() => void fromFile()}
        >
          {b.fromFile}
        </Button>
      </div>
      <Loaded query={query}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={b.emptyTitle} text={b.emptyText}>
              <Button loading={busy} onClick={() => void now()}>
                {b.now}
              </Button>
            </Empty>
          ) : (
            <ul className={css.rows} aria-label={b.list}>
              {list.map((snapshot) => (
                <SnapshotRow
                  key={snapshot.name}
                  snapshot={snapshot}
                  onRestore={() => setSource({ snapshot })}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {dir && (
        <p className={css.foot}>
          {b.where} <Place path={dir} />
        </p>
      )}
      {source && <RestoreDialog source={source} onClose={() => setSource(undefined)} />}
    </>
  );
}

/** Everything in one file: made as a job that can be stopped, then saved where the person wants it. */
function ArchiveButton() {
  const t = useText();
  const b = t.settings.backup;
  const [job, setJob] = useState<string | undefined>(undefined);
  const [percent, setPercent] = useState(0);
  const start = async () => {
    try {
      setPercent(0);
      const id = await backup.Archive();
      setJob(id);
      const url = await finished<string>(id, (state) => {
        if (state.total > 0) setPercent(Math.floor((100 * state.done) / state.total));
      });
      const name = decodeURIComponent(url.split('?')[0]?.split('/').at(-1) ?? '');
      if (await saveFile(url, name)) show({ text: b.archiveSaved(name) });
    } catch {
      // How the job ended is said by its own toast; a file not saved is said by the dialog.
    } finally {
      setJob(undefined);
    }
  };
  if (job !== undefined)
    return (
      <Button variant="default" onClick={() => act(jobs.Cancel(job))}>
        {b.archiving} {percent}% · {b.stop}
      </Button>
    );
  return (
    <Button
      variant="default"
      title={b.archiveNote}
      leftSection={<IconDownload size="1rem" />}
      onClick={() => void start()}
    >
      {b.archive}
    </Button>
  );
}

function SnapshotRow({ snapshot, onRestore }: { snapshot: Snapshot; onRestore: () => void }) {
  const t = useText();
  const shared = useShared();
  const b = t.settings.backup;
  const [state, setState] = useState<'checking' | BackupReport | { problem: string } | undefined>(undefined);
  const check = async () => {
    setState('checking');
    try {
      setState(await backup.Check(snapshot.name));
    } catch (cause) {
      setState({ problem: sentence(cause) });
    }
  };
  return (
    <li className={css.row}>
      <div className={css.rowMain}>
        <span className="num">{dateTime(snapshot.at)}</span>{' '}
        <span className={css.chip}>{shared(`backup.kind.${snapshot.kind}`)}</span>
        <div className={css.muted}>
          {ago(snapshot.at)} · {fileSize(snapshot.bytes)} · <Verified state={state} />
        </div>
      </div>
      <div className={css.rowEnd}>
        <LinkButton
          title={`${b.check} ${dateTime(snapshot.at)}`}
          onClick={() => state !== 'checking' && void check()}
        >
          {b.check}
        </LinkButton>
        <LinkButton title={b.restoreOf(dateTime(snapshot.at))} onClick={onRestore}>
          {b.restore}
        </LinkButton>
      </div>
    </li>
  );
}

function Verified({ state }: { state: 'checking' | BackupReport | { problem: string } | undefined }) {
  const t = useText();
  const b = t.settings.backup;
  if (state === undefined) return <span>{b.verifiedMade}</span>;
  if (state === 'checking') return <span role="status">{b.checking}</span>;
  if ('problem' in state)
    return (
      <span className={css.bad} role="alert">
        {state.problem}
      </span>
    );
  if (state.missing > 0)
    return (
      <span className={css.bad} role="alert">
        {b.missing(count(state.missing))}
      </span>
    );
  return (
    <span className={css.ok} role="status">
      <IconCheck size="0.875rem" aria-hidden /> {b.sound(count(state.tables), count(state.files))}
    </span>
  );
}
