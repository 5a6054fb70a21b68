import { service } from '@/bridge';

/** Shapes of backend/history. */
export interface StepInfo {
  id: number;
  at: number;
  actor: string;
  label: string;
  params: Record<string, unknown>;
  quiet: boolean;
  undoable: boolean;
  undoes: number;
  undoneBy: number;
}
export interface FieldChange {
  field: string;
  old: unknown;
  new: unknown;
}
export interface HistoryEntry {
  id: number;
  step: StepInfo;
  op: 'created' | 'updated' | 'trashed' | 'restored' | 'purged';
  fields: FieldChange[];
}
export interface Trashed {
  kind: string;
  id: number;
  title: string;
  deletedAt: number;
  expiresAt: number;
}

interface HistoryService {
  Of(kind: string, id: number, limit: number, before: number): Promise<HistoryEntry[]>;
  Undo(step: number): Promise<unknown>;
  UndoLast(): Promise<unknown>;
  RedoLast(): Promise<unknown>;
  Trash(kind: string, limit: number, offset: number): Promise<{ items: Trashed[]; total: number }>;
  Restore(kind: string, ids: number[]): Promise<void>;
  Purge(kind: string, ids: number[]): Promise<void>;
  EmptyTrash(): Promise<{ purged: number; kept: number }>;
}

export const history = service<HistoryService>('history');
