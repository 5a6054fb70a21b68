import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { FirstRun } from '@/features/firstrun';
import { useText } from '@/i18n';
import { shared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { dateTime } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { applySettings, settingsQuery } from '@/lib/settings';
import { show } from '@/lib/toasts';
import { backups, isOpen, type WorkspaceStatus, workspace, workspaceQuery } from '@/lib/workspace';
import { Empty } from '@/ui/layout';
import css from './Shell.module.css';

/** What stands at the top of the navigation: the shop's name, else the product's. */
export function useWorkspaceName(): string {
  const t = useText();
  return useQuery(settingsQuery).data?.shopName || t.app.name;
}

/** Lets the app through when a workspace is open; otherwise says why not and what to do. */
export function WorkspaceGate({ children }: { children: ReactNode }) {
  const t = useText();
  const status = useQuery(workspaceQuery);
  const open = isOpen(status.data);
  const settings = useQuery({ ...settingsQuery, enabled: open });
  const loaded = settings.data;
  useEffect(() => {
    if (loaded) applySettings(loaded);
  }, [loaded]);
  // Said once, when the workspace opens.
  const uid = status.data?.uid;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the notices belong to the workspace that was opened
  useEffect(() => {
    for (const warning of status.data?.notices ?? [])
      show({ text: shared(warning.code, warning.params), lasts: 15_000 });
  }, [uid]);

  if (status.isPending) return <div className={css.center}>{t.app.trouble.opening}</div>;
  if (status.error)
    return (
      <div className={css.center}>
        <Empty title={sentence(status.error)}>
          <Button onClick={() => void status.refetch()}>{t.app.trouble.retry}</Button>
        </Empty>
      </div>
    );
  if (status.data.state === 'none') return <FirstRun create />;
  if (!open) return <Trouble status={status.data} />;
  if (settings.isPending) return <div className={css.center}>{t.app.trouble.opening}</div>;
  if (loaded && !loaded.firstRunDone) return <FirstRun create={false} />;
  return <>{children}</>;
}

/** The workspace is damaged, locked or newer: what is wrong, and the newest good backup. */
function Trouble({ status }: { status: WorkspaceStatus }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const list = useQuery({
    queryKey: ['backup', 'list'],
    queryFn: () => backups.List(),
    enabled: status.state === 'damaged',
  });
  const newest = list.data?.[0];

  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem('');
    try {
      await work();
      await queryClient.resetQueries();
    } catch (cause) {
      setProblem(sentence(cause));
    } finally {
      setBusy(false);
    }
  };
  const reason = status.problem && shared(status.problem.code, status.problem.params);
  return (
    <div className={css.center}>
      <Empty title={t.app.trouble.title} text={reason ?? undefined}>
        {newest && (
          <Button
            loading={busy}
            onClick={() =>
              void attempt(async () => {
                const restored = await backups.Restore(newest.name, '');
                await workspace.Open(restored.dir);
              })
            }
          >
            {t.app.trouble.restore}
          </Button>
        )}
        <Button
          variant="default"
          disabled={busy}
          onClick={() => void attempt(() => workspace.Open(status.dir))}
        >
          {t.app.trouble.retry}
        </Button>
      </Empty>
      <p>
        {t.app.trouble.where} {status.dir}
      </p>
      {newest && (
        <p>
          {t.app.trouble.newest(dateTime(newest.at))} {t.app.trouble.restoreNote}
        </p>
      )}
      {status.state === 'damaged' && list.data?.length === 0 && <p>{t.app.trouble.noBackup}</p>}
      {problem !== '' && <p role="alert">{problem}</p>}
    </div>
  );
}
