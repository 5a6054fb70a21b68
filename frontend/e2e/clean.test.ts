import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

/** Where screenshots go when somebody wants to look. */
const SHOTS = process.env.KEYUE_SHOTS;

interface Made {
  customer: { id: number; tier: string; remark: string };
}

describe.each(languages)('keeping clean in $lang', ({ lang, t }) => {
  it('many are changed as previewed and come back with one undo; one field is set back', async () => {
    const app = await App.start(lang, { width: 1024, height: 700 });
    const { page } = app;
    const b = t.clean.bulk;
    const shot = async (name: string) => {
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${lang}.png` });
    };
    const ids: number[] = [];
    for (const [name, tier] of [
      ['Alder Works', 'A'],
      ['Birch Mill', 'A'],
      ['Cedar Home', 'C'],
    ])
      ids.push((await app.call<Made>('customer.Create', { name, tier }, [])).customer.id);
    const tiers = async () =>
      (await Promise.all(ids.map((id) => app.call<Made>('customer.Get', id))))
        .map((d) => d.customer.tier)
        .join('');

    await app.open('/customers');
    await page.getByRole('grid').getByText('Cedar Home').waitFor();
    await page.getByRole('checkbox').first().click();
    await app.button(b.open).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: b.field }).click();
    await page.getByRole('option', { name: shared('customer.field.tier', {}, lang), exact: true }).click();
    await dialog.getByRole('combobox', { name: b.value }).click();
    await page.getByRole('option', { name: shared('customer.tier.C', {}, lang), exact: true }).click();
    await dialog.getByText(b.sum('2', '1')).waitFor();
    await dialog.getByText(b.was(shared('customer.tier.A', {}, lang), '2')).waitFor();
    await expect.poll(() => tiers()).toBe('AAC');
    expect(await app.accessibility()).toEqual([]);
    await shot('bulk');
    await app.button(b.apply('2'), dialog).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => tiers()).toBe('CCC');
    await app.button(t.app.toast.undo).first().click();
    await expect.poll(tiers).toBe('AAC');

    const first = ids[0] ?? 0;
    await app.call('customer.Update', first, 0, { tier: 'B', city: 'Ningbo' });
    await app.call('customer.Update', first, 0, { tier: 'C' });
    await app.open(`/customers/${first}`);
    const h = t.clean.history;
    const word = (tier: string) => shared(`customer.tier.${tier}`, {}, lang);
    const field = shared('customer.field.tier', {}, lang);
    // The page stands still once it tells of the last change.
    await page.getByText(h.changed(field, word('B'), word('C'))).waitFor();
    await app.button(h.filter).click();
    await page.getByRole('combobox', { name: h.field }).click();
    await page.getByRole('option', { name: field, exact: true }).click();
    await page.getByText(h.changed(field, word('B'), word('C'))).waitFor();
    await shot('history');
    await page.getByTitle(h.restoreTo(field, word('B'))).click();
    await page.getByText(h.changed(field, word('C'), word('B'))).waitFor();
    await expect.poll(() => tiers()).toBe('BAC');
    await expect.poll(() => app.beyondTheEdge()).toBe(0);
  });
});
