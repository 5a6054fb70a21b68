import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

/** The folder of sample contracts beside the repository; undefined where there is none. */
function corpora(): string | undefined {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const folder = join(at, '..', 'shared', 'corpora', '5-contracts-zh-text');
    if (existsSync(folder)) return folder;
  }
  return undefined;
}

const folder = corpora();
const goods = folder && readdirSync(folder).find((name) => name.endsWith('一般商品买卖合同.md'));

/** Clicks from the library to paper that the goods contract may take at most. */
const FEW = 8;

/** A contract as somebody wrote it in Notepad. */
const own = {
  'zh-CN': `设备维护协议

甲方：____________
乙方：____________

第一条 服务内容
乙方每月为甲方维护设备____次，费用为人民币________元。

第二条 期限
本协议自____年__月__日起生效。

甲方（盖章）：
乙方（盖章）：
`,
  en: `MAINTENANCE AGREEMENT

Customer: ____________
Supplier: ____________

1. Services
The Supplier maintains the equipment ____ times a month for a fee of ________.

2. Term
This Agreement begins on ____________.

Customer (signature): ____________
Supplier (signature): ____________
`,
} as const;

/** Chooses a file behind a button that opens the file dialog. */
async function choose(
  page: Page,
  button: ReturnType<App['button']>,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button.click();
  await (await chooser).setFiles(file);
}

const textFile = (name: string, content: string) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
});

const templateId = (page: Page) => Number(/templates\/(\d+)/.exec(page.url())?.[1]);

describe.skipIf(!goods)('a contract of the corpora', () => {
  const [{ lang, t }] = languages;

  it('becomes a template and is printed in few clicks', async () => {
    const app = await App.start(lang, { content: 'sample' });
    const { page } = app;
    let clicks = 0;
    const click = async (target: ReturnType<App['button']>) => {
      clicks++;
      await target.click();
    };
    await app.open('/templates');
    const chooser = page.waitForEvent('filechooser');
    await click(app.button(t.library.import.action));
    await (await chooser).setFiles(join(folder ?? '', goods ?? ''));
    await page.getByRole('region', { name: t.library.import.groups.look }).waitFor();
    await click(app.button(t.library.import.build));
    await page.getByText(t.library.import.made).waitFor();
    await click(app.button(t.templates.use));
    const known = await app.call<{ rows: { name: string }[] }>('customer.List', { limit: 1 });
    const who = known.rows[0]?.name ?? '';
    await page.getByRole('combobox', { name: t.contracts.pick.who }).fill(who);
    await click(page.getByRole('option').filter({ hasText: who }).first());
    await page.waitForURL(/contracts\/\d+/);
    // The blanks of the file are asked for in sight, not folded away with what filled itself.
    const blank = page.getByRole('textbox', { name: '首笔款' });
    await blank.fill('5000');
    await blank.press('Tab');
    await expect.poll(async () => await blank.inputValue()).toBe('5,000.00');
    // The file announces a list of goods, so the template asks for them.
    const w = t.contracts.lines;
    await click(page.getByRole('button', { name: w.add, exact: true }).last());
    await page.getByLabel(w.cell(1, w.columns.name)).fill('电磁流量计');
    await page.getByLabel(w.cell(1, w.columns.qty)).fill('2');
    await page.getByLabel(w.cell(1, w.columns.price)).fill('4600');
    const exported = page.waitForEvent('download');
    await click(app.button(t.contracts.actions.export));
    await click(page.getByRole('menuitem', { name: t.contracts.actions.savePdf }));
    // What is left open is named once before it becomes a line to write on.
    await click(page.getByRole('button', { name: t.contracts.actions.saveAnyway }));
    const pdf = readFileSync(await (await exported).path());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    console.log(`library to printed PDF: ${clicks} clicks`);
    expect(clicks).toBeLessThanOrEqual(FEW);
  });
});

describe.each(languages)('the library of templates in $lang', ({ lang, t }) => {
  const i = t.library.import;
  const v = t.library.versions;

  it('makes a template of a text, with the guesses changed in one pass', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await app.open('/templates');
    await choose(page, app.button(i.action), textFile('own.txt', own[lang]));
    const original = page.getByRole('group', { name: i.original });
    await original.waitFor();
    const result = page.getByRole('region', { name: i.result.label });
    const first = result
      .getByRole('listitem')
      .filter({ has: page.getByRole('textbox') })
      .first();
    const name = first.getByRole('textbox');
    await name.fill('Zzz');
    await name.press('Enter');
    await original
      .getByRole('button', { name: i.place('Zzz') })
      .first()
      .waitFor();
    const kept = result.getByRole('combobox', { name: `Zzz: ${i.guess.as}` });
    await kept.selectOption('blank');
    await expect.poll(async () => await kept.inputValue()).toBe('blank');
    await page.getByRole('tab', { name: i.result.text }).click();
    await result.getByRole('button').first().waitFor();
    await page.getByRole('tab', { name: i.result.pages }).click();
    await page.locator('canvas').first().waitFor();
    expect(await app.accessibility()).toEqual([]);
    // Decisions outlive a reload.
    await page.reload();
    await expect
      .poll(async () => await page.getByRole('combobox', { name: `Zzz: ${i.guess.as}` }).inputValue())
      .toBe('blank');
    await page.getByRole('textbox', { name: i.name }).fill('My maintenance');
    await page.getByText(i.lock.standard, { exact: true }).click();
    await page.getByText(i.lock.standardNote).waitFor();
    await app.button(i.build).click();
    await page.getByRole('heading', { level: 1, name: 'My maintenance' }).waitFor();
    // Locked as was said, and one clause is opened again.
    const l = t.library.locks;
    await page.getByText(l.all).waitFor();
    await app.button(l.action).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox').nth(1).click();
    await app.button(l.save, dialog).click();
    await page.getByText(l.some(1)).waitFor();
  });

  it('refuses what is no contract with a sentence', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await app.open('/templates');
    // Dropped anywhere on the library.
    const dataTransfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13])], 'scan.docx'));
      return data;
    });
    const library = page.getByRole('region', { name: t.templates.title });
    await library.dispatchEvent('dragover', { dataTransfer });
    await page.getByText(i.dropHere).waitFor();
    await library.dispatchEvent('drop', { dataTransfer });
    await page.getByRole('alert').filter({ hasText: 'scan.docx' }).waitFor();
    await app.button(i.again).click();
    await page.getByText(i.drop).waitFor();
  });

  it('keeps versions: differences, restoring, and publishing that says what changes', async () => {
    const app = await App.start(lang, { content: 'sample' });
    const { page } = app;
    const made = await app.call<{ id: number; draftId: number }>('template.Create', 'Trial', 'other', lang);
    await app.call('template.Publish', made.id);
    const known = await app.call<{ rows: { id: number }[] }>('customer.List', { limit: 1 });
    await app.call('contract.Create', { customerId: known.rows[0]?.id ?? 0, templateId: made.id });
    const detail = await app.call<{ notation: string }>('template.Get', made.id);
    await app.call('template.SaveDraft', made.id, {
      version: 0,
      notation: `${detail.notation}\n- Added words.\n`,
      definition: null,
      text: '',
    });
    await app.open(`/templates/${made.id}`);
    await app.button(v.see).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('ins').filter({ hasText: 'Added words.' }).waitFor();
    await app.button(t.ui.actions.close, dialog).click();
    await dialog.waitFor({ state: 'detached' });
    await app.button(v.publish).click();
    await dialog.getByText(v.inUse('1')).waitFor();
    await dialog.locator('ins').filter({ hasText: 'Added words.' }).waitFor();
    await app.button(v.publishNow, dialog).click();
    await dialog.waitFor({ state: 'detached' });
    // What can be done with a version stands below it once it is looked at.
    await page.getByRole('button', { name: t.templates.nth(1) }).click();
    await app.button(v.restore).click();
    await page.getByText(v.draftThere).waitFor();
    await app.button(v.compare).click();
    await dialog.locator('del').filter({ hasText: 'Added words.' }).waitFor();
  });

  it('gives a template away as one file and takes it back through the same door', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const list = await app.call<{ id: number; name: string; language: string }[]>('template.List', {
      text: '',
      kind: '',
      language: lang,
      archived: false,
      usable: true,
    });
    const [given] = list;
    await app.open(`/templates/${given?.id}`);
    await app.button(t.templates.moreOf(given?.name ?? '')).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: t.library.file.export }).click();
    const got = await download;
    expect(got.suggestedFilename()).toMatch(/\.keyue-template$/);
    const buffer = readFileSync(await got.path());
    await app.open('/templates');
    const file = { name: 'a.bin', mimeType: 'application/octet-stream', buffer };
    await choose(page, app.button(i.action), file);
    await page.waitForURL(/templates\/\d+/);
    expect(templateId(page)).not.toBe(given?.id);
    // A file that was cut off is refused.
    await app.open('/templates');
    await choose(page, app.button(i.action), { ...file, buffer: buffer.subarray(0, buffer.length / 2) });
    await page
      .getByText(/keyue-template|\u6a21\u677f\u6587\u4ef6|template file/i)
      .last()
      .waitFor();
  });

  it('keeps clauses and brings the templates that use them up to date', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const c = t.library.clauses;
    await app.open('/templates/clauses?edit=new');
    await page.getByRole('textbox', { name: c.name, exact: true }).fill('Secrecy');
    await app.button(c.save).click();
    await page.getByRole('heading', { level: 2, name: 'Secrecy' }).waitFor();
    const [clause] = await app.call<{ id: number; version: number; body: unknown }[]>('template.Clauses', {
      text: 'Secrecy',
    });
    // A template takes it over, then the clause changes.
    const made = await app.call<{ id: number }>('template.Create', 'User', 'other', lang);
    const detail = await app.call<{
      version: { version: number; definition: { body: { content: unknown[] } } };
    }>('template.Get', made.id);
    const { definition } = detail.version;
    const put = await app.call<{ node: unknown }>('template.InsertClause', clause?.id, definition);
    definition.body.content.push(put.node);
    await app.call('template.SaveDraft', made.id, {
      version: detail.version.version,
      notation: '',
      definition,
      text: '',
    });
    await app.call('template.Publish', made.id);
    await app.call('template.SaveClause', {
      ...clause,
      body: {
        type: 'clause',
        content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Other words.' }] }],
      },
    });
    await app.button(c.update).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('ins').filter({ hasText: 'Other words.' }).waitFor();
    expect(await app.accessibility()).toEqual([]);
    await app.button(c.updateNow(1), dialog).click();
    await dialog.waitFor({ state: 'detached' });
    await app.button(c.update).waitFor({ state: 'detached' });
  });
});
