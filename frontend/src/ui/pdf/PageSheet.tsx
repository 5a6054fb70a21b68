import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { drawPage } from './engine';
import css from './pdf.module.css';
import type { Band } from './proofs';
import type { Sheet, Stage } from './stage';

/** The unit of places on a page. */
const PLACE = 1 / 1000;

/** Whether a field's place answers to the field that is lit: "buyer.name" belongs to "buyer". */
const belongs = (place: string, lit: string) => place === lit || place.startsWith(`${lit}.`);

/** Copies bands over the whole width from one drawing of a page to another of the same size. */
export function copyBands(
  from: HTMLCanvasElement,
  to: HTMLCanvasElement,
  bands: readonly Band[],
  height: number,
): void {
  const context = to.getContext('2d');
  if (!context) return;
  const unit = (PLACE * to.height) / height;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const band of bands) {
    const top = Math.max(0, Math.floor(band.y * unit));
    const size = Math.min(to.height, Math.ceil((band.y + band.h) * unit)) - top;
    if (size > 0) context.drawImage(from, 0, top, to.width, size, 0, top, to.width, size);
  }
  context.restore();
}

/** One page: its canvas, and over it the places of values. */
export const PageSheet = memo(function PageSheet(props: {
  /** From 1. */
  number: number;
  sheet: Sheet;
  /** CSS pixels of a point. */
  scale: number;
  /** The document is long: what is out of sight is let go. */
  many: boolean;
  label: string;
  stage: Stage;
  nameOf?: (field: string) => string;
  onHit?: (field: string) => void;
  lit?: string;
}) {
  const { number, sheet, scale, lit, onHit, many, stage } = props;
  const { page, mark } = sheet;
  const frame = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  /** What the canvas shows; `whole` when all of it was drawn from the newest whole file. */
  const shows = useRef({ mark: '', width: 0, whole: false });
  const drawing = useRef<() => void>(() => undefined);
  const [inSight, setInSight] = useState(number === 1);
  const width = Math.round(sheet.width * scale);
  const height = Math.round(sheet.height * scale);
  const size = useRef({ width, points: sheet.height });
  size.current = { width, points: sheet.height };

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => setInSight(entries.at(-1)?.isIntersecting ?? false),
      { rootMargin: '50% 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(
    () =>
      stage.enter(number, {
        mark: () => shows.current.mark,
        width: () => size.current.width,
        patch: (canvas, bands, next) => {
          const old = holder.current?.firstElementChild;
          const first = bands[0];
          const all = first !== undefined && first.y <= 0 && first.h * PLACE >= size.current.points - 0.01;
          if (all) holder.current?.replaceChildren(canvas);
          else if (
            old instanceof HTMLCanvasElement &&
            old.width === canvas.width &&
            old.height === canvas.height
          )
            copyBands(canvas, old, bands, size.current.points);
          else return; // being drawn in another size
          drawing.current();
          shows.current = { mark: next, width: size.current.width, whole: false };
          if (frame.current) frame.current.dataset.mark = next;
        },
      }),
    [number, stage],
  );

  useEffect(() => {
    const element = holder.current;
    if (!element || !page) return;
    const has = shows.current;
    if (!inSight) {
      // What is out of sight would be an old page when it is scrolled to.
      if (many || has.mark !== mark) {
        element.replaceChildren();
        shows.current = { mark: '', width: 0, whole: false };
      }
      return;
    }
    if (has.mark === mark && has.width === width && has.whole) return;
    const task = drawPage(page, width);
    drawing.current = task.stop;
    task.done.then(
      () => {
        shows.current = { mark, width, whole: true };
        element.replaceChildren(task.canvas);
        if (frame.current) frame.current.dataset.mark = mark;
        stage.drawn(number);
      },
      () => undefined, // stopped: a newer drawing is on its way
    );
    return task.stop;
  }, [page, mark, width, inSight, many, number, stage]);

  return (
    <div ref={frame} className={css.sheet} data-page={number} style={{ width, height }}>
      <div ref={holder} className={css.canvas} role="img" aria-label={props.label} />
      {onHit &&
        sheet.hits.map((hit, i) => {
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
