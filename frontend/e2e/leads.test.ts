import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

describe.each(languages)('leads in $lang', ({ lang, t }) => {
  it('are written down in a line, explained, spoken with, and made into customers', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const l = t.leads;
    await app.call('product.Create', { name: '净水器', unit: '台', listPrice: 250_000, status: 'on' });
    await app.open('/leads');
    await page.getByText(l.emptyTitle).waitFor();

    // One line: understood, explained, put right, saved.
    const box = page.getByRole('textbox', { name: l.quick.label });
    const channel = lang === 'en' ? 'Google Ads' : '抖音';
    await box.fill(`张三 13800138000 想要30台净水器 预算8万 ${channel}`);
    await page.keyboard.press('Enter');
    const name = page.getByLabel(lang === 'en' ? 'Name' : '姓名', { exact: true });
    await expect.poll(() => name.inputValue()).toBe('张三');
    const phone = page.getByLabel(lang === 'en' ? 'Phone' : '电话', { exact: true });
    await expect.poll(() => phone.inputValue()).toBe('13800138000');
    await page.getByText(lang === 'en' ? 'Said what they need' : '说了需要什么').waitFor();
    await name.fill('张三丰');
    await app.button(l.quick.save).click();
    const row = page.getByText('张三丰', { exact: true });
    await row.first().waitFor();
    expect(await app.accessibility()).toEqual([]);

    // Its page says why; what is said with it is logged there.
    const leads = await app.call<{ rows: { id: number }[] }>('lead.List', {});
    const id = leads.rows[0]?.id ?? 0;
    await app.open(`/leads/${id}`);
    await page.getByRole('heading', { level: 1, name: '张三丰' }).waitFor();
    await page.getByText(lang === 'en' ? 'Not contacted yet' : '还没联系上').waitFor();
    await page.getByRole('button', { name: t.interactions.composer }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel(lang === 'en' ? 'What was said' : '说了什么').fill('问了水质，要30台');
    await app.button(t.interactions.save, form).click();
    await page.getByText(lang === 'en' ? 'Contacted within 24 hours' : '24 小时内联系上了').waitFor();
    expect(await app.accessibility()).toEqual([]);

    // The same number again is news of the lead, not a second one.
    await app.open('/leads');
    await box.fill('张三 138 0013 8000 又来问');
    await page.keyboard.press('Enter');
    await app.button(l.quick.saveKnown).click();
    await expect.poll(async () => (await app.call<{ rows: unknown[] }>('lead.List', {})).rows.length).toBe(1);

    // One step: customer, opportunity with the product on its lines, and what was said.
    await app.open(`/leads/${id}`);
    await app.button(l.convert.action).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(l.convert.lines('净水器 × 30')).waitFor();
    // Enter makes a new customer of it, and adds it to nobody whom no one chose.
    const called = dialog.getByLabel(l.convert.customerName);
    await expect.poll(() => called.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/customers\//);
    await page.getByRole('heading', { name: '张三丰' }).first().waitFor();
    await page.getByText('问了水质，要30台').first().waitFor();
    const became = await app.call<{ state: string; customerId: number; opportunityId: number }>(
      'lead.Get',
      id,
    );
    expect(became.state).toBe('converted');
    const chance = await app.call<{ amount: number; lines: { qty: number }[] }>(
      'opportunity.Get',
      became.opportunityId,
    );
    expect(chance.lines.map((line) => line.qty)).toEqual([30_000]);

    // Enter twice at once is one lead, and the line is empty for the next.
    await app.open('/leads');
    await box.fill('周七 13700137000');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const named = async () =>
      (await app.call<{ rows: unknown[] }>('lead.List', { text: '周七' })).rows.length;
    await expect.poll(named).toBe(1);
    await expect.poll(() => box.inputValue()).toBe('');
    await expect.poll(() => box.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    // In the line Enter saves what stands below it.
    await box.fill('吴八 13600136000');
    await page.keyboard.press('Enter');
    await expect.poll(() => name.inputValue()).toBe('吴八');
    await box.focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await app.call<{ rows: unknown[] }>('lead.List', { text: '吴八' })).rows.length)
      .toBe(1);
    await expect.poll(() => named()).toBe(1);

    // With a second person there is a pool: a new lead lies in it until somebody takes it.
    const people = [];
    for (const name of ['王芳', '李强']) people.push(await app.call<{ id: number }>('staff.Save', { name }));
    await app.call('lead.SetAssignment', { rules: [], rest: 'pool', people: [], quota: 1 });
    await app.open('/leads');
    // A card dropped on the list is looked at like a line.
    const dataTransfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:李四\r\nTEL:13900139000\r\nEND:VCARD\r\n';
      data.items.add(new File([card], 'lisi.vcf'));
      return data;
    });
    const screen = page.getByRole('region', { name: l.title, exact: true });
    await screen.dispatchEvent('dragover', { dataTransfer });
    await page.getByText(l.quick.release).waitFor();
    await screen.dispatchEvent('drop', { dataTransfer });
    await app.button(l.quick.saveAll(1), page.getByRole('dialog')).click();
    await page.getByText(l.team.of.pool, { exact: true }).first().click();
    await page.getByText(l.team.left(1)).waitFor();
    await page.getByText('李四', { exact: true }).first().waitFor();
    const pool = await app.call<{ rows: { id: number }[] }>('lead.List', { whose: 'pool' });
    const free = pool.rows[0]?.id ?? 0;
    await app.open(`/leads/${free}`);
    await app.button(l.team.grab).click();
    await page.getByText(lang === 'en' ? 'Taken from the pool by 王芳' : '王芳从公海领取').waitFor();
    await expect
      .poll(async () => (await app.call<{ ownerId: number }>('lead.Get', free)).ownerId)
      .toBe(people[0]?.id);
  });
});
