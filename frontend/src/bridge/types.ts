import type { Picked } from './files';

/** Shapes of the events; they arrive outside the generated bindings. */

/** One committed step: `backend/store.Change`. An empty id list means "many". */
export interface Change {
  step: number;
  label: string;
  params?: Record<string, unknown> | null;
  quiet: boolean;
  undoable: boolean;
  /** The step that this one undid; 0 otherwise. Label and params are then those of the undone step. */
  undoes: number;
  touched?: Record<string, number[]> | null;
  at: number;
  actor: string;
}

/** Long work: `backend/job.Job`. `total` is 0 while unknown. */
export interface JobState {
  id: string;
  kind: string;
  params: Record<string, unknown>;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number;
  result?: unknown;
  error?: { code: string; params?: Record<string, unknown> } | null;
}

/** Files dropped on the window: `backend/host/window`. Places are pixels of the page. */
export interface Drop {
  x: number;
  y: number;
  files: Picked[];
}
