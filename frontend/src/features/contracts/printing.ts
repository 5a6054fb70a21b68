import { door, openInReader, type Printer, printers, printInPage, saveFile } from '@/bridge';
import { text } from '@/i18n';
import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import { api, type PrintAction } from './api';

/** A print that waits for a printer to be chosen. */
export interface Job {
  url: string;
  /** 0 for a paper that is no issue of a contract: nothing is noted of it. */
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

const log = (issueId: number, action: PrintAction, target: string, copies: number): void => {
  if (issueId > 0) void api.LogPrint(issueId, action, target, copies).catch(fail);
};

/** On to paper: the program's own dialog where it can print itself, the system's through the page elsewhere. */
export async function toPaper(issueId: number, url: string, title: string): Promise<void> {
  const queues = await printers().catch(() => []);
  if (queues.length > 0) {
    put({ url, issueId, title, queues });
    return;
  }
  // Without a dialog of its own the reader is opened: whether it was printed there is not known.
  log(issueId, (await printInPage(url)) ? 'print' : 'view', '', 1);
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

/** Saves a file and says so; a browser says it itself. False when the person thought better of it. */
export async function savePaper(url: string, name: string): Promise<boolean> {
  const done = await saveFile(url, name);
  if (done && door === 'window') show({ text: text().contracts.actions.savedAs(name) });
  return done;
}

export async function saveIssue(issueId: number, url: string): Promise<void> {
  const name = nameOf(url);
  if (await savePaper(url, name)) log(issueId, 'save', name, 1);
}

/** Papers beside the contract: nothing is noted of them. */
export const openPaper = (url: string): Promise<void> => openInReader(url);
export const paperToPrinter = (url: string, title: string): Promise<void> => toPaper(0, url, title);

/** The contract as a Word file: what it says now, marked as a draft unless it was issued so. */
export async function saveWord(contractId: number, ready: () => Promise<unknown>): Promise<void> {
  try {
    await ready();
    const url = await api.SaveDocx(contractId, 0);
    await savePaper(url, nameOf(url));
  } catch (cause) {
    fail(cause);
  }
}

export async function viewIssue(issueId: number, url: string): Promise<void> {
  await openInReader(url);
  log(issueId, 'view', '', 1);
}

export const logPrint = log;
