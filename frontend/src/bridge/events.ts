import { door } from './door';
import type { Change, Drop, JobState } from './types';

interface Events {
  /** After every commit: which records changed, and the step that undoes it. */
  change: Change;
  /** Progress of long work. */
  job: JobState;
  /** The connection was lost and is back: what was missed must be read afresh. */
  again: undefined;
  /** Files dropped on the window (native; a browser has its own), at a place of the page. */
  drop: Drop;
}

type Name = keyof Events;
const listeners: { [N in Name]: Set<(data: Events[N]) => void> } = {
  change: new Set(),
  job: new Set(),
  again: new Set(),
  drop: new Set(),
};
let started = false;
/** How long calls wait for the stream of events, in ms: without it they are answered all the same. */
const PATIENCE = 500;
let opens: () => void;
const opened = new Promise<void>((resolve) => {
  opens = resolve;
});

function deliver<N extends Name>(name: N, data: Events[N]): void {
  for (const listener of listeners[name]) listener(data);
}

function start(): void {
  if (started) return;
  started = true;
  if (door === 'window') {
    window.runtime?.EventsOn('change', (data) => deliver('change', data as Change));
    window.runtime?.EventsOn('job', (data) => deliver('job', data as JobState));
    window.runtime?.EventsOn('drop', (data) => deliver('drop', data as Drop));
    // Without a listener of its own the page never hands dropped files to the window on Windows.
    window.runtime?.OnFileDrop?.(() => undefined, false);
    return;
  }
  // EventSource reconnects by itself; events sent meanwhile are lost.
  let before = false;
  const source = new EventSource('/events', { withCredentials: true });
  source.addEventListener('open', () => {
    if (before) deliver('again', undefined);
    before = true;
    opens();
  });
  window.setTimeout(opens, PATIENCE);
  source.addEventListener('change', (event) => deliver('change', JSON.parse((event as MessageEvent).data)));
  source.addEventListener('job', (event) => deliver('job', JSON.parse((event as MessageEvent).data)));
}

/**
 * Begins to listen. What is read after the promise is kept tells of every later change: a change that
 * falls between an answer and the opening of the stream would be missed.
 */
export function listening(): Promise<void> {
  start();
  return door === 'window' ? Promise.resolve() : opened;
}

/** Listens until the returned function is called. */
export function on<N extends Name>(name: N, listener: (data: Events[N]) => void): () => void {
  start();
  listeners[name].add(listener);
  return () => {
    listeners[name].delete(listener);
  };
}
