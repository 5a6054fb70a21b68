import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { drawPage, openPaper, type Paper } from './engine';
import type { Band, Hit, Proof, Screen, Seen } from './proofs';

/** A page as it is to be shown. */
export interface Sheet {
  /** Of the newest whole file; a page that came after it has none yet. */
  page: PDFPageProxy | undefined;
  /** What `page` shows. */
  mark: string;
  /** In points. */
  width: number;
  height: number;
  hits: Hit[];
}

export interface Shown {
  sheets: Sheet[];
}

/** A page on screen. */
export interface OnScreen {
  /** What is drawn, "" while nothing is. */
  mark: () => string;
  /** CSS pixels. */
  width: () => number;
  /** Draws parts of another drawing of the page over this one. */
  patch: (canvas: HTMLCanvasElement, bands: readonly Band[], mark: string) => void;
}

const NONE: Hit[] = [];

/** Bytes that came in base64. */
function decoded(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** The pages of one `PdfView`: takes whole files and patches and hands them to the sheets on screen. */
export class Stage implements Screen {
  private now: Shown | undefined;
  private paper: Paper | undefined;
  /** What stands on each page of the newest proof. */
  private marks: string[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly screens = new Map<number, OnScreen>();
  private scroller: { readonly current: HTMLElement | null } = { current: null };
  private onStale: () => void = () => undefined;

  readonly shown = () => this.now;
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** `onStale`: a page came into sight that shows something older than the others. */
  open(scroller: { readonly current: HTMLElement | null }, onStale: () => void): () => void {
    this.scroller = scroller;
    this.onStale = onStale;
    return () => {
      this.paper?.close();
      this.paper = undefined;
    };
  }

  /** Page number n, from 1, is on screen. */
  enter(n: number, screen: OnScreen): () => void {
    this.screens.set(n - 1, screen);
    return () => void this.screens.delete(n - 1);
  }

  /** Page number n shows what its whole file has. */
  drawn(n: number): void {
    const mark = this.marks[n - 1];
    if (mark !== undefined && this.screens.get(n - 1)?.mark() !== mark) this.onStale();
  }

  readonly seen = (): Seen[] => {
    const box = this.scroller.current;
    if (!box) return [];
    const top = box.scrollTop;
    const bottom = top + box.clientHeight;
    const seen: Seen[] = [];
    for (const element of box.querySelectorAll<HTMLElement>('[data-page]')) {
      const page = Number(element.dataset.page) - 1;
      const mark = this.screens.get(page)?.mark();
      if (mark === undefined || element.offsetTop > bottom || element.offsetTop + element.offsetHeight < top)
        continue;
      seen.push({ page, mark });
    }
    return seen;
  };

  readonly show = async (proof: Proof, stop: AbortSignal): Promise<void> => {
    if (proof.patch) await this.showPatch(proof, proof.patch, stop);
    else await this.showWhole(proof, stop);
  };

  private async showWhole(proof: Proof, stop: AbortSignal): Promise<void> {
    const paper = await openPaper(proof.url);
    if (stop.aborted) {
      paper.close();
      return;
    }
    // The pages on screen are still being replaced one by one.
    const before = this.paper;
    if (before) window.setTimeout(before.close, 3000);
    this.paper = paper;
    this.marks = proof.marks ?? paper.pages.map(() => proof.url);
    this.put(
      paper.pages.map((page, i) => {
        const { width, height } = page.getViewport({ scale: 1 });
        return { page, mark: this.marks[i] ?? '', width, height, hits: proof.hits?.[i] ?? NONE };
      }),
    );
  }

  private async showPatch(
    proof: Proof,
    patch: NonNullable<Proof['patch']>,
    stop: AbortSignal,
  ): Promise<void> {
    const paper = patch.pdf === '' ? undefined : await openPaper(decoded(patch.pdf));
    try {
      const marks = proof.marks ?? [];
      const drawings = patch.bands.flatMap((bands, i) => {
        const page = paper?.pages[i];
        const screen = this.screens.get(i);
        if (!page || !screen || !bands?.length) return [];
        const drawing = drawPage(page, screen.width());
        return [{ screen, bands, mark: marks[i] ?? '', drawing }];
      });
      await Promise.all(drawings.map(({ drawing }) => drawing.done));
      if (stop.aborted) return;
      this.marks = marks;
      // All at once: a total on the next page goes with the line that changed it.
      for (const { screen, drawing, bands, mark } of drawings) screen.patch(drawing.canvas, bands, mark);
      const old = this.now?.sheets ?? [];
      this.put(
        marks.map((_, i) => {
          const size = paper?.pages[i]?.getViewport({ scale: 1 }) ?? old[i] ?? old.at(-1);
          return {
            page: old[i]?.page,
            mark: old[i]?.mark ?? '',
            width: size?.width ?? 595,
            height: size?.height ?? 842,
            hits: proof.hits?.[i] ?? NONE,
          };
        }),
      );
    } finally {
      paper?.close();
    }
  }

  private put(sheets: Sheet[]): void {
    const old = this.now?.sheets ?? [];
    // A sheet that stays the same stays the same object, and is not drawn by React again.
    this.now = { sheets: sheets.map((sheet, i) => (same(sheet, old[i]) ? (old[i] as Sheet) : sheet)) };
    for (const listener of this.listeners) listener();
  }
}

function same(a: Sheet, b: Sheet | undefined): boolean {
  return (
    b !== undefined &&
    a.page === b.page &&
    a.mark === b.mark &&
    a.width === b.width &&
    a.height === b.height &&
    JSON.stringify(a.hits) === JSON.stringify(b.hits)
  );
}
