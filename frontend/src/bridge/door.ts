import { AppError, decodeError, UNREACHABLE } from './error';

/** `window`: Wails injected its runtime; `browser`: the same calls go over HTTP with the cookie of the door. */
export type Door = 'window' | 'browser';

type Method = (...args: unknown[]) => Promise<unknown>;
type Bindings = Record<string, Record<string, Record<string, Method>>>;

interface WailsRuntime {
  EventsOn(name: string, callback: (...data: unknown[]) => void): () => void;
  OnFileDrop?(callback: (x: number, y: number, paths: string[]) => void, useDropTarget: boolean): void;
  OnFileDropOff?(): void;
}

declare global {
  interface Window {
    go?: Bindings;
    runtime?: WailsRuntime;
  }
}

export const door: Door = typeof window !== 'undefined' && window.runtime ? 'window' : 'browser';

async function post(name: string, args: unknown[]): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`/rpc/${name}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(args),
    });
  } catch {
    throw new AppError(UNREACHABLE);
  }
  let answer: { result?: unknown; error?: unknown };
  try {
    answer = await response.json();
  } catch {
    throw new AppError(response.status === 401 || response.status === 403 ? 'page.signed_out' : UNREACHABLE);
  }
  if (answer.error) throw decodeError(answer.error);
  return answer.result;
}

/** In the browser door, gives generated wailsjs code the `window.go` it expects; no call is sent before `ready`. */
export function installBrowserDoor(ready: Promise<void>): void {
  if (door === 'window' || window.go) return;
  const level = <T>(make: (name: string) => T) =>
    new Proxy({} as Record<string, T>, {
      get: (_, name) => (typeof name === 'string' ? make(name) : undefined),
    });
  window.go = level((pkg) =>
    level(() =>
      level((method) => async (...args: unknown[]) => {
        await ready;
        return await post(`${pkg}.${method}`, args);
      }),
    ),
  );
}

let underWay = 0;
const resting = new Set<() => void>();

function begun(): void {
  underWay++;
}

function ended(): void {
  underWay--;
  if (underWay > 0) return;
  for (const rest of resting) rest();
}

/** Waits until no call is under way, at most so many milliseconds. */
export async function idle(atMost: number): Promise<void> {
  if (underWay === 0) return;
  await new Promise<void>((resolve) => {
    const rest = () => {
      resting.delete(rest);
      window.clearTimeout(timer);
      resolve();
    };
    const timer = window.setTimeout(rest, atMost);
    resting.add(rest);
  });
}

/**
 * The methods of `backend/<pkg>`'s Service, typed by the generated bindings
 * (`service<typeof import('@wails/go/customer/Service')>('customer')`). Rejections are AppErrors.
 */
export function service<T>(pkg: string): T {
  return new Proxy({} as object, {
    get:
      (_, method) =>
      async (...args: unknown[]) => {
        const call = typeof method === 'string' ? window.go?.[pkg]?.Service?.[method] : undefined;
        if (!call) throw new AppError('fault.internal', { detail: `${pkg}.${String(method)} is not bound` });
        begun();
        try {
          return await call(...args);
        } catch (cause) {
          throw decodeError(cause);
        } finally {
          ended();
        }
      },
  }) as T;
}
