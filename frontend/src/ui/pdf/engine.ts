import type { PDFDocumentProxy, PDFPageProxy, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import jbig2Url from 'pdfjs-dist/wasm/jbig2.wasm?url';
import openjpegUrl from 'pdfjs-dist/wasm/openjpeg.wasm?url';
import { bytesOf } from '@/bridge';

/** A loaded PDF with its pages. */
export interface Paper {
  pages: PDFPageProxy[];
  close: () => void;
}

/** Decoders for pictures as scanners pack them (fax and JBIG2, JPEG 2000), fetched with the first such page. */
const decoders: Record<string, string> = { 'jbig2.wasm': jbig2Url, 'openjpeg.wasm': openjpegUrl };
class Decoders {
  readonly fetch = async ({ filename }: { filename: string }): Promise<Uint8Array> => {
    const url = decoders[filename];
    if (url === undefined) throw new Error(`no ${filename} here`);
    return await bytesOf(url);
  };
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

/** Reads an offered PDF, or the bytes of one, which are used up. */
export async function openPaper(from: string | Uint8Array<ArrayBuffer>): Promise<Paper> {
  const [{ pdf, worker }, data] = await Promise.all([
    start(),
    typeof from === 'string' ? bytesOf(from) : from,
  ]);
  // Glyphs are drawn as outlines: fonts added to the page and taken away again would have the browser
  // set the whole page anew each time.
  const task = pdf.getDocument({
    data,
    worker,
    disableFontFace: true,
    useSystemFonts: false,
    BinaryDataFactory: Decoders,
  });
  const document: PDFDocumentProxy = await task.promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, (_, i) => document.getPage(i + 1)),
  );
  return { pages, close: () => void task.destroy() };
}

/** A page being drawn. */
export interface Drawing {
  canvas: HTMLCanvasElement;
  done: Promise<void>;
  stop: () => void;
}

/** Draws a page to a new canvas of the given width in CSS pixels. */
export function drawPage(page: PDFPageProxy, width: number): Drawing {
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  return draw(page, (width * ratio) / page.getViewport({ scale: 1 }).width);
}

/** Dots per point of a page that a recogniser reads: 300 to the inch, as scanners have. */
const SHARP = 300 / 72;
/** The longest side of such a picture, in dots. */
const LONGEST = 3600;

/** A picture of a page for a recogniser. */
export async function pictureOf(page: PDFPageProxy): Promise<Blob> {
  const { width, height } = page.getViewport({ scale: 1 });
  const drawing = draw(page, Math.min(SHARP, LONGEST / Math.max(width, height)));
  await drawing.done;
  return await new Promise((resolve, reject) =>
    drawing.canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the page has no picture'))),
      'image/jpeg',
      0.92,
    ),
  );
}

function draw(page: PDFPageProxy, scale: number): Drawing {
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  // Drawing "to print" does not wait for frames of the screen; the pages look the same.
  const task = page.render({ canvas, viewport, intent: 'print' });
  return { canvas, done: task.promise, stop: () => task.cancel() };
}
