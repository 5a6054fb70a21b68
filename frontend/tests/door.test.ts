import { afterEach, beforeEach, expect, it, vi } from 'vitest';

// The stream of events opens late, and calls are answered at once.
let open: (() => void) | undefined;
class LateSource {
  addEventListener(name: string, listener: () => void) {
    if (name === 'open') open = listener;
  }
}
const sent: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  sent.length = 0;
  open = undefined;
  delete window.go;
  vi.stubGlobal('EventSource', LateSource);
  vi.stubGlobal('fetch', async (url: string) => {
    sent.push(url);
    return new Response('{"result":1}');
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function count(): Promise<{ answer: Promise<number> }> {
  const { installBrowserDoor, listening, services } = await import('@/bridge');
  installBrowserDoor(listening());
  return { answer: services.customer.Count() };
}

it('sends no call before the page hears of changes', async () => {
  const { answer } = await count();
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([]);
  open?.();
  expect(await answer).toBe(1);
  expect(sent).toEqual(['/rpc/customer.Count']);
});

it('sends calls all the same when the stream does not open', async () => {
  const { answer } = await count();
  await vi.advanceTimersByTimeAsync(600);
  expect(await answer).toBe(1);
});
