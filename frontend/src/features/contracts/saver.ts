import type { Changes } from './api';

/** `more` over `into`; "values" is merged key by key, because the backend takes only the keys given. */
export function merged(into: Changes, more: Changes): Changes {
  const out = { ...into, ...more };
  if (into.values && more.values) out.values = { ...(into.values as object), ...(more.values as object) };
  return out;
}

const empty = (changes: Changes): boolean => Object.keys(changes).length === 0;

interface Options<V> {
  /** Milliseconds of quiet before a save. */
  delay: number;
  /** Milliseconds after which is saved all the same, for who types without a pause. */
  atMost: number;
  version: number;
  save: (version: number, changes: Changes) => Promise<V>;
  versionOf: (saved: V) => number;
  onSaved: (saved: V) => void;
  /** The state below changed. */
  onChange: () => void;
}

/**
 * Saves edits while a person types: one call at a time, each with the version the last one gave,
 * and everything typed meanwhile in the next. Nothing typed is dropped: what the backend refuses
 * stays and goes out again with the next edit.
 */
export class Saver<V> {
  private waiting: Changes = {};
  private sending: Changes | undefined;
  private timer = 0;
  /** When the oldest of what waits was typed. */
  private since = 0;
  private running: Promise<void> | undefined;
  private version: number;
  /** Why the last save was refused; undefined when there is nothing to say. */
  problem: unknown;

  constructor(private readonly o: Options<V>) {
    this.version = o.version;
  }

  /** Edits that the backend does not have yet. */
  get unsaved(): Changes {
    return merged(this.sending ?? {}, this.waiting);
  }

  get busy(): boolean {
    return this.sending !== undefined || !empty(this.waiting);
  }

  get isSending(): boolean {
    return this.sending !== undefined;
  }

  edit(changes: Changes): void {
    if (empty(this.waiting)) this.since = performance.now();
    this.waiting = merged(this.waiting, changes);
    this.schedule();
    this.o.onChange();
  }

  private schedule(): void {
    window.clearTimeout(this.timer);
    const left = this.since + this.o.atMost - performance.now();
    const wait = Math.max(0, Math.min(this.o.delay, left));
    this.timer = window.setTimeout(() => void this.flush().catch(() => undefined), wait);
  }

  /** Another call gave a newer version of the record. */
  seen(version: number): void {
    if (!this.sending && version > this.version) this.version = version;
  }

  /** The version to use in other calls; meaningful after flush. */
  get current(): number {
    return this.version;
  }

  /** Saves everything now; rejects with what the backend refused. */
  async flush(): Promise<void> {
    window.clearTimeout(this.timer);
    while (this.running || !empty(this.waiting)) {
      this.running ??= this.send().finally(() => {
        this.running = undefined;
      });
      await this.running;
    }
  }

  private async send(): Promise<void> {
    const changes = this.waiting;
    this.sending = changes; // unsaved as before: nothing to say
    this.waiting = {};
    try {
      const saved = await this.o.save(this.version, changes);
      this.sending = undefined;
      this.problem = undefined;
      this.version = this.o.versionOf(saved);
      this.o.onSaved(saved);
    } catch (cause) {
      this.waiting = merged(changes, this.waiting);
      this.since = performance.now();
      this.sending = undefined;
      this.problem = cause;
      throw cause;
    } finally {
      this.o.onChange();
    }
  }

  /** Somebody else saved first: goes on from their version and keeps what was typed here. */
  async keep(version: number): Promise<void> {
    this.version = version;
    this.problem = undefined;
    await this.flush();
  }

  /** Gives up what was typed here. */
  drop(version: number): void {
    window.clearTimeout(this.timer);
    this.waiting = {};
    this.problem = undefined;
    this.version = version;
    this.o.onChange();
  }

  stop(): void {
    window.clearTimeout(this.timer);
  }
}
