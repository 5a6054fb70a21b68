import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

describe.each(languages)('the first start in $lang', ({ lang, t }) => {
  const start = async () => {
    const app = await App.start(lang, { content: 'new' });
    const { page } = app;
    // The language is chosen on the first screen and holds at once.
    await page.getByText(lang === 'en' ? 'English' : '中文', { exact: true }).click();
    await page.getByRole('heading', { name: t.firstrun.welcome }).waitFor();
    return app;
  };

  it('asks three things and begins empty', async () => {
    const app = await start();
    const { page } = app;
    await page.getByLabel(t.firstrun.shopName).fill('恒信 & Sons');
    await app.button(t.ui.actions.next).click();
    await page.getByText(t.app.size.large, { exact: true }).click();
    await expect.poll(() => page.evaluate(() => document.documentElement.style.fontSize)).toBe('18px');
    await app.button(t.ui.actions.next).click();
    await page.getByRole('button', { name: t.firstrun.blank }).click();
    await page.getByText(t.today.emptyTitle).waitFor();
    await page.getByText('恒信 & Sons', { exact: true }).waitFor();
    await expect.poll(() => app.call('customer.Count')).toBe(0);
    // Who was named is our side of contracts from the start.
    await expect
      .poll(() => app.call('settings.Companies'))
      .toMatchObject([{ name: '恒信 & Sons', default: true }]);
    await expect
      .poll(() => app.call('settings.Get'))
      .toMatchObject({
        language: lang,
        textSize: 'large',
        firstRunDone: true,
      });
  });

  it('shows the sample business, labelled and removed by one click', async () => {
    const app = await start();
    const { page } = app;
    await app.button(t.ui.actions.next).click();
    await app.button(t.ui.actions.next).click();
    await page.getByRole('button', { name: t.firstrun.sample }).click();
    await page.getByText(t.app.sample.bar).waitFor();
    await expect.poll(() => app.call<number>('customer.Count')).toBeGreaterThan(79);
    await app.button(t.app.sample.clear).click();
    await page.getByText(t.today.emptyTitle).waitFor();
    await expect.poll(() => app.call('customer.Count')).toBe(0);
  });

  it('leads straight to the import', async () => {
    const app = await start();
    await app.button(t.ui.actions.next).click();
    await app.button(t.ui.actions.next).click();
    await app.page.getByRole('button', { name: t.firstrun.import }).click();
    await app.page.getByRole('heading', { name: t.exchange.importer.of.customers.title }).waitFor();
  });
});
