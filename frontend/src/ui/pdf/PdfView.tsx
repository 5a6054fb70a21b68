import { IconFile, IconFiles, IconViewportWide, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { memo, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useRemembered } from '@/lib/prefs';
import { Empty, IconButton } from '@/ui/layout';
import { drawPage, openPaper, type Paper } from './engine';
import css from './pdf.module.css';

/** The place of a value on a page, in thousandths of a point from the top left: `typeset.Hit`. */
export interface Hit {
  x: number;
  y: number;
  w: number;
  h: number;
  field: string;
  missing?: boolean;
}

/** What is shown: an offered PDF and the places on its pages, which belong together. */
export interface Source {
  url: string;
  hits?: Hit[][];
}

/** CSS pixels of a point at 100 %. */
const POINT = 96 / 72;
/** The unit of places on a page. */
const PLACE = 1 / 1000;
const GAP = 16;
const STEPS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const NONE: Hit[] = [];

/**
 * Pages of the real PDF on canvas. What stood there before stays until the new page is drawn, so
 * an edit does not flicker; only pages in sight are drawn.
 */
export function PdfView(props: {
  source: Source | undefined;
  label: string;
  /** What a place is called, for the mouse and for reading aloud. */
  nameOf?: (field: string) => string;
  onHit?: (field: string) => void;
  /** The field whose places are lit. */
  lit?: string;
  error?: unknown;
  /** Right of the toolbar. */
  tools?: ReactNode;
  /** Over the pages, e.g. that a newer version is being set. */
  note?: ReactNode;
  onShown?: (url: string) => void;
}) {
  const { source, lit } = props;
  const t = useText();
  const [shown, setShown] = useState<{ paper: Paper; hits: Hit[][] } | undefined>(undefined);
  const [problem, setProblem] = useState<unknown>(undefined);
  const [zoom, setZoom] = useRemembered<number>('pdf.zoom', 0);
  const [double, setDouble] = useRemembered<boolean>('pdf.double', false);
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [at, setAt] = useState(1);
  const url = source?.url ?? '';
  const latest = useRef(source);
  latest.current = source;

  useEffect(() => {
    if (url === '') return;
    let late = false;
    openPaper(url).then(
      (paper) => {
        if (late) {
          paper.close();
          return;
        }
        setProblem(undefined);
        setShown((before) => {
          // The pages on screen are still being replaced one by one.
          if (before) window.setTimeout(before.paper.close, 3000);
          return { paper, hits: latest.current?.hits ?? [] };
        });
      },
      (cause) => !late && setProblem(cause),
    );
    return () => {
      late = true;
    };
  }, [url]);
  const last = useRef<Paper | undefined>(undefined);
  last.current = shown?.paper;
  useEffect(() => () => last.current?.close(), []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const pages = shown?.paper.pages ?? [];
  const pageWidth = pages[0]?.getViewport({ scale: 1 }).width ?? 595;
  const columns = double && pages.length > 1 ? 2 : 1;
  const fit = Math.max(0.2, Math.min(2, (width - GAP * (columns + 1)) / (pageWidth * columns * POINT)));
  const scale = zoom === 0 ? fit : zoom;
  const step = (by: 1 | -1) => {
    const next = by > 0 ? STEPS.find((s) => s > scale + 0.02) : STEPS.findLast((s) => s < scale - 0.02);
    if (next !== undefined) setZoom(next);
  };
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const middle = element.scrollTop + element.clientHeight / 3;
    let n = 1;
    for (const child of element.querySelectorAll<HTMLElement>('[data-page]'))
      if (child.offsetTop <= middle) n = Number(child.dataset.page);
    setAt(columns === 2 ? n - ((n - 1) % 2) : n);
  };
  const onDrawn = props.onShown;
  const shownUrl = shown?.paper.url ?? '';
  const drawn = useCallback(() => onDrawn?.(shownUrl), [onDrawn, shownUrl]);

  // A field in focus is brought into sight on the page.
  useEffect(() => {
    if (!lit) return;
    const place = scroller.current?.querySelector<HTMLElement>('[data-lit]');
    const frame = scroller.current;
    if (!place || !frame) return;
    const box = place.getBoundingClientRect();
    const view = frame.getBoundingClientRect();
    if (box.top < view.top + 40 || box.bottom > view.bottom - 40)
      frame.scrollBy({ top: box.top - view.top - view.height / 3, behavior: 'smooth' });
  }, [lit]);

  const failed = props.error ?? problem;
  return (
    <section className={css.view} aria-label={props.label}>
      <div className={css.bar}>
        <IconButton label={t.ui.pdf.zoomOut} onClick={() => step(-1)}>
          <IconZoomOut size="1.125rem" />
        </IconButton>
        <span className={`${css.zoom} num`}>{Math.round(scale * 100)}%</span>
        <IconButton label={t.ui.pdf.zoomIn} onClick={() => step(1)}>
          <IconZoomIn size="1.125rem" />
        </IconButton>
        <IconButton label={t.ui.pdf.fit} onClick={() => setZoom(0)} disabled={zoom === 0}>
          <IconViewportWide size="1.125rem" />
        </IconButton>
        <span className={`${css.pageNo} num`} aria-live="polite">
          {pages.length > 0 && t.ui.pdf.page(Math.min(at, pages.length), pages.length)}
        </span>
        {pages.length > 1 && (
          <IconButton label={double ? t.ui.pdf.single : t.ui.pdf.double} onClick={() => setDouble(!double)}>
            {double ? <IconFile size="1.125rem" /> : <IconFiles size="1.125rem" />}
          </IconButton>
        )}
        <span className={css.gap} />
        {props.tools}
      </div>
      <div
        ref={scroller}
        className={css.scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="group"
        aria-label={props.label}
      >
        {failed !== undefined && !shown ? (
          <Empty title={sentence(failed)} />
        ) : (
          <div className={css.pages} style={{ gridTemplateColumns: `repeat(${columns}, max-content)` }}>
            {pages.map((page, i) => (
              <PageSheet
                // biome-ignore lint/suspicious/noArrayIndexKey: page n takes the place of page n
                key={i}
                number={i + 1}
                page={page}
                scale={scale * POINT}
                many={pages.length > 12}
                label={t.ui.pdf.pageLabel(i + 1)}
                hits={shown?.hits[i] ?? NONE}
                nameOf={props.nameOf}
                onHit={props.onHit}
                lit={lit}
                onDrawn={i === 0 ? drawn : undefined}
              />
            ))}
          </div>
        )}
      </div>
      {props.note && <div className={css.note}>{props.note}</div>}
    </section>
  );
}

/** Whether a field's place answers to the field that is lit: "buyer.name" belongs to "buyer". */
const belongs = (place: string, lit: string) => place === lit || place.startsWith(`${lit}.`);

const PageSheet = memo(function PageSheet(props: {
  number: number;
  page: PDFPageProxy;
  scale: number;
  many: boolean;
  label: string;
  hits: Hit[];
  nameOf?: (field: string) => string;
  onHit?: (field: string) => void;
  lit?: string;
  onDrawn?: () => void;
}) {
  const { page, scale, hits, lit, onHit, onDrawn, many } = props;
  const sheet = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const drawnFrom = useRef<PDFPageProxy | undefined>(undefined);
  const [inSight, setInSight] = useState(props.number === 1);
  const size = page.getViewport({ scale: 1 });
  const width = Math.round(size.width * scale);
  const height = Math.round(size.height * scale);

  useEffect(() => {
    const element = sheet.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => setInSight(entries.at(-1)?.isIntersecting ?? false),
      {
        rootMargin: '50% 0px',
      },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    if (!inSight) {
      // What is out of sight would be an old page when it is scrolled to.
      if (many || drawnFrom.current !== page) element.replaceChildren();
      return;
    }
    const drawing = drawPage(page, width);
    drawing.done.then(
      () => {
        drawnFrom.current = page;
        element.replaceChildren(drawing.canvas);
        onDrawn?.();
      },
      () => undefined, // stopped: a newer drawing is on its way
    );
    return drawing.stop;
  }, [page, width, inSight, many, onDrawn]);

  return (
    <div ref={sheet} className={css.sheet} data-page={props.number} style={{ width, height }}>
      <div ref={holder} className={css.canvas} role="img" aria-label={props.label} />
      {onHit &&
        hits.map((hit, i) => {
          const on = lit !== undefined && belongs(hit.field, lit);
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: places have no other name
              key={i}
              type="button"
              tabIndex={-1}
              className={`${css.hit} ${on ? css.lit : ''} ${hit.missing ? css.missing : ''}`}
              data-lit={on || undefined}
              aria-label={props.nameOf?.(hit.field) ?? hit.field}
              title={props.nameOf?.(hit.field)}
              style={{
                left: hit.x * PLACE * scale - 2,
                top: hit.y * PLACE * scale - 2,
                width: hit.w * PLACE * scale + 4,
                height: hit.h * PLACE * scale + 4,
              }}
              onClick={() => onHit(hit.field)}
            />
          );
        })}
    </div>
  );
});
