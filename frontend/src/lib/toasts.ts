import { useSyncExternalStore } from 'react';
import type { JobState } from '@/bridge';

/** How long an undo is offered, in milliseconds. */
export const UNDO_MS = 8000;

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  /** Milliseconds; 0 stays until closed. */
  lasts: number;
  action?: { label: string; run: () => void };
  step?: number;
  job?: JobState;
}

let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function put(list: readonly Toast[]): void {
  toasts = list;
  for (const listener of listeners) listener();
}

export function dismiss(id: number): void {
  put(toasts.filter((t) => t.id !== id));
}

/** Shows a sentence; a new undoable step replaces the one before, so the corner stays calm. */
export function show(toast: Partial<Toast> & { text: string }): number {
  const id = next++;
  const full: Toast = { tone: 'plain', lasts: toast.tone === 'bad' ? 10_000 : 5000, ...toast, id };
  const kept = toasts.filter((t) => t.job !== undefined || (full.step === undefined && t.step === undefined));
  put([...kept.slice(-2), full]);
  return id;
}

/** Progress of long work: one toast per job, replaced on every event. */
export function showJob(job: JobState, text: string): void {
  const old = toasts.find((t) => t.job?.id === job.id);
  const toast: Toast = { id: old?.id ?? next++, text, tone: 'plain', lasts: 0, job };
  put(old ? toasts.map((t) => (t === old ? toast : t)) : [...toasts, toast]);
}

export function dismissJob(id: string): void {
  put(toasts.filter((t) => t.job?.id !== id));
}

export const useToasts = (): readonly Toast[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
