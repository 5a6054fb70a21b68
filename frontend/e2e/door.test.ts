import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { App } from './app';

it('a wrong token is not let in, and the right one only once', async () => {
  const app = await App.start('zh-CN', { stay: true });
  const { page } = app;
  const wrong = new URL(app.address);
  for (const [name] of wrong.searchParams) wrong.searchParams.set(name, 'x'.repeat(43));
  expect((await page.goto(wrong.href))?.status()).toBe(401);
  expect((await page.goto(app.address))?.status()).toBe(200);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const other = await app.context.browser()?.newContext();
  const guest = await other?.newPage();
  expect((await guest?.goto(app.address))?.status()).toBe(401);
  await other?.close();
  app.faults.length = 0; // Chromium writes every 401 to the console
});

it('a page of another origin can neither call nor read', async () => {
  const app = await App.start('zh-CN', { stay: true });
  await app.page.goto(app.address);
  await app.page.getByRole('heading', { level: 1 }).waitFor();
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>foreign</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    // The same browser, so the cookie of the door would go along.
    const foreign = await app.context.newPage();
    await foreign.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const tried = await foreign.evaluate(async (base) => {
      const outcome = async (init: RequestInit) => {
        try {
          return (
            await fetch(`${base}/rpc/customer.Create`, { method: 'POST', credentials: 'include', ...init })
          ).type;
        } catch {
          return 'refused';
        }
      };
      const body = JSON.stringify([{ name: 'Foreign', phones: [{ raw: '13800138000' }] }, []]);
      return [
        await outcome({ body, headers: { 'content-type': 'application/json' } }),
        await outcome({ body, headers: { 'content-type': 'text/plain' } }),
        await outcome({ body, mode: 'no-cors' }),
      ];
    }, new URL(app.address).origin);
    expect(tried).toEqual(['refused', 'refused', expect.stringMatching(/opaque|refused/)]);
    await expect.poll(() => app.call('customer.Count')).toBe(0);
  } finally {
    server.close();
  }
});
