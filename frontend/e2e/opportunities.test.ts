import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

describe.each(languages)('opportunities in $lang', ({ lang, t }) => {
  it('go from the first contact to won: criteria filled in, one passed over, dragged to the end', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const o = t.opportunities;
    const made = await app.call<{ customer: { id: number } }>('customer.Create', { name: 'Alder Works' }, []);
    await app.call('customer.AddContact', made.customer.id, { name: 'Robin Alder' });
    const [pipeline] = await app.call<{ stages: { id: number; name: string }[] }[]>('opportunity.Pipelines');
    const [first = '', second = '', third = ''] = pipeline?.stages.map((stage) => stage.name) ?? [];

    // A new one, with what is known of the customer.
    await app.open('/opportunities');
    await app.button(o.new).first().click();
    const form = page.getByRole('dialog', { name: o.new });
    await form.getByRole('combobox').fill('alder');
    await page.getByRole('option', { name: /Alder Works/ }).click();
    await form.getByLabel(shared('opportunity.field.amount', undefined, lang)).fill('12345.67');
    await app.button(o.create, form).click();
    await page.getByRole('heading', { name: o.newForm.named('Alder Works') }).waitFor();
    expect(await app.accessibility()).toEqual([]);

    // It is in another currency, and in ours after all.
    const currencies = t.contracts.currencies;
    for (const [code, amount] of [
      ['USD', '$12,345.67'],
      ['CNY', '¥12,345.67'],
    ] as const) {
      await page.getByTitle(t.ui.field.edit(shared('opportunity.field.currency', undefined, lang))).click();
      await page.getByRole('option', { name: currencies[code] }).click();
      await expect.poll(() => page.getByText(amount, { exact: true }).count()).toBeGreaterThan(0);
    }

    // The key person is missing: chosen where the way was stopped.
    const name = o.newForm.named('Alder Works');
    await app.button(second).click();
    const asked = page.getByRole('dialog', { name: o.unmet.title(name, second) });
    await asked.getByText(o.unmet.missing(1)).waitFor();
    await expect.poll(() => app.button(o.unmet.anyway, asked).isDisabled()).toBe(true);
    await asked.getByRole('combobox').click();
    await page.getByRole('option', { name: /Robin Alder/ }).click();
    await asked.getByText(o.unmet.done).waitFor();
    await app.button(o.unmet.move, asked).click();
    await page.locator('[aria-current="step"]', { hasText: second }).waitFor();

    // On the board the keyboard moves it on, with a reason for what is not known.
    await app.open('/opportunities');
    const column = (stage: string, n: number) => page.getByRole('region', { name: o.columnOf(stage, n) });
    await column(second, 1).waitFor();
    await column(first, 0).waitFor();
    const card = page.getByRole('button', { name: new RegExp(name) });
    await card.focus();
    await page.keyboard.press('Alt+ArrowRight');
    const again = page.getByRole('dialog', { name: o.unmet.title(name, third) });
    await again.getByLabel(o.unmet.reason).fill('in a hurry');
    await app.button(o.unmet.anyway, again).click();
    await column(third, 1).waitFor();
    await expect.poll(() => column(third, 1).getByText('¥12,345.67').count()).toBeGreaterThan(0);

    // Somebody else moves it while this page still shows it there: a sentence and a choice, no lost move.
    const fourth = pipeline?.stages[3]?.name ?? '';
    const other = await app.context.newPage();
    app.watch(other);
    await other.goto(`${new URL(app.address).origin}/#/opportunities`);
    const theirs = (stage: string, n: number) => other.getByRole('region', { name: o.columnOf(stage, n) });
    await theirs(third, 1).waitFor();
    let newer = () => {};
    const told = new Promise<void>((resolve) => {
      newer = resolve;
    });
    await other.route('**/rpc/opportunity.Board', async (route) => {
      await told; // this page has not heard of it yet
      await route.continue();
    });
    const [at, on] = [pipeline?.stages[2]?.id, pipeline?.stages[3]?.id];
    await app.call('opportunity.Move', 1, at, on, 'they called');
    await column(fourth, 1).waitFor();
    await theirs(third, 1).waitFor();
    await other.getByRole('button', { name: new RegExp(name) }).focus();
    await other.keyboard.press('Alt+ArrowLeft');
    const meanwhile = other.getByRole('dialog', { name: o.conflict.title(name) });
    await meanwhile.getByText(o.conflict.yours(second)).waitFor();
    newer();
    await app.button(o.conflict.take(second), meanwhile).click();
    await theirs(second, 1).waitFor();
    await column(second, 1).waitFor();
    await other.close();

    // Dragged to its end.
    // Not before the dialog has faded out from above it.
    await card.hover({ position: { x: 40, y: 30 } });
    const from = await card.boundingBox();
    if (!from) throw new Error('the card is not in sight');
    await page.mouse.down();
    await page.mouse.move(from.x + 80, from.y + 90, { steps: 4 });
    const end = page.locator('[data-drop="won"]');
    await end.waitFor();
    const to = await end.boundingBox();
    if (!to) throw new Error('there is no place to drop it');
    await expect
      .poll(async () => {
        await page.mouse.move(to.x + to.width / 2 + Math.random(), to.y + to.height / 2);
        return end.getAttribute('data-over');
      })
      .toBe('');
    await page.mouse.up();
    const won = page.getByRole('dialog', { name: o.close.won(name) });
    await won.getByLabel(o.close.note).fill('The samples decided it');
    await app.button(o.close.ok.won, won).click();
    await page.getByText(o.emptyTitle).waitFor();

    await app.open('/opportunities?view=won');
    await page.getByRole('grid').getByRole('row').filter({ hasText: name }).waitFor();
    const detail = await app.call<{ outcome: string; moves: { reason: string; unmet: string[] }[] }>(
      'opportunity.Get',
      1,
    );
    expect(detail.outcome).toBe('won');
    expect(detail.moves.map((move) => [move.reason, move.unmet.length])).toEqual([
      ['', 0],
      ['', 0],
      ['in a hurry', 1],
      ['they called', 1],
      ['', 0],
      ['', 0],
    ]);
  });
});
