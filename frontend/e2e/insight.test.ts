import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

describe.each(languages)('check-up in $lang', ({ lang, t }) => {
  it('puts a wrong number right in its list and accepts a suggested tier, both with undo', async () => {
    const app = await App.start(lang, { content: 'sample' });
    const { page } = app;
    const i = t.insight;
    await app.open('/insight?list=badPhone');

    // The number is corrected where it stands, and leaves the list.
    const list = page.getByRole('list', { name: i.fixes.badPhone });
    const field = list.getByRole('textbox').first();
    await field.waitFor();
    const before = await list.getByRole('textbox').count();
    const name = (await field.getAttribute('aria-label')) ?? '';
    const wrong = await field.inputValue();
    expect(await app.accessibility()).toEqual([]);
    await field.fill('138 0000 1234');
    await field.press('Enter');
    await list.getByRole('textbox', { name }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t.app.toast.undo }).click();
    await list.getByRole('textbox', { name }).waitFor();
    await expect.poll(() => list.getByRole('textbox', { name }).inputValue()).toBe(wrong);
    await expect.poll(() => list.getByRole('textbox').count()).toBe(before);

    // One value is filled in for all that lack it, and taken back with one undo.
    await page.getByRole('button', { name: i.fixes.noIndustry }).click();
    const lacking = page.getByRole('list', { name: i.fixes.noIndustry }).getByRole('listitem');
    await lacking.nth(1).waitFor();
    await page.getByRole('checkbox', { name: i.fillMany.all }).check();
    await page.getByRole('combobox', { name: i.fillMany.value(i.industry) }).fill('Trade');
    await page.getByRole('button', { name: new RegExp(i.fillMany.fill('\\d+')) }).click();
    await expect.poll(() => lacking.count()).toBe(0);
    await page.getByRole('button', { name: t.app.toast.undo }).click();
    await lacking.nth(1).waitFor();

    // The best customer gets the tier its figures suggest, and the old one back.
    await page.getByRole('tab', { name: i.tabs.tiers }).click();
    const rows = page.getByRole('list', { name: i.tabs.tiers }).getByRole('listitem');
    const first = rows.first();
    await first.waitFor();
    const customer = (await first.getByRole('button').first().textContent())?.trim() ?? '';
    expect(await app.accessibility()).toEqual([]);
    await first.getByRole('button', { name: i.acceptOf(customer, 'A') }).click();
    await page.getByRole('button', { name: i.acceptOf(customer, 'A') }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t.app.toast.undo }).click();
    await page.getByRole('button', { name: i.acceptOf(customer, 'A') }).waitFor();

    // Its page says why: the rows behind the score, and the rule behind the stage.
    await first.getByRole('button', { name: customer }).first().click();
    const known = page.getByRole('region', { name: i.known });
    await known.getByText(i.parts.value).waitFor();
    await known.getByText(i.byRule, { exact: true }).waitFor();
    // Named by what there is: contracts, or open opportunities too.
    await app.button(i.showSales, known).or(app.button(i.showRows, known)).click();
    await known.getByRole('listitem').first().waitFor();
    await known.getByRole('button', { name: i.hold }).click();
    await known.getByText(i.byHand, { exact: true }).waitFor();
    await known.getByRole('button', { name: i.release }).click();
    await known.getByText(i.byRule, { exact: true }).waitFor();
    expect(await app.accessibility()).toEqual([]);
  });
});
