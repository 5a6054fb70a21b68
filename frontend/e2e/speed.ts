import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import type { Page } from 'playwright-core';

/** What is measured of typing: when a key came, when a page with it was in place, when it was painted. */
export interface Mark {
  typed: number;
  drawn: number;
  shown: number;
}

declare global {
  interface Window {
    marks: Mark[];
  }
}

/** Notes in the page when a character came and when a page with it was in place and painted. */
export function watch(): void {
  window.marks = [];
  document.addEventListener(
    'beforeinput',
    (event) => window.marks.push({ typed: event.timeStamp, drawn: 0, shown: 0 }),
    true,
  );
  new MutationObserver(() => {
    const mark = window.marks.at(-1);
    if (!mark || mark.drawn > 0) return;
    mark.drawn = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        mark.shown = performance.now();
      };
      channel.port2.postMessage(undefined);
    });
  }).observe(document.body, { attributeFilter: ['data-mark'], subtree: true });
}

const at = (sorted: number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
const ms = (n: number) => n.toFixed(0).padStart(4);
function line(name: string, values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${name.padEnd(28)} median ${ms(at(sorted, 0.5))} ms   p95 ${ms(at(sorted, 0.95))} ms   ${ms(sorted[0] ?? 0)}–${ms(at(sorted, 1))} ms`;
}

/** Milliseconds of processor time of the backend so far; 0 where /proc is not. */
export function backendTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

/** Milliseconds of processor time of the browser so far. */
export async function browserTime(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const answer = await session?.send('SystemInfo.getProcessInfo');
  await session?.detach();
  return (answer?.processInfo ?? []).reduce((sum, p) => sum + p.cpuTime * 1000, 0);
}

/** What was measured, with how busy the machine was. */
export function figures(marks: Mark[], keys: number, used: { browser: number; backend: number }): string {
  const shown = marks.filter((mark) => mark.shown > 0);
  const load = loadavg().map((n) => n.toFixed(2));
  return [
    `${cpus().length} processors, load ${load.join(' ')}; ${shown.length} of ${keys} keys led to a new page`,
    line(
      'key → page in place',
      shown.map((m) => m.drawn - m.typed),
    ),
    line(
      'key → page painted',
      shown.map((m) => m.shown - m.typed),
    ),
    `processor time a key: browser ${ms(used.browser / keys)} ms, backend ${ms(used.backend / keys)} ms`,
  ].join('\n');
}
