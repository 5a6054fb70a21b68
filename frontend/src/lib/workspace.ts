import { type backup, services, type workspace as workspaceTypes } from '@/bridge';

/** Which workspace there is and how it stands. */
export type WorkspaceStatus = workspaceTypes.Status;
export type RecentWorkspace = workspaceTypes.Recent;
/** A snapshot of the workspace. */
export type Backup = backup.Backup;

export const { workspace, backup: backups } = services;

export const workspaceQuery = {
  queryKey: ['workspace', 'status'],
  queryFn: () => workspace.Status(),
} as const;

export const isOpen = (status: WorkspaceStatus | undefined): boolean =>
  status?.state === 'open' || status?.state === 'readOnly';
