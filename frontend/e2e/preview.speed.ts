import { it } from 'vitest';
import { zh } from '@/i18n/zh-CN';
import { App } from './app';
import { backendTime, browserTime, figures, watch } from './speed';

// From a key to the page that shows it. Run with "go run ./build measure"; the figures are printed,
// nothing is asserted about them: machines differ, and others work on them.

/** Thirty characters a person types into the name of goods: new ones and ones already on the page. */
const typed = [...'高强耐磨工业滤布300g/㎡（蓝色）A级2026款第7批次'];

/** Milliseconds between them: in the flow of typing, and while thinking. */
const pauses = [200, 300, 450, 1000];

it('from a key in the lines to the new page on screen', async () => {
  const app = await App.start('zh-CN', { content: 'sample' });
  const { page } = app;
  const templates = await app.call<{ id: number; name: string }[]>('template.List', {});
  const customers = await app.call<{ rows: { id: number }[] }>('customer.List', { limit: 1 });
  const made = await app.call<{ contract: { id: number; version: number } }>('contract.Create', {
    customerId: customers.rows[0]?.id ?? 0,
    templateId: templates.find((template) => template.name === '买卖合同')?.id ?? 0,
  });
  const goods = ['3号样布', '5号里布', '运费'].map((name, i) => ({
    name,
    spec: `S-${i}`,
    unit: '米',
    qty: 100_000,
    price: 4800 - i * 100,
    discount: 0,
    tax: 1300,
  }));
  await app.call('contract.Save', made.contract.id, made.contract.version, { lines: goods });
  await app.open(`/contracts/${made.contract.id}`);
  await page.locator('[data-mark]').first().waitFor();
  await page.waitForTimeout(1500);

  const cell = page.getByLabel(zh.contracts.lines.cell(1, zh.contracts.lines.columns.name));
  await cell.focus();
  await page.keyboard.press('End');
  await page.waitForTimeout(1000);
  await page.evaluate(watch);

  const before = { browser: await browserTime(page), backend: backendTime(app.pid) };
  for (const [i, character] of typed.entries()) {
    await page.keyboard.insertText(character);
    await page.waitForTimeout(pauses[i % pauses.length] ?? 0);
  }
  const used = {
    browser: (await browserTime(page)) - before.browser,
    backend: backendTime(app.pid) - before.backend,
  };
  console.log(figures(await page.evaluate(() => window.marks), typed.length, used));
});
