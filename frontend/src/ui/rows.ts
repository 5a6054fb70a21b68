import { type RefObject, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Rows drawn above and below those in sight, so that a turn of the wheel meets no gap. */
const SPARE = 8;

/** Which of `count` rows are drawn (both inside; `last` is -1 when none is), and how a row is brought into sight. */
export interface Rows {
  first: number;
  last: number;
  scrollTo: (index: number) => void;
}

/**
 * The rows of a scrolling frame that have to exist. All rows are equally high and lie below a head
 * that stays, all in pixels: then a place follows from a number, and a list of 100,000 costs what
 * one of 10 does. A general virtualizer lays out every row first (30 ms at 100,000).
 */
export function useRows(
  frame: RefObject<HTMLElement | null>,
  count: number,
  height: number,
  head: number,
): Rows {
  const [top, setTop] = useState(0);
  const [fit, setFit] = useState(0);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onScroll = () => setTop(Math.floor(element.scrollTop / height));
    const onSize = () => setFit(Math.ceil(element.clientHeight / height));
    // In the frame that scrolls, not in the next one.
    const atOnce = () => flushSync(onScroll);
    onScroll();
    onSize();
    const observer = new ResizeObserver(onSize);
    observer.observe(element);
    element.addEventListener('scroll', atOnce, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', atOnce);
    };
  }, [frame, height]);

  const last = fit === 0 ? -1 : Math.min(count, top + fit + 1 + SPARE) - 1;
  return {
    first: Math.max(0, Math.min(top - SPARE, last - fit)),
    last,
    scrollTo: (index) => {
      const element = frame.current;
      if (!element) return;
      const from = index * height;
      const to = from + height + head - element.clientHeight;
      if (from < element.scrollTop) element.scrollTop = from;
      else if (to > element.scrollTop) element.scrollTop = to;
    },
  };
}
