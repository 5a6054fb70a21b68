import { describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

/** Where screenshots go when somebody wants to look. */
const SHOTS = process.env.KEYUE_SHOTS;

interface Made {
  customer: { id: number; name: string; tier: string; phones: unknown[] };
  contacts: { name: string }[];
}

const alder = {
  name: 'Alder Works',
  tier: 'A',
  city: 'Hangzhou',
  industry: 'Timber',
  channel: 'Fair',
  phones: [{ raw: '13812345678' }],
  tags: ['fair'],
};
const twin = {
  name: 'Alder Works Ltd',
  tier: 'B',
  city: 'Hangzhou',
  industry: 'Timber',
  website: 'alder.example',
  phones: [{ raw: '+86 138 1234 5678' }, { raw: '0571-88158198' }],
  emails: ['hello@alder.example'],
  tags: ['web'],
};

describe.each(languages)('duplicates in $lang', ({ lang, t }) => {
  it('are found, merged with a choice and come back with one undo', async () => {
    const app = await App.start(lang, { width: 1024, height: 700 });
    const { page } = app;
    const shot = async (name: string) => {
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${lang}.png` });
    };
    const a = await app.call<Made>('customer.Create', alder, [{ name: 'Ada' }]);
    const b = await app.call<Made>('customer.Create', twin, [{ name: 'Ben' }]);
    await app.call('customer.Create', { name: 'Cedar Home', phones: [{ raw: '13900000001' }] }, []);
    await app.call(
      'interaction.Log',
      { customerId: b.customer.id, summary: 'spoke' },
      { title: '', due: '' },
      0,
    );

    await app.open('/customers');
    await page.getByRole('grid').getByText('Cedar Home').waitFor();
    await shot('list');
    await app.button(t.merge.find).click();
    await page.getByText(shared('customer.duplicate.phone', { value: '138 1234 5678' }, lang)).waitFor();
    await expect.poll(() => page.getByText('Cedar Home').count()).toBe(0);
    expect(await app.accessibility()).toEqual([]);
    await expect.poll(() => app.beyondTheEdge()).toBe(0);
    await shot('groups');

    // Said to be different they are proposed no more, until that is taken back.
    await page.getByRole('button', { name: t.merge.different }).click();
    await page.getByText(t.merge.none, { exact: true }).waitFor();
    await app.button(t.app.toast.undo).click();
    await page.getByRole('button', { name: t.merge.compare }).click();

    const tier = shared('customer.field.tier', undefined, lang);
    const word = (code: string) => shared(`customer.tier.${code}`, undefined, lang);
    await page.getByRole('radio', { name: t.merge.keepThis('Alder Works'), exact: true }).check();
    const chosen = page.getByRole('radio', { name: t.merge.choice(tier, word('A')) });
    await expect.poll(() => chosen.isChecked()).toBe(true);
    // Arrow keys choose, as in every group of radio buttons.
    await chosen.focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.getByRole('radio', { name: t.merge.choice(tier, word('B')) }).isChecked())
      .toBe(true);
    await page.getByText(t.merge.moved.interaction('1')).last().waitFor();
    expect(await app.accessibility()).toEqual([]);
    await expect.poll(() => app.beyondTheEdge()).toBe(0);
    await shot('merge');
    await app.button(t.app.scheme.toDark).click();
    await app.button(t.app.scheme.toLight).waitFor();
    expect(await app.accessibility()).toEqual([]);
    await shot('merge-dark');
    await app.button(t.app.scheme.toLight).click();
    await app.button(t.merge.action).click();
    await page.getByText(t.merge.none, { exact: true }).waitFor();

    const one = await app.call<Made>('customer.Get', a.customer.id);
    expect(one.customer).toMatchObject({ name: 'Alder Works', tier: 'B', website: 'alder.example' });
    expect(one.customer.phones).toHaveLength(2);
    expect(one.contacts.map((c) => c.name)).toEqual(['Ada', 'Ben']);
    await expect.poll(() => app.call('customer.Count')).toBe(2);

    await app.button(t.app.toast.undo).click();
    await page.getByRole('button', { name: t.merge.compare }).waitFor();
    await expect.poll(() => app.call('customer.Count')).toBe(3);
    await expect
      .poll(async () => (await app.call<Made>('customer.Get', a.customer.id)).customer.tier)
      .toBe('A');
    await expect
      .poll(async () => (await app.call<Made>('customer.Get', b.customer.id)).contacts)
      .toHaveLength(1);
  });

  it('picked in the list are merged from the bar of the selection; one can be left out', async () => {
    const app = await App.start(lang);
    const { page } = app;
    for (const name of ['Alder Works', 'Birch Trading', 'Cedar Home'])
      await app.call('customer.Create', { name, industry: name }, [{ name: `Ms ${name.length}` }]);
    await app.open('/customers');
    await page.getByTitle('Cedar Home').waitFor();
    await page.getByRole('checkbox').first().click();
    await app.button(t.ui.actions.more, page.getByRole('region', { name: t.ui.grid.selected('3') })).click();
    await page.getByRole('menuitem', { name: t.merge.action }).click();
    if (SHOTS) {
      await page.getByText(t.merge.joined, { exact: true }).waitFor();
      await page.screenshot({ path: `${SHOTS}/three-${lang}.png` });
    }
    await app.button(t.merge.leaveOut('Birch Trading')).click();
    await page.getByText(t.merge.together(2)).waitFor();
    await page.getByRole('radio', { name: t.merge.keepThis('Cedar Home') }).check();
    await app.button(t.merge.action).click();
    const rows = page.getByRole('grid').getByRole('row');
    await rows.filter({ hasText: 'Alder Works' }).waitFor({ state: 'detached' });
    await rows.filter({ hasText: 'Birch Trading' }).waitFor();
    await app.button(t.app.toast.undo).click();
    await rows.filter({ hasText: 'Alder Works' }).waitFor();
  });
});
