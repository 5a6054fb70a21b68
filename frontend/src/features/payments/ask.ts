import type { Entry } from './api';

/** What the form at the right edge is opened for. */
export type Request =
  | {
      form: 'record';
      direction: 'in' | 'refund';
      /** 0: the form asks for one. */
      customerId: number;
      /** The money is for this contract. */
      contractId?: number;
      /** It is for this row first. */
      rowId?: number;
    }
  | { form: 'edit'; payment: Entry }
  | { form: 'void'; payment: Entry };

let open: Request | undefined;
const listeners = new Set<() => void>();

/** Opens the form over whatever screen there is; undefined closes it. */
export function ask(request: Request | undefined): void {
  open = request;
  for (const listener of listeners) listener();
}
export const asked = (): Request | undefined => open;
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
