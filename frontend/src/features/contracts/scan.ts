import { useEffect, useState } from 'react';
import { type Picked, upload } from '@/bridge';
import { drop, finished, showsItself } from '@/lib/jobs';
import { api, type Proposal } from './api';

// The form is filled in meanwhile; a toast would lie over it.
showsItself('contract.recognising');

/** How many pages from the beginning and from the end are read: backend/contract, ScanPagesMax. */
const EACH_END = 3;

/** How far the reading of a scan is, in pages; no total while its pages are drawn. */
export interface Reading {
  done: number;
  total: number;
}

/**
 * Pictures of the first and last pages of a PDF without text, as uploads. The page draws them: it has a renderer
 * for everything that scanners put into a PDF, turned, cut into strips or packed as fax, in both doors.
 */
async function pictures(url: string, name: string, signal: AbortSignal): Promise<string[]> {
  const { openPaper, pictureOf } = await import('@/ui/pdf/engine');
  const paper = await openPaper(url);
  try {
    const { pages } = paper;
    const few = pages.length <= 2 * EACH_END;
    const chosen = few ? pages : [...pages.slice(0, EACH_END), ...pages.slice(-EACH_END)];
    const tokens: string[] = [];
    for (const page of chosen) {
      signal.throwIfAborted();
      const picture = await pictureOf(page);
      tokens.push((await upload(new File([picture], `${name}-${page.pageNumber}.jpg`))).token);
    }
    return tokens;
  } finally {
    paper.close();
  }
}

async function recognise(
  file: Picked,
  read: Proposal,
  signal: AbortSignal,
  progress: (reading: Reading) => void,
): Promise<Proposal> {
  const pages = read.scan === 'pages' ? await pictures(read.pagesUrl, file.name, signal) : [];
  signal.throwIfAborted();
  const id = await api.ReadScan(file.token, pages);
  const stop = () => drop(id);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await finished<Proposal>(id, progress);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What is known of a file: at first what its text says; of a scan later what the machine recognises. */
export function useScan(file: Picked, first: Proposal) {
  const [read, setRead] = useState(first);
  const [reading, setReading] = useState<Reading | undefined>(undefined);
  const [work, setWork] = useState<AbortController | undefined>(undefined);
  useEffect(() => {
    if (first.scan === '') return;
    const begun = new AbortController();
    setWork(begun);
    setReading({ done: 0, total: 0 });
    recognise(file, first, begun.signal, setReading)
      .then((found) => !begun.signal.aborted && setRead(found))
      // Stopped, or its pages cannot be drawn: the file is kept unread.
      .catch(() => undefined)
      .finally(() => setReading((now) => (begun.signal.aborted ? now : undefined)));
    return () => begun.abort();
  }, [file, first]);
  const stop = () => {
    work?.abort();
    setReading(undefined);
  };
  return { read, reading, stop };
}
