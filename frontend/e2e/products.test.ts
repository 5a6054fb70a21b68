import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

/** The smallest picture there is. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.each(languages)('products in $lang', ({ lang, t }) => {
  it('are written down, come into the lines of a contract by a few letters, with the price of last time', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await app.call('settings.CreateCompany', { name: '恒信建材有限公司' });
    const customer = await app.call<{ customer: { id: number } }>(
      'customer.Create',
      { name: '苏州天合纺织有限公司', tier: 'A', phones: [{ raw: '0512-62880088' }] },
      [],
    );
    const f = t.products.fields;
    await app.open('/products');
    await page.getByText(t.products.emptyTitle).waitFor();
    await app.button(t.products.new).last().click();
    const form = page.getByRole('dialog');
    await form.getByLabel(f.name).fill('高强工业滤布');
    await form.getByLabel(f.spec).fill('300g/㎡');
    await form.getByLabel(f.code).fill('LB-300');
    await form.getByLabel(f.unit).fill('米');
    await form.getByLabel(f.listPrice).fill('48');
    await form.getByLabel(f.tax).fill('13%');
    await app.button(t.products.create, form).click();
    await page.getByRole('heading', { level: 1, name: '高强工业滤布' }).waitFor();
    // A price for customers of tier A, where it stands.
    await page.getByTitle(t.ui.field.edit(t.products.tierPrice('A'))).click();
    await page.getByLabel(t.products.tierPrice('A'), { exact: true }).fill('45');
    await page.keyboard.press('Enter');
    await page.getByText('¥45', { exact: true }).waitFor();
    // What it looks like: the second picture is put before the first.
    const images = t.products.images;
    const gallery = page.getByRole('region', { name: images.title });
    const chooser = page.waitForEvent('filechooser');
    await app.button(t.ui.drop.choose, gallery).click();
    await (await chooser).setFiles(
      ['front.png', 'back.png'].map((name) => ({ name, mimeType: 'image/png', buffer: dot })),
    );
    await app.button(images.forward('back.png'), gallery).click();
    await app.button(images.forward('front.png'), gallery).waitFor();
    await expect.poll(() => gallery.locator('img').count()).toBe(2);
    expect(await app.accessibility()).toEqual([]);

    const templates = await app.call<{ id: number; name: string }[]>('template.List', {});
    const sale = templates.find((one) => one.name === '买卖合同')?.id ?? 0;
    const begin = async () => {
      const made = await app.call<{ contract: { id: number; version: number } }>('contract.Create', {
        customerId: customer.customer.id,
        templateId: sale,
      });
      await app.open(`/contracts/${made.contract.id}`);
      return made.contract.id;
    };
    const cell = (column: keyof typeof t.contracts.lines.columns) =>
      page.getByLabel(t.contracts.lines.cell(1, t.contracts.lines.columns[column]), { exact: true });

    const first = await begin();
    await app.button(t.contracts.lines.add).last().click();
    await cell('name').pressSequentially('lvbu');
    const offers = page.getByRole('listbox', { name: t.contracts.lines.offers });
    await offers.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await offers.waitFor({ state: 'detached' });
    await expect.poll(() => cell('name').inputValue()).toBe('高强工业滤布');
    await expect.poll(() => cell('spec').inputValue()).toBe('300g/㎡');
    await expect.poll(() => cell('price').inputValue()).toBe('45.00');
    await expect.poll(() => cell('tax').inputValue()).toBe('13');
    // The next thing to type is how many.
    await page.keyboard.type('100');
    await cell('price').fill('42');
    await cell('name').focus();
    await expect
      .poll(
        async () => (await app.call<{ contract: { amount: number } }>('contract.Get', first)).contract.amount,
      )
      .toBe(420_000);
    await app.call('contract.Issue', first, 0, { allowGaps: true });

    const second = await begin();
    await app.button(t.contracts.lines.add).last().click();
    await cell('name').pressSequentially('LB-3');
    await offers.getByRole('option').first().click();
    await expect.poll(() => cell('price').inputValue()).toBe('45.00');
    await app.button(t.contracts.lines.memory.take).waitFor();
    await page.keyboard.press('Alt+KeyL');
    await expect.poll(() => cell('price').inputValue()).toBe('42.00');
    await expect
      .poll(
        async () =>
          (await app.call<{ contract: { amount: number } }>('contract.Get', second)).contract.amount,
      )
      .toBe(4_200);
  });
});
