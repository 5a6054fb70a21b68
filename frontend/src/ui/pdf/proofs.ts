import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';

/** The place of a value on a page, in thousandths of a point from the top left: `typeset.Hit`. */
export interface Hit {
  x: number;
  y: number;
  w: number;
  h: number;
  field: string;
  missing?: boolean;
}

/** A page on screen and the mark of what it shows: `press.Seen`. */
export interface Seen {
  page: number;
  mark: string;
}

/** A part of a page over its whole width, in thousandths of a point: `press.Band`. */
export interface Band {
  y: number;
  h: number;
}

/** A state printed: a whole file, or what changed on the pages that were seen: `press.Proof`. */
export interface Proof {
  /** The offered file; "" where there is a patch. */
  url: string;
  /** What stands on each page. Without marks every file is taken for a new one. */
  marks?: string[];
  /** The places of values on each page. */
  hits?: Hit[][];
  patch?: { pdf: string; bands: (Band[] | null)[] };
}

/** Where proofs are shown: `PdfView`. */
export interface Screen {
  /** The pages in sight; none before the first proof. */
  seen: () => Seen[];
  /** Resolves when the proof is drawn; a drawing that is stopped leaves whole pages, old or new. */
  show: (proof: Proof, stop: AbortSignal) => Promise<void>;
}

/**
 * Milliseconds without a change after which the whole file takes the place of what was patched. Longer
 * than people pause between words: reading a whole file holds up the patch of the next key.
 */
export const QUIET = 1500;

/**
 * Keeps pages on screen true to a state that changes with every key: asks for a proof as soon as
 * something changed, one at a time and always of the newest state. While a person types only what
 * changed on the pages in sight is asked for; when they pause, the real file takes its place.
 */
export class Proofs<P extends Proof = Proof> {
  private screen: Screen | undefined;
  private due = true;
  private busy = false;
  /** When something came on screen that is not from a whole file. */
  private patched: number | undefined;
  /** Ends what is on its way to the screen: of the loop, and of the whole file that follows it. */
  private turning: AbortController | undefined;
  private whole: AbortController | undefined;
  private timer = 0;
  private readonly listeners = new Set<() => void>();
  private now: { proof: P | undefined; error: unknown } = { proof: undefined, error: undefined };

  /** `ask` gives a proof of the state as it is then: the whole file when no pages are seen. */
  constructor(private readonly ask: (seen: Seen[] | undefined) => Promise<P>) {}

  /** The newest proof, and why there is no newer one. */
  readonly state = () => this.now;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** The state may look different now. */
  readonly changed = () => {
    this.due = true;
    // Whoever typed on is not waiting for the whole file any more.
    this.whole?.abort();
    void this.work();
  };

  /** Nothing is asked for while no screen shows it. */
  attach(screen: Screen): () => void {
    this.screen = screen;
    this.due = true;
    void this.work();
    return () => {
      if (this.screen !== screen) return;
      this.screen = undefined;
      this.turning?.abort();
      this.whole?.abort();
      window.clearTimeout(this.timer);
    };
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    while (this.due && this.screen) {
      this.due = false;
      window.clearTimeout(this.timer);
      const screen = this.screen;
      const seen = screen.seen();
      this.turning = new AbortController();
      try {
        await this.turn(screen, seen.length > 0 ? seen : undefined, this.turning.signal);
      } catch (cause) {
        this.tell({ proof: this.now.proof, error: cause });
      }
    }
    this.busy = false;
    if (this.patched === undefined || !this.screen) return;
    const rest = this.patched + QUIET - performance.now();
    this.timer = window.setTimeout(() => void this.settle(), Math.max(0, rest));
  }

  private async turn(screen: Screen, seen: Seen[] | undefined, stop: AbortSignal): Promise<void> {
    const proof = await this.ask(seen);
    if (stop.aborted) return;
    await screen.show(proof, stop);
    if (stop.aborted) return;
    if (!proof.patch) this.patched = undefined;
    else if (proof.patch.pdf !== '') this.patched = performance.now();
    this.tell({ proof, error: undefined });
  }

  /** Puts the whole file in the place of what was patched, unless somebody types on. */
  private async settle(): Promise<void> {
    if (!this.screen || this.busy) return;
    const stop = new AbortController();
    this.whole = stop;
    try {
      await this.turn(this.screen, undefined, stop.signal);
    } catch (cause) {
      if (!stop.signal.aborted) this.tell({ proof: this.now.proof, error: cause });
    }
    if (this.whole === stop) this.whole = undefined;
  }

  private tell(next: { proof: P | undefined; error: unknown }): void {
    this.now = next;
    for (const listener of this.listeners) listener();
  }
}

/**
 * Proofs of what `ask` reads: it is called with the pages in sight while a person types and with
 * nothing for the whole file, and must read the newest state itself. Call `changed` on every change,
 * straight from the handler of the key: a state of React would be drawn first.
 */
export function useProofs<P extends Proof>(ask: (seen: Seen[] | undefined) => Promise<P>): Proofs<P> {
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  return useMemo(() => new Proofs<P>((seen) => latest.current(seen)), []);
}

/** The newest proof and what went wrong since, for what stands around the pages. */
export function useProof<P extends Proof>(proofs: Proofs<P>) {
  return useSyncExternalStore(proofs.subscribe, proofs.state);
}
