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

function chooseInBrowser(accept: string, many: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = many;
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
