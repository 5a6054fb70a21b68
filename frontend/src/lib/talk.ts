import { useEffect } from 'react';
import type { interaction } from '@/bridge';

/** What 记一笔 or a task is opened for, from whatever feature. Without a customer the form asks for one. */
export type Request =
  | {
      form: 'log';
      customerId?: number;
      opportunityId?: number;
      /** A lead; it has a customer once it has become one. */
      lead?: Lead;
      task?: interaction.TaskView;
      entry?: interaction.Entry;
    }
  | { form: 'task'; customerId?: number; opportunityId?: number; lead?: Lead; task?: interaction.TaskView };

export interface Lead {
  id: number;
  name: string;
}

let open: Request | undefined;
const listeners = new Set<() => void>();

/** Opens a form over whatever screen there is; undefined closes it. */
export function ask(request: Request | undefined): void {
  open = request;
  for (const listener of listeners) listener();
}
export const asked = (): Request | undefined => open;
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Customers on screen, the one shown last at the end: what a shortcut is about. */
const subjects: number[] = [];
export const subject = (): number => subjects.at(-1) ?? 0;
export function useSubject(customerId: number): void {
  useEffect(() => {
    subjects.push(customerId);
    return () => void subjects.splice(subjects.lastIndexOf(customerId), 1);
  }, [customerId]);
}
