import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { door } from '@/bridge';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { workspaceQuery } from '@/lib/workspace';
import { Empty, LinkButton } from '@/ui/layout';
import { act, fail } from './act';
import { shell } from './api';
import css from './settings.module.css';

/** What a page reads: waiting, the reason it cannot be read, or the page. */
export function Loaded<T>(props: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const t = useText();
  const { query } = props;
  if (query.data !== undefined) return props.children(query.data);
  if (query.isError)
    return (
      <Empty title={sentence(query.error)}>
        <Button onClick={() => void query.refetch()}>{t.settings.retry}</Button>
      </Empty>
    );
  return <p className={css.waiting}>{t.settings.loading}</p>;
}

/** One thing a person should know, in amber. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <div className={css.warning} role="note">
      <IconAlertTriangle size="1.125rem" stroke={1.6} aria-hidden />
      <span>{children}</span>
    </div>
  );
}

/** What is to be known about the open workspace: read-only, not closed properly, in a synced folder. */
export function WorkspaceNotices() {
  const t = useText();
  const shared = useShared();
  const status = useQuery(workspaceQuery).data;
  if (!status) return null;
  return (
    <>
      {status.state === 'readOnly' && <Warning>{t.settings.workspace.readOnly}</Warning>}
      {status.notices
        .filter((notice) => notice.code !== 'store.read_only')
        .map((notice) => (
          <Warning key={notice.code}>{shared(notice.code, notice.params)}</Warning>
        ))}
    </>
  );
}

/** A folder: typed, or chosen with the native dialog where there is one. */
export function FolderField(props: {
  label: string;
  note: string;
  value: string;
  error: string;
  onChange: (dir: string) => void;
}) {
  const t = useText();
  const choose = async () => {
    try {
      const dir = await shell.PickFolder();
      if (dir !== '') props.onChange(dir);
    } catch (cause) {
      fail(cause);
    }
  };
  return (
    <div className={css.folder}>
      <TextInput
        data-autofocus
        label={props.label}
        description={props.note}
        value={props.value}
        error={props.error === '' ? undefined : props.error}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {door === 'window' && <LinkButton onClick={() => void choose()}>{t.settings.windowFolder}</LinkButton>}
    </div>
  );
}

/** A path with what can be done with it: shown in the file manager, or copied. */
export function Place({ path }: { path: string }) {
  const t = useText();
  return (
    <>
      <span className={css.path}>{path}</span>{' '}
      {door === 'window' && (
        <LinkButton onClick={() => act(shell.Reveal(path))}>{t.settings.reveal}</LinkButton>
      )}
    </>
  );
}
