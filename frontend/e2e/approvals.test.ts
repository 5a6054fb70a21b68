import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

describe.each(languages)('approvals in $lang', ({ lang, t }) => {
  it('a price under the floor waits for the owner, and holds on paper', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const a = t.approvals;
    const saved = async (name: string, role: string) =>
      (await app.call<{ id: number }>('staff.Save', { name, role })).id;
    const boss = await saved('Wang', 'owner');
    const rep = await saved('Li', 'sales');
    await app.call('approval.SetRules', { lost: true });
    await app.call('staff.Work', rep);
    const made = await app.call<{ customer: { id: number } }>('customer.Create', { name: 'Alder' }, []);
    await app.call('product.Create', { name: 'Tile', code: 'T1', floorPrice: 100_000, cost: 60_000 });
    const line = { name: 'Tile', code: 'T1', unit: 'm', qty: 1000, price: 90_000, floor: 100_000 };
    const deal = await app.call<{ id: number }>('opportunity.Create', {
      name: 'Tiles',
      customerId: made.customer.id,
      lines: [{ ...line, floorReason: 'Old stock' }],
    });

    // What is earned with it is for the owner to see.
    await app.open(`/opportunities/${deal.id}`);
    await page.getByText(t.opportunities.lines.total, { exact: true }).waitFor();
    const margin = page.getByText(t.opportunities.lines.margin);
    await expect.poll(() => margin.count()).toBe(0);
    await app.call('staff.Work', boss);
    await margin.waitFor();
    await app.call('staff.Work', rep);
    await margin.waitFor({ state: 'detached' });

    // The salesperson asks on the page of the opportunity.
    const section = page.getByRole('region', { name: a.title });
    await app.button(a.ask, section).click();
    await section.getByLabel(a.more).fill('They pay at once');
    await app.button(a.ask, section).click();
    await section.getByText(a.waits).waitFor();
    await app.open('/');
    await page.getByRole('region', { name: a.today.asked }).getByText('They pay at once').waitFor();

    // The owner answers on 今日.
    await app.call('staff.Work', boss);
    const waiting = page.getByRole('region', { name: a.today.mine });
    await waiting.getByText('They pay at once').waitFor();
    expect(await app.accessibility()).toEqual([]);
    await app.button(a.approve, waiting).click();
    await waiting.waitFor({ state: 'detached' });

    // The answer stands where it was asked, and the quote is not asked for again.
    await app.call('staff.Work', rep);
    await app.open(`/opportunities/${deal.id}`);
    await section.getByText(shared('approval.state.approved', undefined, lang), { exact: true }).waitFor();
    const quote = await app.call<number>('opportunity.NewQuote', deal.id, 0);
    const view = await app.call<{ approval: { floor: unknown[] } }>('contract.Get', quote);
    expect(view.approval.floor).toEqual([]);
    await app.open(`/customers/${made.customer.id}`);
    await page.getByText('They pay at once').waitFor();

    // Giving up waits for the owner too, as the owner chose; the reasons stand with the question.
    await app.open(`/opportunities/${deal.id}`);
    await app.button(t.opportunities.lose).click();
    const lost = page.getByRole('dialog', { name: t.opportunities.close.lost('Tiles') });
    await lost.getByLabel(t.opportunities.close.reasonLost).click();
    const price = shared('opportunity.reason.price', undefined, lang);
    await page.getByRole('option', { name: price, exact: true }).click();
    await lost.getByLabel(t.opportunities.close.competitor).fill('Brick & Sons');
    await lost.getByText(a.lostNote).waitFor();
    await app.button(a.ask, lost).click();
    await section.getByText('Brick & Sons').waitFor();
    const outcome = async () => (await app.call<{ outcome: string }>('opportunity.Get', deal.id)).outcome;
    await expect.poll(() => outcome()).toBe('open');
    await app.call('staff.Work', boss);
    await app.open('/');
    await waiting.getByText('Brick & Sons').waitFor();
    await app.button(a.approve, waiting).click();
    await expect.poll(outcome).toBe('lost');
  });
});
