import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

describe.each(languages)('groups and relations in $lang', ({ lang, t }) => {
  it('take customers in, hand one over with its history, and show who belongs to whom', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const id: Record<string, number> = {};
    for (const name of ['Alder Works', 'Birch Trading', 'Cedar Home']) {
      const made = await app.call<{ customer: { id: number } }>('customer.Create', { name }, []);
      id[name] = made.customer.id;
    }
    const said = { customerId: id['Alder Works'], summary: 'wants the tiles laid in May', needs: ['tiles'] };
    await app.call('interaction.Log', said, { title: '', due: '' }, 0);
    await app.call('group.Save', { name: 'Service', kind: 'service' });

    // From the selection of the list into a new group.
    await app.open('/customers');
    const rows = page.getByRole('grid').getByRole('row');
    await rows.filter({ hasText: 'Cedar Home' }).waitFor();
    for (const name of ['Alder Works', 'Birch Trading'])
      await rows.filter({ hasText: name }).getByRole('checkbox').click();
    await app.button(t.ui.actions.more, page.getByRole('region', { name: t.ui.grid.selected('2') })).click();
    await page.getByRole('menuitem', { name: t.groups.join }).click();
    await app.button(t.groups.new).click();
    await page.getByLabel(shared('group.field.name', undefined, lang)).fill('Renovators');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Renovators' }).waitFor();
    await rows.filter({ hasText: 'Birch Trading' }).waitFor();
    await expect.poll(() => rows.filter({ hasText: 'Cedar Home' }).count()).toBe(0);
    expect(await app.accessibility()).toEqual([]);

    // One goes on to another group, with what was said.
    await rows.filter({ hasText: 'Alder Works' }).click();
    const panel = page.getByRole('complementary', { name: 'Alder Works' });
    await app.button(t.groups.handOver, panel).click();
    const form = page.getByRole('dialog', { name: t.groups.handOver });
    await form.getByRole('combobox', { name: t.groups.toGroup }).click();
    await page.getByRole('option', { name: 'Service' }).click();
    await form.getByLabel(shared('group.field.topic', undefined, lang)).fill('Lay the tiles');
    await form.getByText('tiles', { exact: true }).click();
    await form.getByLabel(/wants the tiles/).waitFor();
    await app.button(t.groups.handOver, form).click();
    await rows.filter({ hasText: 'Alder Works' }).waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: new RegExp(`^${t.groups.handovers}`) }).click();
    await page.getByText('Lay the tiles').waitFor();

    // The customer's page tells it between what was said, and draws who belongs to whom.
    await app.open(`/customers/${id['Alder Works']}`);
    await page.getByText('Lay the tiles').waitFor();
    await app.button(t.relations.add).click();
    await page.getByRole('combobox').fill('birch');
    await page.getByRole('option', { name: /Birch Trading/ }).click();
    await page.getByRole('radio', { name: shared('relation.role.child', undefined, lang) }).check();
    await app.button(t.relations.save).click();
    const child = `${shared('relation.role.child', undefined, lang)}: Birch Trading`;
    const link = page.getByRole('link', { name: child });
    await link.waitFor();
    expect(await app.accessibility()).toEqual([]);
    await link.focus();
    await page.keyboard.press('Enter');
    const parent = `${shared('relation.role.parent', undefined, lang)}: Alder Works`;
    await page.getByRole('link', { name: parent }).waitFor();
    await app.button(t.relations.menu('Alder Works')).click();
    await page
      .getByRole('menuitem', {
        name: t.relations.remove(shared('relation.role.parent', undefined, lang)),
      })
      .click();
    await page.getByText(t.relations.none).waitFor();
    await app.button(t.app.toast.undo).click();
    await page.getByRole('link', { name: parent }).waitFor();
  });
});
