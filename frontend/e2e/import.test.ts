import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

/**
 * A table as Excel in China saves it, in GBK: 客户名称,联系人,电话,等级 / 苏州天合纺织,王芳,13900011234,A /
 * ,,13900015678,B (no name) / 青岛海蓝食品,李强,13900019999,Z (no such tier). Node has no GBK encoder.
 */
const gbk = Buffer.from(
  [
    'bfcdbba7c3fbb3c6',
    '2c',
    'c1aacfb5c8cb',
    '2c',
    'b5e7bbb0',
    '2c',
    'b5c8bcb6',
    '0d0a',
    'cbd5d6ddccecbacfb7c4d6af',
    '2c',
    'cdf5b7bc',
    '2c',
    Buffer.from('13900011234,A').toString('hex'),
    '0d0a',
    '2c',
    '2c',
    Buffer.from('13900015678,B').toString('hex'),
    '0d0a',
    'c7e0b5babaa3c0b6cab3c6b7',
    '2c',
    'c0eec7bf',
    '2c',
    Buffer.from('13900019999,Z').toString('hex'),
    '0d0a',
  ].join(''),
  'hex',
);

describe.each(languages)('importing in $lang', ({ lang, t }) => {
  const i = t.exchange.importer;
  const words = i.of.customers;

  it('a GBK table with bad rows counts, hands them back and is undone as one step', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await app.open('/customers/import');
    const chooser = page.waitForEvent('filechooser');
    await app.button(t.ui.drop.choose).click();
    await (await chooser).setFiles({ name: '客户.csv', mimeType: 'text/csv', buffer: gbk });
    await page.getByText('苏州天合纺织').first().waitFor();
    await app.button(t.ui.actions.next).click();
    await page.getByText(words.summary('1', '0', '2')).waitFor();
    await app.button(i.start).click();
    await page.getByText(words.done('1', '0', '0')).waitFor();
    await page.getByText(i.failed('2')).waitFor();
    await expect.poll(() => app.call('customer.Count')).toBe(1);
    const download = page.waitForEvent('download');
    await app.button(i.download).click();
    expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);
    await app.button(i.undo).click();
    await page.getByText(i.undone).waitFor();
    await expect.poll(() => app.call('customer.Count')).toBe(0);
  });

  it('a problem row is put right in place, and the columns are remembered', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const choose = async (rows: string) => {
      const chooser = page.waitForEvent('filechooser');
      await app.button(t.ui.drop.choose).click();
      const buffer = Buffer.from(`往来户;通话;档次\n${rows}`, 'utf8');
      await (await chooser).setFiles({ name: 'old.csv', mimeType: 'text/csv', buffer });
    };
    const column = (header: string) => page.getByRole('combobox', { name: `${header} ${i.becomes}` });
    const become = async (header: string, field: string) => {
      await column(header).click();
      await page.getByRole('option', { name: field, exact: true }).click();
    };
    const fields = lang === 'en' ? ['Name', 'Phone', 'Tier'] : ['客户名称', '电话', '等级'];
    await app.open('/customers/import');
    await choose('苏州天合纺织;13900011234;A\n青岛海蓝食品;13900019999;Z\n合计;2;\n');
    await page.getByText('苏州天合纺织').first().waitFor();
    await become('往来户', fields[0] ?? '');
    await become('通话', fields[1] ?? '');
    await become('档次', fields[2] ?? '');
    await app.button(t.ui.actions.next).click();
    await page.getByText(words.summary('1', '0', '1')).waitFor();
    await page.getByText(i.sums('1')).waitFor();
    await page.getByRole('button', { name: i.takeAnyway }).waitFor();
    const cell = page.getByRole('textbox', { name: i.cell('档次', '3') });
    await cell.fill('B');
    await cell.press('Enter');
    await page.getByText(i.fixed('1')).waitFor();
    await app.button(i.recheck).click();
    await page.getByText(words.summary('2', '0', '0')).waitFor();
    await app.button(i.start).click();
    await page.getByText(words.done('2', '0', '0')).waitFor();
    await expect.poll(() => app.call('customer.Count')).toBe(2);

    await app.button(i.again).click();
    await choose('杭州西溪茶业;13900022222;C\n');
    await page.getByText(i.remembered).waitFor();
    await expect.poll(() => column('档次').inputValue()).toBe(fields[2]);
  });

  it('something else named .xlsx is refused with a sentence', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await app.open('/customers/import');
    const chooser = page.waitForEvent('filechooser');
    await app.button(t.ui.drop.choose).click();
    const buffer = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n', 'latin1');
    await (await chooser).setFiles({ name: 'list.xlsx', mimeType: 'application/pdf', buffer });
    await page.getByRole('alert').filter({ hasText: 'PDF' }).waitFor();
    await page.getByText(words.drop).waitFor();
  });

  it('a folder of price lists becomes products, a newer list changes their prices', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const goods = i.of.products;
    const choose = async (
      link: string,
      files: string | { name: string; mimeType: string; buffer: Buffer },
    ) => {
      const chooser = page.waitForEvent('filechooser');
      await app.button(link).click();
      await (await chooser).setFiles(files);
    };
    const folder = mkdtempSync(join(tmpdir(), 'keyue-prices-'));
    writeFileSync(join(folder, 'a.csv'), '品名,货号,零售价\n智能门锁,S-1,1280\n门把手,,35.5\n');
    writeFileSync(join(folder, 'b.csv'), '品名,货号,零售价\n窗锁,S-2,88\n');
    writeFileSync(join(folder, 'readme.md'), 'not a table');
    await app.open('/products/import');
    await choose(t.ui.drop.chooseFolder, folder);
    await page.getByText('智能门锁').first().waitFor();
    await app.button(t.ui.actions.next).click();
    await page.getByText(goods.summary('3', '0', '0')).waitFor();
    await app.button(i.start).click();
    await page.getByText(goods.done('3', '0', '0')).waitFor();
    rmSync(folder, { recursive: true });

    await app.button(i.again).click();
    const buffer = Buffer.from('编码,单价\nS-1,1380\n', 'utf8');
    await choose(t.ui.drop.choose, { name: 'new.csv', mimeType: 'text/csv', buffer });
    await page.getByText('1380').first().waitFor();
    await app.button(t.ui.actions.next).click();
    await page.getByLabel(goods.merge).check();
    await page.getByText(goods.summary('0', '1', '0')).waitFor();
    await app.button(i.start).click();
    await page.getByText(goods.done('0', '1', '0')).waitFor();
    const lock = await app.call<{ rows: { listPrice: number }[] }>('product.List', { text: 'S-1' });
    expect(lock.rows[0]?.listPrice).toBe(138000);
  });

  it('everything is one workbook', async () => {
    const app = await App.start(lang, { content: 'sample' });
    const { page } = app;
    const e = t.exchange.export;
    await app.open('/settings/export');
    const download = page.waitForEvent('download');
    await app.button(e.xlsx).click();
    expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);
    const tasks = page.getByRole('listitem').filter({ hasText: e.texts.tasks });
    await app.button(e.button, tasks).click();
    const table = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: e.csv }).click();
    expect((await table).suggestedFilename()).toContain(e.names.tasks);
  });

  it('what was chosen is exported again', async () => {
    const app = await App.start(lang, { content: 'sample' });
    const { page } = app;
    await app.open('/customers');
    await page.getByLabel(t.ui.grid.selectAll).check();
    const bar = page.getByRole('region', { name: t.ui.grid.selected('92') });
    await app.button(t.exchange.export.button, bar).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: t.exchange.export.csv }).click();
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString('utf8').trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(93);
    expect(lines[0]).toContain(lang === 'en' ? 'Name' : '客户名称');
  });
});
