import { door } from './door';
import { AppError, decodeError, UNREACHABLE } from './error';
import { type files, services } from './services';

/** A file the backend can open by its token; the page never sees a path. */
export type Picked = files.Info;

const { shell } = services;

/** Sends a file of the browser to the backend. */
export async function upload(file: File): Promise<Picked> {
  let response: Response;
  try {
    response = await fetch(`/upload?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    });
  } catch {
    throw new AppError(UNREACHABLE);
  }
  const answer = (await response.json()) as Picked & { error?: unknown };
  if (answer.error) throw decodeError(answer.error);
  return answer;
}

function chooseInBrowser(accept: string, many: boolean, folder = false): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = many;
    input.webkitdirectory = folder;
    input.addEventListener('change', () => resolve(Array.from(input.files ?? [])));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

/** What may be chosen: `accept` for the browser's input, `filter` names the native dialog's list. */
export interface PickOptions {
  filter: 'table' | 'image' | 'any' | 'backup' | 'document' | 'contract' | 'template';
  many?: boolean;
}

const accepts: Record<PickOptions['filter'], string> = {
  table: '.xlsx,.csv,.vcf,.zip,.txt,.tsv,.xlsm,.vcard,.xls,.et',
  image: '.png,.jpg,.jpeg,.webp,.gif',
  document: '.docx,.txt,.md',
  contract: '.docx,.pdf,.txt,.md',
  template: '.docx,.md,.txt,.pdf,.keyue-template',
  backup: '.db,.zip,.bak,.keyue',
  any: '',
};

/** Lets the person choose files: the native dialog in the window, the browser's own elsewhere. */
export async function pickFiles(options: PickOptions): Promise<Picked[]> {
  const many = options.many ?? false;
  if (door === 'window') return (await shell.PickFiles(options.filter, many)) ?? [];
  const files = await chooseInBrowser(accepts[options.filter], many);
  return Promise.all(files.map(upload));
}

/** Whether a file of a folder is of the kind; what programs keep hidden beside it is not. */
export function ofKind(name: string, filter: PickOptions['filter']): boolean {
  if (name.startsWith('.') || name.startsWith('~$')) return false;
  return accepts[filter] === '' || accepts[filter].split(',').some((end) => name.toLowerCase().endsWith(end));
}

/** Lets the person choose a folder and gives the files of the kind in it and below it. */
export async function pickFolder(filter: PickOptions['filter']): Promise<Picked[]> {
  if (door === 'window') return (await shell.PickFolderFiles(filter)) ?? [];
  const files = await chooseInBrowser('', true, true);
  return uploadAll(files.filter((file) => ofKind(file.name, filter)));
}

/** Sends files one after the other: a folder may hold many. */
async function uploadAll(files: readonly File[]): Promise<Picked[]> {
  const out: Picked[] = [];
  for (const file of files) out.push(await upload(file));
  return out;
}

/** Sends what was dropped in a browser: files as they are, of folders those of the kind. */
export async function uploadDropped(items: DataTransfer, filter: PickOptions['filter']): Promise<Picked[]> {
  const entries = Array.from(items.items).map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return uploadAll(Array.from(items.files));
  const files: File[] = [];
  for (const entry of entries) if (entry) await gather(entry, filter, files);
  return uploadAll(files);
}

async function gather(entry: FileSystemEntry, filter: PickOptions['filter'], into: File[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    if (ofKind(file.name, filter)) into.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives a portion at a time, an empty one at the end.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return;
    for (const inner of portion) await gather(inner, filter, into);
  }
}

/**
 * Gives an offered file (`/doc/…`) to the person: native "save as" in the window, a download
 * elsewhere. False when the person cancelled.
 */
export async function saveFile(url: string, name: string): Promise<boolean> {
  if (door === 'window') return (await shell.SaveAs(url, name)) !== '';
  const link = document.createElement('a');
  link.href = `${url}${url.includes('?') ? '&' : '?'}download=1`;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  return true;
}
