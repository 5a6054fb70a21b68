import { IconFile, IconFiles, IconViewportWide, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import {
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useRemembered } from '@/lib/prefs';
import { Empty, IconButton } from '@/ui/layout';
import { PageSheet } from './PageSheet';
import css from './pdf.module.css';
import type { Hit, Proofs } from './proofs';
import { type Shown, Stage } from './stage';

/** What is shown: an offered PDF and the places on its pages, which belong together. */
export interface Source {
  url: string;
  hits?: Hit[][];
}

/** CSS pixels of a point at 100 %. */
const POINT = 96 / 72;
const GAP = 16;
const STEPS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];

/**
 * Pages of the real PDF on canvas, of a file (`source`) or of something that is being written
 * (`proofs`, see `useProofs`). What stood there before stays until the new page is drawn, so an
 * edit does not flicker; only pages in sight are drawn, and only when they look different.
 */
export function PdfView(props: {
  /** A file that stays as it is. */
  source?: Source;
  /** Instead of it: pages that follow a state. */
  proofs?: Proofs;
  /** What the pages are, for reading aloud. */
  label: string;
  /** What a place is called, for the mouse and for reading aloud. */
  nameOf?: (field: string) => string;
  /** A place was clicked; without it places are not shown. */
  onHit?: (field: string) => void;
  /** The field whose places are lit and kept in sight. */
  lit?: string;
  /** A place that is kept in sight: page from 0, and thousandths of a point from its top. */
  at?: { page: number; y: number };
  error?: unknown;
  /** Right of the toolbar. */
  tools?: ReactNode;
  /** Over the pages, e.g. that they are those that were issued. */
  note?: ReactNode;
}) {
  const { source, proofs, lit } = props;
  const t = useText();
  const stage = useMemo(() => new Stage(), []);
  const shown: Shown | undefined = useSyncExternalStore(stage.subscribe, stage.shown);
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
    const stop = new AbortController();
    stage.show({ url, hits: latest.current?.hits }, stop.signal).then(
      () => setProblem(undefined),
      (cause) => !stop.signal.aborted && setProblem(cause),
    );
    return () => stop.abort();
  }, [url, stage]);
  useEffect(() => proofs?.attach(stage), [proofs, stage]);
  useEffect(() => stage.open(scroller, () => proofs?.changed()), [proofs, stage]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const pages = shown?.sheets ?? [];
  const pageWidth = pages[0]?.width ?? 595;
  const columns = double && pages.length > 1 ? 2 : 1;
  const fit = Math.max(0.2, Math.min(2, (width - GAP * (columns + 1)) / (pageWidth * columns * POINT)));
  const scale = zoom === 0 ? fit : zoom;
  const step = (by: 1 | -1) => {
    const next = by > 0 ? STEPS.find((s) => s > scale + 0.02) : STEPS.findLast((s) => s < scale - 0.02);
    if (next !== undefined) setZoom(next);
  };
  /** Where the lit place stands in the view; undefined when there is none. */
  const litPlace = useCallback(() => {
    const frame = scroller.current;
    const place = frame?.querySelector<HTMLElement>('[data-lit]');
    if (!place || !frame) return undefined;
    const box = place.getBoundingClientRect();
    const view = frame.getBoundingClientRect();
    return {
      inView: box.top >= view.top + 40 && box.bottom <= view.bottom - 40,
      away: box.top - view.top - view.height / 3,
    };
  }, []);
  const lookedAt = useRef(false);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    lookedAt.current = litPlace()?.inView ?? false;
    const middle = element.scrollTop + element.clientHeight / 3;
    let n = 1;
    for (const child of element.querySelectorAll<HTMLElement>('[data-page]'))
      if (child.offsetTop <= middle) n = Number(child.dataset.page);
    setAt(columns === 2 ? n - ((n - 1) % 2) : n);
  };

  // A field in focus is brought into sight on the page, and stays there when what is typed moves it.
  // Whoever scrolled away from it is left alone.
  useEffect(() => {
    if (!lit) return;
    const place = litPlace();
    lookedAt.current = place !== undefined;
    if (place && !place.inView) scroller.current?.scrollBy({ top: place.away, behavior: 'smooth' });
  }, [lit, litPlace]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the places moved
  useLayoutEffect(() => {
    const place = litPlace();
    if (place && !place.inView && lookedAt.current) scroller.current?.scrollBy({ top: place.away });
  }, [shown, litPlace]);

  // The place somebody writes at is followed, and only when it is out of sight.
  const follow = props.at;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page may have come only now
  useEffect(() => {
    const frame = scroller.current;
    const page = follow && frame?.querySelector<HTMLElement>(`[data-page="${follow.page + 1}"]`);
    if (!follow || !frame || !page) return;
    const top = page.offsetTop + (follow.y / 1000) * scale * POINT;
    const inView = top >= frame.scrollTop + 20 && top <= frame.scrollTop + frame.clientHeight - 60;
    if (!inView) frame.scrollTo({ top: top - frame.clientHeight / 3, behavior: 'smooth' });
  }, [follow?.page, follow?.y, shown === undefined]);

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
            {pages.map((sheet, i) => (
              <PageSheet
                // biome-ignore lint/suspicious/noArrayIndexKey: page n takes the place of page n
                key={i}
                number={i + 1}
                sheet={sheet}
                scale={scale * POINT}
                many={pages.length > 12}
                label={t.ui.pdf.pageLabel(i + 1)}
                stage={stage}
                nameOf={props.nameOf}
                onHit={props.onHit}
                lit={lit}
              />
            ))}
          </div>
        )}
      </div>
      {props.note && <div className={css.note}>{props.note}</div>}
    </section>
  );
}
