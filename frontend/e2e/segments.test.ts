import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

describe.each(languages)('segments in $lang', ({ lang, t }) => {
  it('keep a sentence under a name, open from the sidebar, export and go', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const f = t.customers.filter;
    const s = t.customers.segments;
    const field = await app.call<{ key: string }>('settings.CreateCustomField', {
      entity: 'customer',
      label: 'Roof',
      type: 'number',
    });
    for (const [name, roof, said] of [
      ['Alder Works', 120, 'spoke'],
      ['Birch Trading', 120, ''],
      ['Cedar Home', 20, ''],
    ] as const) {
      const { customer } = await app.call<{ customer: { id: number } }>(
        'customer.Create',
        { name, custom: { [field.key]: roof } },
        [],
      );
      const next = { title: '', due: '' };
      if (said !== '') await app.call('interaction.Log', { customerId: customer.id, summary: said }, next, 0);
    }
    await app.open('/customers');
    const rows = page.getByRole('grid').getByRole('row');
    await rows.filter({ hasText: 'Alder Works' }).waitFor();

    // A computed value, with the keyboard alone: found by its name, 30 days become 90.
    await app.button(t.ui.filter.title).press('Enter');
    const lastContact = shared('customer.field.lastContact', undefined, lang);
    await page.getByRole('combobox', { name: f.field }).fill(lastContact);
    await page.getByRole('option', { name: lastContact, exact: true }).waitFor();
    await page.keyboard.press('Enter');
    const value = page.getByLabel(f.value, { exact: true });
    // The next key goes into the value.
    await expect.poll(() => value.evaluate((input) => input === document.activeElement)).toBe(true);
    await value.fill('90');
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: 'Alder Works' }).waitFor({ state: 'detached' });
    // A custom field beside it.
    await app.button(t.ui.filter.add).click();
    await page.getByRole('option', { name: 'Roof', exact: true }).click();
    await value.fill('100');
    expect(await app.accessibility()).toEqual([]);
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: 'Cedar Home' }).waitFor({ state: 'detached' });
    await app.button(f.silent(90)).waitFor();
    await app.button(f.compared('', 'Roof', 'gte', '100')).waitFor();
    await rows.filter({ hasText: 'Birch Trading' }).waitFor();

    await app.button(s.save).click();
    await page.getByLabel(s.name).fill('Silent roofs');
    await page.keyboard.press('Enter');
    const kept = page.getByRole('list', { name: s.nav }).getByRole('link', { name: /Silent roofs/ });
    await kept.filter({ hasText: '1' }).waitFor();
    // A fourth customer belongs to it at once.
    await app.call('customer.Create', { name: 'Elm House', custom: { [field.key]: 300 } }, []);
    await kept.filter({ hasText: '2' }).waitFor();

    await app.open('/');
    await kept.click();
    await rows.filter({ hasText: 'Elm House' }).waitFor();
    if (process.env.KEYUE_SHOTS)
      await page.screenshot({ path: `${process.env.KEYUE_SHOTS}/segment-${lang}.png` });
    await app.button(s.menu).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: s.export(t.exchange.export.csv) }).click();
    const csv = readFileSync(await (await saved).path(), 'utf8');
    expect(csv.trim().split('\n')).toHaveLength(3);
    expect(csv).toContain('Birch Trading');

    // One way or the other: the condition becomes a group; then back to what was kept.
    await app.button(f.compared('', 'Roof', 'gte', '100')).click();
    await app.button(f.addWay).click();
    await page.getByRole('combobox', { name: f.field }).fill('Roof');
    await page.getByRole('option', { name: 'Roof', exact: true }).click();
    await page.getByRole('combobox', { name: f.asks }).selectOption('lte');
    await value.fill('20');
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: 'Cedar Home' }).waitFor();
    await app.button(s.revert).click();
    await rows.filter({ hasText: 'Cedar Home' }).waitFor({ state: 'detached' });

    await app.button(s.menu).click();
    await page.getByRole('menuitem', { name: s.remove }).click();
    await kept.waitFor({ state: 'detached' });
    await app.button(t.app.toast.undo).click();
    await kept.waitFor();
  });

  it('are renamed and put into another order', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const s = t.customers.segments;
    for (const name of ['First', 'Second'])
      await app.call('customer.SaveSegment', { name, filters: [], sort: [], columns: [] });
    await app.open('/customers');
    await page.reload();
    const links = page.getByRole('list', { name: s.nav }).getByRole('link');
    await links.nth(1).click();
    await app.button(s.menu).click();
    await page.getByRole('menuitem', { name: s.rename }).click();
    await page.getByLabel(s.name).fill('Regulars');
    await page.keyboard.press('Enter');
    await links.nth(1).filter({ hasText: 'Regulars' }).waitFor();
    await app.button(s.menu).click();
    await page.getByRole('menuitem', { name: s.up }).click();
    await links.first().filter({ hasText: 'Regulars' }).waitFor();
    await links.nth(1).filter({ hasText: 'First' }).waitFor();
  });
});
