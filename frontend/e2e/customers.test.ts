import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

/** Creates a customer through the service: the flow under test begins after it. */
const create = (app: App, name: string, phone: string) =>
  app.call<{ customer: { id: number } }>('customer.Create', { name, phones: [{ raw: phone }] }, []);

describe.each(languages)('customers in $lang', ({ lang, t }) => {
  it('are created with name and phone, and a known phone is said while typing', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await create(app, '苏州天合纺织有限公司', '13900011234');
    await app.open('/customers');
    await app.button(t.customers.new).click();
    const form = page.getByRole('dialog');
    await app.button(t.customers.form.create, form).click();
    await form.getByText(t.customers.form.nameRequired).waitFor();
    await form.getByText(t.customers.form.phoneRequired).waitFor();
    await form.getByLabel(t.customers.form.phone).fill('139 0001 1234');
    await form.getByText(t.customers.form.similar).first().waitFor();
    await form.getByText('苏州天合纺织有限公司').last().waitFor();
    await form.getByLabel(t.customers.form.name).fill('青岛海蓝食品有限公司');
    await form.getByLabel(t.customers.form.phone).fill('13900015678');
    await form.getByLabel(t.customers.form.contact).fill('周洋');
    await app.button(t.customers.form.create, form).click();
    await page.getByRole('heading', { name: '青岛海蓝食品有限公司', level: 1 }).waitFor();
    await page.getByText('周洋').first().waitFor();
    await expect.poll(() => app.call('customer.Count')).toBe(2);
  });

  it('are edited in place, and undone by the toast and by the keyboard', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const { customer } = await create(app, 'Harbour Textiles', '13900011234');
    await app.open(`/customers/${customer.id}`);
    const handle = async () => {
      const detail = await app.call<{ customer: { social: { handle: string }[] } }>(
        'customer.Get',
        customer.id,
      );
      return detail.customer.social[0]?.handle ?? '';
    };
    const edit = page.getByTitle(t.ui.field.edit(t.customers.wechat));
    await edit.click();
    await page.keyboard.type('suzhou_lin');
    await page.keyboard.press('Enter');
    await edit.filter({ hasText: 'suzhou_lin' }).waitFor();
    await app.button(t.app.toast.undo).click();
    await edit.filter({ hasText: t.ui.field.empty }).waitFor();
    await expect.poll(() => handle()).toBe('');
    await edit.click();
    await page.keyboard.type('ningbo_wu');
    await page.keyboard.press('Escape');
    await edit.filter({ hasText: t.ui.field.empty }).waitFor();
    await edit.click();
    await page.keyboard.type('ningbo_wu');
    await page.keyboard.press('Enter');
    await edit.filter({ hasText: 'ningbo_wu' }).waitFor();
    await page
      .getByRole('status')
      .filter({ has: app.button(t.app.toast.undo) })
      .waitFor();
    await page.keyboard.press('Control+z');
    await edit.filter({ hasText: t.ui.field.empty }).waitFor();
    await expect.poll(() => handle()).toBe('');
  });

  it('are found by pinyin, initials and the end of the phone, in the list and in the palette', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await create(app, '苏州天合纺织有限公司', '13900011234');
    await create(app, '青岛海蓝食品有限公司', '13900015678');
    await app.open('/customers');
    const rows = page.getByRole('grid').getByRole('row');
    await rows.filter({ hasText: '青岛' }).waitFor();
    const box = page.getByLabel(t.customers.searchLabel);
    for (const query of ['tianhe', 'thfz', '1234']) {
      await box.fill(query);
      await rows.filter({ hasText: '青岛' }).waitFor({ state: 'detached' });
      await rows.filter({ hasText: '天合' }).waitFor();
      await box.fill('');
      await rows.filter({ hasText: '青岛' }).waitFor();
    }
    await box.fill('qqqqqq');
    await page.getByText(t.customers.emptySearch('qqqqqq')).waitFor();
    await app.button(t.customers.clearSearch).click();
    await rows.filter({ hasText: '青岛' }).waitFor();
    for (const query of ['qingdao', 'qdhl', '5678']) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: t.app.palette.label }).fill(query);
      await page.getByRole('option', { name: /青岛海蓝食品/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '青岛海蓝食品有限公司', level: 1 }).waitFor();
      await app.open('/');
      await page.getByRole('heading', { name: t.today.title, level: 1 }).waitFor();
    }
  });

  it('have contacts, tags and files', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const { customer } = await create(app, 'Harbour Textiles', '13900011234');
    await create(app, '青岛海蓝食品有限公司', '13900015678');
    await app.open(`/customers/${customer.id}`);
    await app.button(t.customers.addContact).click();
    const form = page.getByRole('dialog');
    await form.getByLabel(t.customers.contactName).fill('王芳');
    // Another customer's number is said while it is typed.
    await form.getByLabel(t.customers.contactPhone).fill('139 0001 5678');
    await form.getByText('青岛海蓝食品有限公司').last().waitFor();
    await form.getByLabel(t.customers.contactPhone).fill('13900019999');
    await app.button(t.ui.actions.save, form).click();
    const people = page.getByRole('region', { name: t.customers.contacts });
    await people.getByText('王芳').waitFor();
    await app.button(t.ui.actions.more, people).click();
    await page.getByRole('menuitem', { name: t.customers.removeContact }).click();
    await people.getByText('王芳').waitFor({ state: 'detached' });
    await app.button(t.app.toast.undo).click();
    await people.getByText('王芳').waitFor();

    await page.getByTitle(t.ui.field.edit(t.customers.tags)).click();
    await page.keyboard.type('老客户');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.getByTitle(t.ui.field.edit(t.customers.tags)).filter({ hasText: '老客户' }).waitFor();

    const files = page.getByRole('region', { name: t.customers.files });
    const chooser = page.waitForEvent('filechooser');
    await app.button(t.ui.drop.choose, files).click();
    await (await chooser).setFiles({
      name: '营业执照.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('licence'),
    });
    await files.getByText('营业执照.txt').waitFor();
    const download = page.waitForEvent('download');
    await app.button(t.ui.actions.download, files).click();
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('licence');
    await app.button(t.customers.renameFile, files).click();
    await page.getByLabel(t.customers.fileName).fill('执照 2026.txt');
    await page.keyboard.press('Enter');
    await files.getByText('执照 2026.txt').waitFor();
    await app.button(t.customers.removeFile, files).click();
    await files.getByText('执照 2026.txt').waitFor({ state: 'detached' });
    await app.button(t.app.toast.undo).click();
    await files.getByText('执照 2026.txt').waitFor();
  });

  it('are deleted without a question and put back', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const { customer } = await create(app, 'Harbour Textiles', '13900011234');
    await app.open('/customers');
    await page.getByRole('row').filter({ hasText: 'Harbour' }).dblclick();
    await app.button(t.ui.actions.more, page.locator('header')).click();
    await page.getByRole('menuitem', { name: t.customers.delete }).click();
    await page.getByText(t.customers.emptyTitle).waitFor();
    await app.button(t.app.toast.undo).click();
    await page.getByRole('row').filter({ hasText: 'Harbour' }).waitFor();
    await app.call('customer.Trash', [customer.id]);
    await page.getByText(t.customers.emptyTitle).waitFor();
    await app.open(`/customers/${customer.id}`);
    await page.getByText(t.customers.deleted).waitFor();
    await app.button(t.customers.restore).click();
    await page.getByText(t.customers.deleted).waitFor({ state: 'detached' });
    await expect.poll(() => app.call('customer.Count')).toBe(1);
  });
});

it('is worked with the keyboard alone from the list to a page and back', async () => {
  const app = await App.start('zh-CN', { content: 'sample' });
  const { page } = app;
  await page.getByRole('heading', { name: '今日', level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('kh');
  await page.getByRole('option', { name: '客户', exact: true }).waitFor();
  while ((await page.getByRole('option', { selected: true }).textContent()) !== '客户')
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const grid = page.getByRole('grid');
  await grid.getByRole('row').nth(3).waitFor();
  await page.getByRole('combobox').waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const name = await grid.getByRole('row').nth(2).getByRole('gridcell').nth(1).textContent();
  await page.getByText('2 / ').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: name ?? '', level: 1 }).waitFor();
  await page.keyboard.press('Escape');
  await grid.waitFor();
  await page.keyboard.press('n');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('End');
  await page.getByText('92 / 92').waitFor();
  await page.keyboard.press('Slash');
  await page.keyboard.type('suzhou');
  await page.keyboard.press('Enter');
  await page.getByText('1 / ').waitFor();
});
