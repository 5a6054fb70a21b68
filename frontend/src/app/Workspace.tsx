import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { FirstRun } from '@/features/firstrun';
import { useText } from '@/i18n';
import { shared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { applySettings, settingsQuery } from '@/lib/settings';
import { show } from '@/lib/toasts';
import { isOpen, workspaceQuery } from '@/lib/workspace';
import { Empty } from '@/ui/layout';
import css from './Shell.module.css';
import { Trouble } from './Trouble';

/** What stands at the top of the navigation: the shop's name, else the product's. */
export function useWorkspaceName(): string {
  const t = useText();
  return useQuery(settingsQuery).data?.shopName || t.app.name;
}

/** The workspace whose notices were said last: the gate is made anew with the language. */
let said: string | undefined;

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
    if (!uid || uid === said) return;
    said = uid;
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
  if (loaded && !loaded.firstRunDone && !status.data.readOnly) return <FirstRun create={false} />;
  return <>{children}</>;
}
