import { expect, it } from 'vitest';
import { zh as t } from '@/i18n/zh-CN';
import { App } from './app';

interface Listed {
  rows: { id: number }[];
}

it('keeps Escape for what lies on top, and the head of a contract in one line', async () => {
  const app = await App.start('zh-CN', { content: 'sample' });
  const { page } = app;
  const { rows } = await app.call<Listed>('contract.List', {
    text: '',
    stages: ['draft'],
    customerId: 0,
    expiring: false,
    sort: 'updated',
    asc: false,
    offset: 0,
    limit: 1,
  });
  await app.open('/contracts');
  await page.getByRole('heading', { name: t.contracts.title, level: 1 }).waitFor();
  const address = `/contracts/${rows[0]?.id}`;
  await app.open(address);
  const more = app.button(t.ui.actions.more);
  await more.click();
  await page.getByRole('menuitem', { name: t.contracts.actions.duplicate }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  expect(page.url()).toContain(address);

  for (const [width, size] of [
    [1280, '18px'],
    [1024, '16px'],
    [1024, '18px'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((px) => {
      document.documentElement.style.fontSize = px;
    }, size);
    const head = page.locator('header').filter({ has: more });
    const centres = await head.evaluate((element) =>
      [...element.children]
        .map((child) => child.getBoundingClientRect())
        .filter((box) => box.height > 0 && box.width > 0)
        .map((box) => box.top + box.height / 2),
    );
    expect(Math.max(...centres) - Math.min(...centres), `${width} at ${size}`).toBeLessThan(8);
    await expect.poll(() => app.beyondTheEdge()).toBe(0);
    const [edge, last] = [await head.boundingBox(), await more.boundingBox()];
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual((edge?.x ?? 0) + (edge?.width ?? 0));
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator('header h1').click();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: t.contracts.title, level: 1 }).waitFor();
});

it('asks once before a typed form is thrown away, and leaves no form behind in the history', async () => {
  const app = await App.start('zh-CN');
  const { page } = app;
  await app.open('/customers');
  await page.getByRole('heading', { name: t.customers.title, level: 1 }).waitFor();
  await page.keyboard.press('n');
  await page.locator('#new-name').fill('写到一半');
  await page.keyboard.press('Escape');
  await page.getByRole('alert').filter({ hasText: t.ui.unsaved }).waitFor();
  await expect.poll(() => page.locator('#new-name').inputValue()).toBe('写到一半');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  await page.locator('#new-name').waitFor();
  await page.keyboard.press('Escape'); // nothing typed: at once
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  await page.locator('#new-name').fill('回退有限公司');
  await page.locator('#new-phone').fill('13800138000');
  await page.locator('#new-phone').press('Enter');
  await page.getByRole('heading', { name: '回退有限公司', level: 1 }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: t.customers.title, level: 1 }).waitFor();
  expect(page.url()).not.toContain('new');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
});
