import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

interface Touch {
  rows: { extra: { lastContact: number; nextStep: string } }[];
}

describe.each(languages)('what is said to customers in $lang', ({ lang, t }) => {
  const i = t.interactions;
  const field = (name: string) => shared(`interaction.field.${name}`, undefined, lang);

  it('is logged with two keys, with the next step, and undone', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const { customer } = await app.call<{ customer: { id: number } }>(
      'customer.Create',
      { name: '宁波海曙纺织品有限公司', phones: [{ raw: '13900011234' }] },
      [],
    );
    await app.open(`/customers/${customer.id}`);
    await page.getByText(i.noNext).waitFor();
    await page.keyboard.press('j');
    const form = page.getByRole('dialog');
    await form.getByText('宁波海曙纺织品有限公司').waitFor();
    await page.keyboard.type('要 30 台，月底前定');
    await form.getByRole('radio', { name: shared('interaction.medium.wechat', undefined, lang) }).click();
    await form.getByLabel(field('title')).fill('发报价');
    // A next step without a day is sent back with a sentence beside the day.
    await app.button(i.save, form).click();
    await form.getByText(shared('interaction.task.due', undefined, lang)).waitFor();
    await app.button(i.days.tomorrow, form).click();
    await page.keyboard.press('Control+Enter');
    await form.waitFor({ state: 'detached' });
    await page.getByText('要 30 台，月底前定').waitFor();
    await page.getByRole('checkbox', { name: i.tick('发报价') }).waitFor();
    const touch = async () =>
      (await app.call<Touch>('customer.List', { filters: [], sort: [], offset: 0, limit: 1, text: '' }))
        .rows[0]?.extra;
    await expect.poll(async () => (await touch())?.nextStep).toBe('发报价');
    await app.button(t.app.toast.undo).click();
    await page.getByText('要 30 台，月底前定').waitFor({ state: 'detached' });
    await expect.poll(() => touch()).toMatchObject({ lastContact: 0, nextStep: '' });
    expect(await app.accessibility()).toEqual([]);
  });

  it('leaves tasks on the home screen, ticked off or ended by the call they were for', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const { customer } = await app.call<{ customer: { id: number } }>(
      'customer.Create',
      { name: '李岚', kind: 'person', phones: [{ raw: '13900015678' }] },
      [],
    );
    await app.open('/');
    await app.button(i.newTask).click();
    const form = page.getByRole('dialog');
    await form.getByLabel(field('title')).fill('送样品');
    await app.button(i.days.today, form).click();
    await app.button(i.aboutCustomer, form).click();
    await form.getByRole('combobox').fill('lilan');
    await form.getByRole('option', { name: '李岚' }).click();
    await app.button(t.ui.actions.save, form).click();
    const tasks = page.getByRole('region', { name: i.tasks });
    await tasks.getByText('送样品').waitFor();
    await tasks.getByText('139 0001 5678').waitFor();

    await app.button(i.taskMenu('送样品')).click();
    await page.getByRole('menuitem', { name: i.logAndDone }).click();
    await page.getByRole('dialog').getByText(i.forTask('送样品')).waitFor();
    await page.getByRole('dialog').getByLabel(field('summary')).fill('送到了，很满意');
    await app.button(i.save, page.getByRole('dialog')).click();
    await tasks.getByText(t.today.calm).waitFor();
    const entries = await app.call<{ summary: string }[]>('interaction.List', { customerId: customer.id });
    expect(entries.map((e) => e.summary)).toEqual(['送到了，很满意']);

    // What was sent stays with what was said.
    await app.open(`/customers/${customer.id}`);
    await app.button(t.ui.actions.more, page.getByRole('article')).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: i.attach }).click();
    await (await chooser).setFiles({
      name: '签收单.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF'),
    });
    const kept = page.getByRole('list', { name: i.files });
    await kept.getByText('签收单.pdf').waitFor();
    await app.button(i.removeFile('签收单.pdf'), kept).click();
    await kept.waitFor({ state: 'detached' });
    expect(await app.accessibility()).toEqual([]);
  });
});
