import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

describe.each(languages)('where customers are and whom we bother, in $lang', ({ lang, t }) => {
  it('takes a region from an address, counts it, plans a visit and warns of a contact too many', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const r = t.regions;
    const add = async (customer: object) =>
      (await app.call<{ customer: { id: number } }>('customer.Create', customer, [])).customer.id;
    const one = await add({ name: '云栖工坊', address: '浙江杭州西湖区文三路1号', tier: 'C' });
    await add({ name: '湖畔商行', province: '浙江', city: '杭州', district: '西湖' });

    // The address says where it is; taken with one click, chosen step by step otherwise.
    await app.open(`/customers/${one}`);
    await page.getByText(r.suggestion('浙江省 杭州市 西湖区')).waitFor();
    await app.button(r.take).click();
    await app.button('浙江省 杭州市 西湖区').waitFor();
    const near = page.getByRole('region', { name: r.near });
    await near.getByText('湖畔商行').waitFor();

    // Counted, and opened as a list.
    await app.open('/regions');
    await app.button('浙江省').click();
    await app.button('杭州市').click();
    const row = page.getByRole('row').filter({ hasText: '西湖区' });
    await expect.poll(() => row.getByRole('cell').nth(1).textContent()).toBe('2');
    expect(await app.accessibility()).toEqual([]);
    await row.getByRole('button', { name: r.open }).click();
    await page.getByRole('grid').getByRole('row').filter({ hasText: '湖畔商行' }).waitFor();
    const region = shared('customer.field.regionCode', undefined, lang);
    await app.button(t.customers.filter.is(region, '浙江省杭州市西湖区', true)).waitFor();

    // Both on one sheet, which is a real PDF.
    await app.open(`/customers/${one}`);
    await near.getByRole('button', { name: r.planNear }).click();
    await page.getByRole('listitem').filter({ hasText: '湖畔商行' }).waitFor();
    await page.getByRole('region', { name: r.preview }).or(page.locator('canvas').first()).first().waitFor();
    expect(await app.accessibility()).toEqual([]);

    // Who asked not to be contacted is left out of a plan made from the list, with a word.
    await add({ name: '勿扰小店', consent: { doNotContact: true } });
    await app.open('/customers');
    await page.getByRole('grid').getByRole('row').filter({ hasText: '勿扰小店' }).waitFor();
    await page.getByLabel(t.ui.grid.selectAll).check();
    await app.button(t.ui.actions.more, page.getByRole('region', { name: t.ui.grid.selected('3') })).click();
    await page.getByRole('menuitem', { name: r.visits }).click();
    await page.getByText(t.care.leftOut('1', ['勿扰小店'], false)).waitFor();
    await page.getByRole('listitem').filter({ hasText: '湖畔商行' }).waitFor();
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: '勿扰小店' }).count()).toBe(0);

    // The third call in a week to a customer of tier C: a word, and on with a click.
    for (const summary of ['one', 'two'])
      await app.call('interaction.Log', { customerId: one, summary }, null, 0);
    await app.open(`/customers/${one}`);
    await near.waitFor();
    await page.keyboard.press('j');
    await page
      .getByText(shared('interaction.care.week', { count: 2, limit: 2 }, lang))
      .last()
      .waitFor();
    await page.getByLabel(shared('interaction.field.summary', undefined, lang)).fill('three');
    await app.button(t.care.logAnyway).click();
    await app.open('/care');
    await app.button('云栖工坊').waitFor();
    await page.getByText(shared('interaction.balance.week', { count: 3, limit: 2 }, lang)).waitFor();
    expect(await app.accessibility()).toEqual([]);
  });
});
