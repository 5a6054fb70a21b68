import { it } from 'vitest';
import { zh } from '@/i18n/zh-CN';
import { App } from './app';
import { backendTime, browserTime, figures, watch } from './speed';

// From a key in the text of a template to the page that shows it beside. Run with "go run ./build
// measure"; the figures are printed, nothing is asserted about them: machines differ, and others work
// on them.

/** Thirty characters a person types into a clause: new ones and ones already on the page. */
const typed = [...'经双方协商一致，可以按第3次补充协议（蓝色A级）另行交付。'];

/** Milliseconds between them: in the flow of typing, and while thinking. */
const pauses = [200, 300, 450, 1000];

it('from a key in a clause to the new page on screen', async () => {
  const app = await App.start('zh-CN', { content: 'sample' });
  const { page } = app;
  const templates = await app.call<{ id: number; name: string }[]>('template.List', {});
  const sale = templates.find((template) => template.name === '买卖合同')?.id ?? 0;
  await app.open(`/templates/${sale}/edit`);
  await page.getByRole('tab', { name: zh.contracts.preview }).click();
  await page.locator('[data-mark]').first().waitFor();
  await page.waitForTimeout(1500);
  await page.getByRole('textbox').getByText('除本合同另有约定').click();
  await page.keyboard.press('End');
  await page.waitForTimeout(2500);
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
