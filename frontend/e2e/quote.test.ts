import { readFile } from 'node:fs/promises';
import type { Download } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

interface View {
  contract: {
    id: number;
    version: number;
    stage: string;
    number: string;
    amount: number;
    customerId: number;
    opportunityId: number;
    lines: { name: string; qty: number; price: number; unit: string }[];
    parties: { customer: { name: string; phone: string }; company: { name: string } } | null;
  };
  fields: { key: string; missing: boolean; blank?: boolean; asLast?: boolean }[];
  issues: { n: number }[];
}

const said = {
  'zh-CN': {
    line: '王芳 13800138000 杭州西溪装饰有限公司 想要30台净水器',
    company: '恒信建材有限公司',
    customer: '杭州西溪装饰有限公司',
    product: '净水器',
    unit: '台',
  },
  en: {
    line: 'Mary Brown, Northgate Ltd, 415-555-2671, wants 30 units centrifugal pump',
    company: 'Hengxin Supplies Ltd',
    customer: 'Northgate Ltd',
    product: 'Centrifugal pump',
    unit: 'pc',
  },
} as const;

const head = async (download: Promise<Download>): Promise<string> =>
  (await readFile(await (await download).path())).subarray(0, 5).toString();

describe.each(languages)('from a line to a contract in $lang', ({ lang, t }) => {
  const s = said[lang];

  it('carries customer, product and quantity from the lead to the quote and the contract on paper', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await app.call('settings.CreateCompany', {
      name: s.company,
      address: 'Hangzhou',
      phone: '0571-88000166',
    });
    await app.call('product.Create', { name: s.product, unit: s.unit, listPrice: 128_050, tax: 1300 });

    // The only time anything is said of the customer and of what it wants.
    const [look] = await app.call<{ lead: object; text: string; verdict: string }[]>('lead.Read', s.line);
    const { leads } = await app.call<{ leads: number[] }>('lead.Enter', [look]);
    const proposal = await app.call<object>('lead.Propose', leads[0]);
    const made = await app.call<{ customerId: number; opportunityId: number }>('lead.Convert', leads[0], 0, {
      ...proposal,
      opportunity: true,
    });

    await app.open(`/opportunities/${made.opportunityId}`);
    await app.button(t.opportunities.criteria.quote).click();
    await page.waitForURL(/quotes\/\d+/);
    const first = await paper(app, 'quotes');

    // They do not take it, and say why; the next edition carries everything along.
    await app.button(t.quotes.banner.decline).click();
    const no = page.getByRole('dialog', { name: t.quotes.decline.title(first.contract.number) });
    await no.getByLabel(t.quotes.decline.reason).click();
    const why = shared('opportunity.reason.price', undefined, lang);
    await page.getByRole('option', { name: why, exact: true }).click();
    await no.getByLabel(t.quotes.decline.note).fill('8 % above the others');
    await app.button(t.quotes.decline.ok, no).click();
    await page.getByText('8 % above the others').waitFor();
    await app.button(t.quotes.banner.edition).click();
    await page.waitForURL((url) => !url.hash.endsWith(`/${first.contract.id}`));
    const quote = await paper(app, 'quotes');
    await app.button(t.quotes.banner.accept).click();
    await page.waitForURL(/contracts\/\d+/);
    const contract = await paper(app, 'contracts');

    for (const { contract: c } of [quote, contract]) {
      expect(c.customerId).toBe(made.customerId);
      expect(c.opportunityId).toBe(made.opportunityId);
      expect(c.lines).toMatchObject([{ name: s.product, qty: 30_000, price: 128_050, unit: s.unit }]);
      expect(c.amount).toBe(3_841_500);
      expect(c.parties?.customer.name).toBe(s.customer);
      expect(c.parties?.company.name).toBe(s.company);
    }
    expect(await app.accessibility()).toEqual([]);

    const signed = contract.contract;
    await app.call('contract.Move', signed.id, signed.version, 'signed', '');
    const won = await app.call<{ outcome: string; judged: { kind: string; met: boolean }[] }>(
      'opportunity.Get',
      made.opportunityId,
    );
    expect(won.outcome).toBe('won');
    expect(won.judged.find((judged) => judged.kind === 'quote')?.met).toBe(true);

    await app.open('/forecast');
    // The month it was won in opens to it.
    await page.getByRole('table').getByRole('button', { expanded: false, disabled: false }).first().click();
    await page.getByText(s.customer, { exact: false }).first().waitFor();
  });

  /** Saves what is on the screen as a PDF, as it is: nothing is filled in. */
  async function paper(app: App, place: string): Promise<View> {
    const { page } = app;
    const id = Number(new RegExp(`${place}/(\\d+)`).exec(page.url())?.[1]);
    const view = await app.call<View>('contract.Get', id);
    const missing = view.fields.filter((field) => field.missing);
    // What no record can know is answered with the first contract.
    expect(missing.filter((field) => !field.asLast && !/place/i.test(field.key))).toEqual([]);
    const exported = page.waitForEvent('download');
    await app.button(t.contracts.actions.export).click();
    await page.getByRole('menuitem', { name: t.contracts.actions.savePdf }).click();
    // What nobody has said yet is named once; it may stay to be written by hand.
    const a = t.contracts.actions;
    if (missing.length > 0) await app.button(a.leaveBlank).click();
    else if (view.fields.some((field) => field.blank)) await app.button(a.saveAnyway).click();
    expect(await head(exported)).toBe('%PDF-');
    await expect.poll(async () => (await app.call<View>('contract.Get', id)).issues.length).toBe(1);
    return await app.call<View>('contract.Get', id);
  }
});
