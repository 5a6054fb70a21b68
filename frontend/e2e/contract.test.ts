import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

interface View {
  contract: {
    id: number;
    version: number;
    stage: string;
    number: string;
    amount: number;
    lines: { floor: number; price: number; floorReason: string }[];
  };
  fields: { key: string; label: string; type: string; missing: boolean; blank?: boolean }[];
  issues: { n: number; sha256: string }[];
  differs: boolean;
}

const business = {
  'zh-CN': {
    company: '恒信建材有限公司',
    customer: '苏州天合纺织有限公司',
    template: '买卖合同',
    answer: '苏州工业园区 2 号仓',
    total: '陆仟陆佰元整',
    values: {},
  },
  en: {
    company: 'Hengxin Supplies Ltd',
    customer: 'Northgate Textiles Ltd',
    template: 'Sale of Goods Agreement',
    answer: 'Dock 2, Harbour Road',
    total: 'Six thousand six hundred',
    values: { law: 'England and Wales', dispute: 'courts', courts: 'England and Wales' },
  },
} as const;

/** Three lines worth 6,600.00 before tax. */
const lines = [
  ['3号样布 No. 3', '100', '48'],
  ['5号里布 No. 5', '50', '32'],
  ['运费 Freight', '1', '200'],
] as const;

/** A name that begins so: required marks and shortcuts follow it. */
const starting = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

async function bytesOf(download: Promise<Download>): Promise<Buffer> {
  return await readFile(await (await download).path());
}

/** The contract whose screen is open. */
const opened = async (app: App): Promise<View> => {
  const id = Number(/contracts\/(\d+)/.exec(app.page.url())?.[1]);
  return await app.call<View>('contract.Get', id);
};

/** Waits until what was typed is in the workspace. */
async function settled(app: App, holds: (view: View) => boolean): Promise<View> {
  await expect.poll(async () => holds(await opened(app))).toBe(true);
  return await opened(app);
}

async function typeLines(
  page: Page,
  w: { add: string; cell: (n: number, column: string) => string; columns: Record<string, string> },
) {
  for (const [i, [name, qty, price]] of lines.entries()) {
    await page.getByRole('button', { name: w.add, exact: true }).last().click();
    await page.getByLabel(w.cell(i + 1, w.columns.name ?? '')).fill(name);
    await page.getByLabel(w.cell(i + 1, w.columns.qty ?? '')).fill(qty);
    await page.getByLabel(w.cell(i + 1, w.columns.price ?? '')).fill(price);
  }
}

describe.each(languages)('from nothing to paper in $lang', ({ lang, t }) => {
  const said = business[lang];

  it('makes a customer, fills the sale, issues it, prints the same bytes again, shows a change and makes it void', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await app.call('settings.CreateCompany', {
      name: said.company,
      address: 'Hangzhou',
      taxId: '91330105MA0000001X',
      bank: 'ICBC',
      account: '12020221',
    });

    await app.open('/customers');
    await app.button(t.customers.new).first().click();
    await page.getByRole('textbox', { name: starting(t.customers.form.name) }).fill(said.customer);
    await page.getByRole('textbox', { name: starting(t.customers.form.phone) }).fill('0512-62880088');
    await app.button(t.customers.form.create).click();
    await app.button(t.contracts.new).first().click();
    await page.getByText(said.template).first().waitFor();
    await page.waitForURL(/contracts\/\d+/);

    await typeLines(page, t.contracts.lines);
    let view = await settled(app, (v) => v.contract.amount >= 660_000);
    // An answer may ask for another one: courts, once it is they that decide.
    const asked = new Set<string>();
    for (let next = view.fields; next.some((f) => f.missing); next = (await opened(app)).fields) {
      const fresh = next.filter((f) => f.missing && !asked.has(f.key));
      for (const field of fresh) {
        asked.add(field.key);
        const input = page.getByLabel(field.label, { exact: false }).first();
        if (field.type === 'choice') {
          await input.click();
          await page.getByRole('option').first().click();
        } else await input.fill(said.answer);
      }
      await settled(app, (v) => fresh.every((f) => !v.fields.some((o) => o.key === f.key && o.missing)));
    }
    view = await settled(app, (v) => v.fields.every((f) => !f.missing));
    await page.getByText(said.total, { exact: false }).first().waitFor();

    // The preview is the paper: a drawn page, marked as a draft by its watermark.
    await page.locator('canvas').first().waitFor();

    const exported = page.waitForEvent('download');
    const blanks = view.fields.filter((f) => f.blank);
    await app.button(t.contracts.actions.export).click();
    await page.getByRole('menuitem', { name: t.contracts.actions.savePdf }).click();
    if (blanks.length > 0) {
      // Before the number is taken it is said what paper leaves to be written by hand; Enter goes on.
      const asking = page.getByRole('dialog').filter({ hasText: t.contracts.actions.byHand(blanks.length) });
      await asking.getByText(blanks[0]?.label ?? '', { exact: false }).waitFor();
      await expect.poll(async () => (await opened(app)).contract.number).toBe('');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent))
        .toBe(t.contracts.actions.saveAnyway);
      await page.keyboard.press('Enter');
    }
    const first = await bytesOf(exported);
    view = await settled(app, (v) => v.issues.length === 1);
    // Whoever answered with a key goes on from a place on the screen.
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect(sha256(first)).toBe(view.issues[0]?.sha256);
    expect(view.contract.stage).toBe('printed');

    const again = page.waitForEvent('download');
    await app.button(t.contracts.issues.save(1)).click();
    expect(sha256(await bytesOf(again))).toBe(sha256(first));

    await page.getByLabel(t.contracts.lines.cell(1, t.contracts.lines.columns.qty)).fill('120');
    await page.getByText(t.contracts.banner.differs(1)).waitFor();
    await app.button(t.contracts.banner.showDifferences).click();
    const differences = page.getByRole('region', { name: t.contracts.differs.title });
    await differences.locator('ins').first().waitFor();
    await expect.poll(() => differences.locator('del').count()).toBeGreaterThan(0);

    await page.getByText(view.contract.number).first().waitFor();
    await page.getByLabel(t.contracts.stage.change).click();
    await page.getByRole('menuitem', { name: t.contracts.stage.void }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t.contracts.stage.reason).fill('test');
    await dialog.getByRole('button', { name: t.contracts.stage.voidNow, exact: true }).click();
    await page.getByText(t.contracts.banner.voided('test')).waitFor();
    await expect.poll(async () => (await opened(app)).contract.number).toBe(view.contract.number);
  });

  it('wants a reason for a price under the floor before it takes a number', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const w = t.contracts.lines;
    await app.call('settings.CreateCompany', { name: said.company, address: 'Hangzhou' });
    await app.call('product.Create', {
      name: lines[0][0],
      code: 'Y-3',
      unit: 'm',
      listPrice: 5200,
      floorPrice: 4500,
    });
    const made = await app.call<{ customer: { id: number } }>(
      'customer.Create',
      { name: said.customer, shippingAddress: said.answer },
      [],
    );
    const { contract } = await app.call<View>('contract.Create', { customerId: made.customer.id });
    await app.call('contract.Save', contract.id, contract.version, { values: said.values });
    await app.open(`/contracts/${contract.id}`);
    await app.button(w.add).last().click();
    await page.getByLabel(w.cell(1, w.columns.name)).pressSequentially('Y-3');
    await page.getByRole('option').first().click();
    await page.getByLabel(w.cell(1, w.columns.price)).fill('42');
    await page.getByLabel(w.cell(1, w.columns.tax)).click();
    const reason = page.getByLabel(w.floorReasonOf(1));
    await reason.waitFor();
    await settled(app, (v) => v.contract.amount > 0);
    expect(await app.accessibility()).toEqual([]);

    await page.getByRole('button', { name: starting(t.contracts.actions.print) }).click();
    await expect.poll(() => reason.evaluate((input) => document.activeElement === input)).toBe(true);
    await expect.poll(async () => (await opened(app)).contract.number).toBe('');
    await reason.fill('OK by the owner');
    await app.button(t.contracts.actions.export).click();
    const exported = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: t.contracts.actions.savePdf }).click();
    if ((await opened(app)).fields.some((f) => f.blank))
      await app.button(t.contracts.actions.saveAnyway).click();
    expect((await bytesOf(exported)).subarray(0, 5).toString()).toBe('%PDF-');
    const view = await settled(app, (v) => v.issues.length === 1);
    expect(view.contract.lines[0]).toMatchObject({
      floor: 4500,
      price: 4200,
      floorReason: 'OK by the owner',
    });
  });

  it('needs two clicks from the customer to the print dialog when nothing is missing', async () => {
    const app = await App.start(lang, { content: 'sample' });
    const { page } = app;
    const template = await app.call<{ id: number }>('template.Create', said.template, 'other', lang);
    await app.call('template.Publish', template.id);
    const known = await app.call<{ rows: { id: number }[] }>('customer.List', { limit: 1 });
    const customerId = known.rows[0]?.id ?? 0;
    // The template last used for a customer is the one a new contract begins with.
    await app.call('contract.Create', { customerId, templateId: template.id });

    await app.open(`/customers/${customerId}`);
    await app.button(t.contracts.new).first().click();
    await page.waitForURL(/contracts\/\d+/);
    await page.getByRole('button', { name: starting(t.contracts.actions.print) }).click();
    const view = await settled(app, (v) => v.issues.length === 1);
    expect(view.contract.stage).toBe('printed');
  });
});
