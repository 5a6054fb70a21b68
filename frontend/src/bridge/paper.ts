import { door } from './door';
import { AppError, decodeError, UNREACHABLE } from './error';
import { services, type shell as shellTypes } from './services';

/** A print queue of the machine. */
export type Printer = shellTypes.Printer;

const { shell } = services;

/** The bytes of an offered file (`/doc/…`). */
export async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin' });
  } catch {
    throw new AppError(UNREACHABLE);
  }
  if (!response.ok) {
    const answer: { error?: unknown } = await response.json().catch(() => ({}));
    throw answer.error ? decodeError(answer.error) : new AppError('files.expired');
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** Print queues that the program itself can print to; none in a browser and on Windows, where the page prints. */
export const printers = async (): Promise<Printer[]> => (door === 'window' ? shell.Printers() : []);

/** Sends an offered PDF to a queue ("" is the default one). */
export const printOn = (url: string, printer: string, copies: number): Promise<void> =>
  shell.Print(url, printer, copies);

/** Opens an offered PDF in the system's reader, or in a tab of the browser. */
export async function openInReader(url: string): Promise<void> {
  if (door === 'window') await shell.OpenInViewer(url);
  else window.open(url, '_blank', 'noopener');
}

/** How long the PDF viewer of the browser may take to come up before the tab is used instead. */
const PATIENCE = 6000;
let frame: HTMLIFrameElement | undefined;

/**
 * Shows the system's print dialog for an offered PDF from a hidden frame; a browser that cannot
 * show PDF opens it in a tab, and the window in the system's reader. The frame stays until the next
 * print: the dialog reads from it. Whether the dialog came.
 */
export async function printInPage(url: string): Promise<boolean> {
  // Without a screen there is no dialog: Chromium's renderer ends itself when a PDF is printed there.
  const screenless = /Headless/.test(navigator.userAgent);
  if (!navigator.pdfViewerEnabled || screenless) {
    await openInReader(url);
    return false;
  }
  const blob = URL.createObjectURL(new Blob([await bytesOf(url)], { type: 'application/pdf' }));
  frame?.remove();
  const made = document.createElement('iframe');
  frame = made;
  made.title = 'print';
  made.tabIndex = -1;
  made.setAttribute('aria-hidden', 'true');
  made.style.cssText = 'position:fixed;right:0;bottom:0;width:1px;height:1px;border:0;opacity:0';
  const shown = new Promise<boolean>((resolve) => {
    made.addEventListener('load', () => resolve(true), { once: true });
    window.setTimeout(() => resolve(false), PATIENCE);
  });
  made.src = blob;
  document.body.append(made);
  window.setTimeout(() => URL.revokeObjectURL(blob), 10 * 60_000);
  try {
    if (!(await shown) || !made.contentWindow) throw new Error('no viewer');
    made.contentWindow.focus();
    made.contentWindow.print();
    return true;
  } catch {
    await openInReader(url);
    return false;
  }
}
