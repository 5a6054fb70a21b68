import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

interface View {
  contract: { id: number; version: number; number: string };
}

/** A day so many days from today, in the machine's own time zone. */
function dayFrom(days: number): string {
  const at = new Date();
  at.setDate(at.getDate() + days);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

describe.each(languages)('payments in $lang', ({ lang, t }) => {
  it('are planned in one click, recorded in part, and what is overdue is on 今日, the customer and its filter', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const p = t.payments;
    const number = { 'zh-CN': 'HK-', en: 'P-' }[lang];
    const made = await app.call<{ customer: { id: number } }>('customer.Create', { name: 'Alder Works' }, []);
    const { contract } = await app.call<View>('contract.Create', { customerId: made.customer.id });
    const lines = [{ name: 'Oak door', unit: 'pc', qty: 10_000, listPrice: 100_000, price: 100_000, tax: 0 }];
    const saved = await app.call<View>('contract.Save', contract.id, contract.version, { lines });
    await app.call('contract.Issue', contract.id, saved.contract.version, { allowGaps: true });
    const issued = await app.call<View>('contract.Get', contract.id);
    await app.call('contract.Move', contract.id, issued.contract.version, 'signed', '');

    // A usual plan in one click; the first row should have come five days ago.
    await app.open(`/contracts/${contract.id}?tab=payments`);
    await page.getByRole('button', { name: p.suggest.parts(30) }).click();
    const due = page.getByLabel(shared('payment.row_field.dueOn', undefined, lang));
    await expect.poll(() => due.count()).toBe(2);
    await due.first().fill(dayFrom(-5));
    await due.first().press('Enter');
    await due.first().press('Tab'); // away from the calendar
    await page.getByText(t.ui.dates.overdue(5), { exact: true }).waitFor();
    await page.getByText(p.adds).waitFor();
    await page.getByRole('grid').waitFor({ state: 'detached' });
    expect(await app.accessibility()).toEqual([]);

    // A share that no longer makes a whole is said, and put right.
    const share = page.getByLabel(shared('payment.row_field.share', undefined, lang));
    await share.nth(1).fill('60');
    await share.nth(1).press('Enter');
    await page.getByText(p.less('¥1,000')).waitFor();
    await app.button(p.toLast).click();
    await page.getByText(p.adds).waitFor();

    // The second row is due in 30 days; from now on it is told of a month ahead, with a note.
    const remind = page.getByLabel(shared('payment.row_field.remindDays', undefined, lang));
    await remind.nth(1).fill('60');
    await remind.nth(1).press('Enter');
    const note = page.getByLabel(shared('payment.row_field.note', undefined, lang), { exact: true });
    await note.nth(1).fill('after the invoice');
    await note.nth(1).press('Enter');
    interface Planned {
      rows: { note: string; remindDays: number; state: string }[];
    }
    await expect
      .poll(async () => {
        const { rows } = await app.call<Planned>('payment.Plan', contract.id);
        return rows[1] && [rows[1].note, rows[1].remindDays, rows[1].state];
      })
      .toEqual(['after the invoice', 60, 'soon']);

    // Part of what is due first; the form proposes the whole of it.
    await page.getByRole('button', { name: p.take }).first().click();
    const form = page.getByRole('dialog', { name: p.record });
    const amount = form.getByLabel(shared('payment.field.amount', undefined, lang));
    await expect.poll(() => amount.inputValue()).toBe('3,000.00');
    await amount.fill('1000');
    await form.getByLabel(shared('payment.field.payer', undefined, lang)).fill('黄建华');
    await app.button(p.save, form).click();
    await form.waitFor({ state: 'detached' });
    await page.getByText(p.paidOf('¥1,000', '¥2,000')).waitFor();

    // 今日, the customer and the view of the list.
    await app.open('/');
    const today = page.getByRole('region', { name: p.today });
    await today.getByText('Alder Works').first().waitFor();
    await today.getByText(p.overdueSum('¥2,000', 1)).waitFor();
    await today.getByText(p.soonSum('¥7,000', 1)).waitFor();
    // Money stands above the tasks and leaves them on the first screen.
    const money = await today.boundingBox();
    const tasks = await page.getByRole('region', { name: t.interactions.tasks }).boundingBox();
    expect((money?.y ?? 0) + (money?.height ?? 0)).toBeLessThan(tasks?.y ?? 0);
    expect(tasks?.y).toBeLessThan(400);
    await app.open('/customers?view=overdue');
    await page.getByText('¥2,000', { exact: true }).waitFor();
    await app.open(`/customers/${made.customer.id}`);
    const account = page.getByRole('region', { name: p.account });
    await account.getByText(number).first().waitFor();
    await expect.poll(() => account.getByText('¥2,000', { exact: true }).count()).toBeGreaterThan(0);

    // The rest from there: nothing is overdue any more.
    await account.getByRole('button', { name: p.take }).first().click();
    await expect.poll(() => amount.inputValue()).toBe('2,000.00');
    await app.button(p.save, form).click();
    await form.waitFor({ state: 'detached' });
    await app.open('/customers?view=overdue');
    await page.getByText('Alder Works', { exact: true }).waitFor({ state: 'detached' });
    await app.open('/payments');
    await expect.poll(() => page.getByText(number).count()).toBe(2);

    // The payer on the bank slip finds it, by pinyin too; it opens beside its list.
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: t.app.palette.label }).fill('hjh');
    await page
      .getByRole('option', { name: /Alder Works · ¥1,000/ })
      .getByText('黄建华')
      .click();
    await page.waitForURL(/peek=/);
    await page.getByRole('definition').filter({ hasText: '黄建华' }).waitFor();
  });
});
