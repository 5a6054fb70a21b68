import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

describe.each(languages)('segments in $lang', ({ lang, t }) => {
  it('keep a filter under a name, count by themselves and go with one click', async () => {
    const app = await App.start(lang);
    const { page } = app;
    for (const [name, said] of [
      ['Alder Works', 'spoke'],
      ['Birch Trading', ''],
    ] as const) {
      const { customer } = await app.call<{ customer: { id: number } }>('customer.Create', { name }, []);
      if (said !== '')
        await app.call(
          'interaction.Log',
          { customerId: customer.id, summary: said },
          { title: '', due: '' },
          0,
        );
    }
    await app.open('/customers');
    const rows = page.getByRole('grid').getByRole('row');
    await rows.filter({ hasText: 'Alder Works' }).waitFor();
    await app.button(t.ui.filter.title).click();
    await page.getByRole('menuitem', { name: shared('customer.field.lastContact', undefined, lang) }).click();
    await page.getByRole('menuitem', { name: t.customers.filter.older(90) }).click();
    await rows.filter({ hasText: 'Alder Works' }).waitFor({ state: 'detached' });
    await app.button(t.customers.segments.save).click();
    await page.getByLabel(t.customers.segments.name).fill('Silent');
    await page.keyboard.press('Enter');
    const tab = page.getByRole('tab', { name: /^Silent/ });
    await tab.filter({ hasText: '1' }).waitFor();
    // A third customer nobody has spoken with belongs to it at once.
    await app.call('customer.Create', { name: 'Cedar Home' }, []);
    await tab.filter({ hasText: '2' }).waitFor();
    await rows.filter({ hasText: 'Cedar Home' }).waitFor();
    expect(await app.accessibility()).toEqual([]);
    await app.button(t.customers.segments.remove).click();
    await tab.waitFor({ state: 'detached' });
    await app.button(t.app.toast.undo).click();
    await tab.waitFor();
  });
});
