import type { PDFDocumentProxy, PDFPageProxy, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { bytesOf } from '@/bridge';

/** A loaded PDF with its pages. */
export interface Paper {
  url: string;
  pages: PDFPageProxy[];
  close: () => void;
}

type Engine = { pdf: typeof import('pdfjs-dist/legacy/build/pdf.mjs'); worker: PDFWorker };
let engine: Promise<Engine> | undefined;

/** Loaded with the first page that is shown; one worker serves every document. */
function start(): Promise<Engine> {
  engine ??= import('pdfjs-dist/legacy/build/pdf.mjs').then((pdf) => {
    pdf.GlobalWorkerOptions.workerSrc = workerUrl;
    return { pdf, worker: new pdf.PDFWorker() };
  });
  return engine;
}

/** Starts the engine before it is needed, while the first preview is still being set. */
export const warmUp = (): void => void start();

/** Reads an offered PDF. */
export async function openPaper(url: string): Promise<Paper> {
  const [{ pdf, worker }, data] = await Promise.all([start(), bytesOf(url)]);
  const task = pdf.getDocument({ data, worker });
  const document: PDFDocumentProxy = await task.promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, (_, i) => document.getPage(i + 1)),
  );
  return { url, pages, close: () => void task.destroy() };
}

/** Draws a page to a new canvas of the given width in CSS pixels. */
export function drawPage(
  page: PDFPageProxy,
  width: number,
): { canvas: HTMLCanvasElement; done: Promise<void>; stop: () => void } {
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  const scale = (width * ratio) / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  const task = page.render({ canvas, viewport });
  return { canvas, done: task.promise, stop: () => task.cancel() };
}
