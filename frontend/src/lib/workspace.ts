import { service } from '@/bridge';

interface Said {
  code: string;
  params?: Record<string, unknown>;
}

/** Which workspace there is and how it stands: backend/workspace.Status. */
export interface WorkspaceStatus {
  state: 'open' | 'readOnly' | 'none' | 'damaged' | 'locked' | 'newer' | 'failed';
  dir: string;
  backupDir: string;
  uid: string;
  schema: number;
  /** The name of the folder. */
  name: string;
  /** What a person should know although the workspace is open. */
  notices: Said[];
  /** Why it is not open. */
  problem: Said | null;
}

export interface RecentWorkspace {
  dir: string;
  openedAt: number;
  exists: boolean;
}

interface WorkspaceService {
  Status(): Promise<WorkspaceStatus>;
  Open(dir: string): Promise<WorkspaceStatus>;
  Create(dir: string): Promise<WorkspaceStatus>;
  Recent(): Promise<RecentWorkspace[]>;
  DefaultDir(): Promise<string>;
}
export const workspace = service<WorkspaceService>('workspace');

export const workspaceQuery = {
  queryKey: ['workspace', 'status'],
  queryFn: () => workspace.Status(),
} as const;

/** A snapshot of the workspace: backend/backup.Backup. */
export interface Backup {
  name: string;
  at: number;
  bytes: number;
}
interface BackupService {
  List(): Promise<Backup[]>;
  Restore(name: string, dir: string): Promise<{ dir: string }>;
}
export const backups = service<BackupService>('backup');

export const isOpen = (status: WorkspaceStatus | undefined): boolean =>
  status?.state === 'open' || status?.state === 'readOnly';
