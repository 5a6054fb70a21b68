import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

describe.each(languages)('staff in $lang', ({ lang, t }) => {
  it('show owners with the second person, hand over what one has, and are gone with one', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const s = t.staff;
    const made = [];
    for (const name of ['Alder Works', 'Birch Trading'])
      made.push(await app.call<{ customer: { id: number } }>('customer.Create', { name }, []));
    const alder = `/customers/${made[0]?.customer.id}`;
    const owner = page.getByTitle(t.ui.field.edit(s.owner));
    const corner = (name: string) => page.getByRole('button', { name: s.working(name) });

    // Who works alone sees nothing of it, also once written down.
    await app.open('/settings/staff');
    await app.button(s.me).click();
    const name = page.getByLabel(shared('staff.field.name', undefined, lang));
    await name.fill('Ann');
    await page.keyboard.press('Enter');
    await page.getByText(s.soloNote).waitFor();
    await expect.poll(() => corner('Ann').count()).toBe(0);

    // The second person makes it appear at once.
    await app.button(s.add).click();
    await name.fill('Bo');
    await page.keyboard.press('Enter');
    await corner('Ann').waitFor();
    expect(await app.accessibility()).toEqual([]);
    await app.open(alder);
    await owner.click();
    await page.getByRole('option', { name: 'Bo' }).click();
    await owner.getByText('Bo', { exact: true }).waitFor();

    // Bo's own customers, and the same by a filter.
    await corner('Ann').click();
    await page.getByRole('menuitem', { name: 'Bo' }).click();
    await corner('Bo').waitFor();
    await app.open('/customers?view=mine');
    const rows = page.getByRole('grid').getByRole('row');
    await rows.filter({ hasText: 'Alder Works' }).waitFor();
    await expect.poll(() => rows.filter({ hasText: 'Birch Trading' }).count()).toBe(0);
    await app.open('/customers');
    await app.button(t.ui.filter.title).press('Enter');
    await page.getByRole('combobox', { name: t.customers.filter.field }).fill(s.owner);
    await page.getByRole('option', { name: s.owner, exact: true }).click();
    await page.getByRole('dialog', { name: t.ui.filter.title }).getByLabel('Bo', { exact: true }).check();
    await page.keyboard.press('Enter');
    await app.button(t.customers.filter.is(s.owner, 'Bo', true)).waitFor();
    await rows.filter({ hasText: 'Birch Trading' }).waitFor({ state: 'detached' });
    await rows.filter({ hasText: 'Alder Works' }).waitFor();

    // Bo leaves: Ann takes over, and one undo brings Bo and the customer back.
    await app.open('/settings/staff');
    const menu = (of: string) => page.getByRole('button', { name: s.more(of) });
    await menu('Bo').click();
    await page.getByRole('menuitem', { name: s.leave }).click();
    const form = page.getByRole('dialog', { name: s.goTitle.leave('Bo') });
    await form.getByText(s.holds('Bo', s.count.customer('1'))).waitFor();
    await app.button(s.leaveNow, form).click();
    await page.getByText(s.soloNote).waitFor();
    await app.button(t.app.toast.undo).click();
    await corner('Ann').waitFor();
    await app.open(alder);
    await owner.getByText('Bo', { exact: true }).waitFor();

    // Without the second person everything of it is gone again.
    await app.open('/settings/staff');
    await menu('Bo').click();
    await page.getByRole('menuitem', { name: s.remove }).click();
    await app.button(s.removeNow, page.getByRole('dialog', { name: s.goTitle.trash('Bo') })).click();
    await page.getByText(s.soloNote).waitFor();
    await expect.poll(() => corner('Ann').count()).toBe(0);
    await app.open(alder);
    await page.getByTitle(t.ui.field.edit(shared('customer.field.tier', undefined, lang))).waitFor();
    await expect.poll(() => owner.count()).toBe(0);
  });
});
