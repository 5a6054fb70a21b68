import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { shared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { dateTime } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { backups, type WorkspaceStatus, workspace } from '@/lib/workspace';
import { LinkButton } from '@/ui/layout';
import css from './Shell.module.css';

/** The workspace is damaged, locked or newer: what is wrong, the newest good backup, other workspaces. */
export function Trouble({ status }: { status: WorkspaceStatus }) {
  const t = useText();
  const w = t.app.trouble;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const list = useQuery({
    queryKey: ['backup', 'list'],
    queryFn: () => backups.List(),
    enabled: status.state === 'damaged',
  });
  const recent = useQuery({ queryKey: ['workspace', 'recent'], queryFn: () => workspace.Recent() });
  const newest = list.data?.[0];
  const others = (recent.data ?? []).filter((r) => r.exists && r.dir !== status.dir).slice(0, 3);

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
  const open = (dir: string) => void attempt(() => workspace.Open(dir));
  const restore = (name: string) =>
    void attempt(async () => {
      const restored = await backups.Restore(name, '');
      await workspace.Open(restored.dir);
    });
  const reason = status.problem && shared(status.problem.code, status.problem.params);
  return (
    <main className={css.center}>
      <div className={css.trouble}>
        <h1 className={css.troubleTitle}>{w.title}</h1>
        {reason && <p>{reason}</p>}
        <p className={css.troubleNote}>
          {w.where} {status.dir}
        </p>
        {newest && (
          <p className={css.troubleNote}>
            {w.newest(dateTime(newest.at))} {w.restoreNote}
          </p>
        )}
        {status.state === 'damaged' && list.data?.length === 0 && <p>{w.noBackup}</p>}
        {problem !== '' && (
          <p role="alert" className={css.troubleProblem}>
            {problem}
          </p>
        )}
        <div className={css.troubleActions}>
          <Button variant="default" disabled={busy} onClick={() => open(status.dir)}>
            {w.retry}
          </Button>
          {newest && (
            <Button loading={busy} onClick={() => restore(newest.name)}>
              {w.restore}
            </Button>
          )}
        </div>
        {others.length > 0 && (
          <section aria-label={w.other} className={css.troubleOthers}>
            <h2 className={css.keyTitle}>{w.other}</h2>
            {others.map((other) => (
              <LinkButton key={other.dir} onClick={() => open(other.dir)}>
                {other.dir}
              </LinkButton>
            ))}
          </section>
        )}
      </div>
    </main>
  );
}
