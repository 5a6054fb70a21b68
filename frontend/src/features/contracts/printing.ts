import { openInReader, type Printer, printers, printInPage, saveFile } from '@/bridge';
import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import { api, type PrintAction } from './api';

/** A print that waits for a printer to be chosen. */
export interface Job {
  url: string;
  issueId: number;
  title: string;
  queues: Printer[];
}

let waiting: Job | undefined;
const listeners = new Set<() => void>();
const put = (job: Job | undefined) => {
  waiting = job;
  for (const listener of listeners) listener();
};
export const waitingJob = (): Job | undefined => waiting;
export const forget = (): void => put(undefined);
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const fail = (cause: unknown): void => void show({ text: sentence(cause), tone: 'bad' });

const log = (issueId: number, action: PrintAction, target: string, copies: number) =>
  void api.LogPrint(issueId, action, target, copies).catch(fail);

/** On to paper: the program's own dialog where it can print itself, the system's through the page elsewhere. */
export async function toPaper(issueId: number, url: string, title: string): Promise<void> {
  const queues = await printers().catch(() => []);
  if (queues.length > 0) {
    put({ url, issueId, title, queues });
    return;
  }
  await printInPage(url);
  log(issueId, 'print', '', 1);
}

/** Prints an issue again: the same bytes. */
export async function printAgain(issueId: number, title: string): Promise<void> {
  try {
    await toPaper(issueId, await api.IssuePDF(issueId), title);
  } catch (cause) {
    fail(cause);
  }
}

export const nameOf = (url: string): string => decodeURIComponent(url.split('/').at(-1) ?? 'contract.pdf');

export async function saveIssue(issueId: number, url: string): Promise<void> {
  const name = nameOf(url);
  if (await saveFile(url, name)) log(issueId, 'save', name, 1);
}

/** The contract as a Word file: what it says now, marked as a draft unless it was issued so. */
export async function saveWord(contractId: number, ready: () => Promise<unknown>): Promise<void> {
  try {
    await ready();
    const url = await api.SaveDocx(contractId, 0);
    await saveFile(url, nameOf(url));
  } catch (cause) {
    fail(cause);
  }
}

export async function viewIssue(issueId: number, url: string): Promise<void> {
  await openInReader(url);
  log(issueId, 'view', '', 1);
}

export const logPrint = log;
