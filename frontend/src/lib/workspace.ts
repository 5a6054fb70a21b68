import { service } from '@/bridge';

/** The workspace as the page sees it. */
export interface WorkspaceStatus {
  open: boolean;
  dir: string;
  name: string;
  readOnly: boolean;
  /** Why it is not open, or what to know about it. */
  problem: { code: string; params?: Record<string, unknown> } | null;
  notices: { code: string; params?: Record<string, unknown> }[];
  sample: boolean;
}

interface WorkspaceService {
  Status(): Promise<WorkspaceStatus>;
}
export const workspace = service<WorkspaceService>('workspace');

export const workspaceStatus = (): Promise<WorkspaceStatus> => workspace.Status();
