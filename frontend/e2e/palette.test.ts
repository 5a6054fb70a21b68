import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

interface Row {
  rows: { id: number; code?: string }[];
}

describe.each(languages)('the text of records in $lang', ({ lang, t }) => {
  it('is found from the palette: a remark and an issued contract', async () => {
    const app = await App.start(lang, { content: 'sample' });
    const { page } = app;
    const { customer } = await app.call<{ customer: { id: number } }>(
      'customer.Create',
      { name: '宁波海曙纺织品有限公司', remark: '老板喜歡靠窗的位置，电话０５７４' },
      [],
    );
    await page.reload();
    const palette = page.getByRole('dialog', { name: t.app.palette.label });
    const look = async (text: string) => {
      await page.keyboard.press('Control+k');
      await palette.getByRole('combobox').fill(text);
      await palette.getByText(t.app.palette.inText, { exact: true }).waitFor();
    };
    await page.getByRole('navigation').first().waitFor();
    await look('喜欢靠窗');
    const hit = palette.getByRole('option').filter({ hasText: '宁波海曙纺织品有限公司' });
    await expect.poll(() => hit.locator('mark').allTextContents()).toEqual(['喜歡靠窗']);
    expect(await app.accessibility()).toEqual([]);
    if (process.env.KEYUE_SHOTS)
      await page.screenshot({ path: `${process.env.KEYUE_SHOTS}/remark-${lang}.png` });
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/customers/${customer.id}`);
    // Tab goes on in the screen that opened, not through the sidebar again.
    await page.getByRole('heading', { level: 1, name: '宁波海曙纺织品有限公司' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    await page.keyboard.press('Tab');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.matches('main button, main a, main input')))
      .toBe(true);

    // A word that only the pages of an issued contract have.
    const { rows } = await app.call<Row>('contract.List', {
      stages: ['printed', 'sent', 'signed', 'active', 'done'],
      offset: 0,
      limit: 50,
    });
    const word = lang === 'en' ? 'dispute' : '争议';
    const found = await app.call<{ kind: string; id: number }[]>('search.Texts', word, ['contract'], 50);
    const issued = found.find((f) => rows.some((r) => r.id === f.id));
    expect(issued).toBeDefined();
    await look(word);
    await palette.getByRole('option').locator('mark').first().waitFor();
    if (process.env.KEYUE_SHOTS)
      await page.screenshot({ path: `${process.env.KEYUE_SHOTS}/contract-${lang}.png` });
    const option = palette
      .getByRole('option')
      .filter({ has: page.locator('mark', { hasText: new RegExp(word, 'i') }) });
    await option.first().click();
    // The word stands in contracts, in templates and in clauses of the library, too.
    await page.waitForURL(/\/(contracts|templates)\/(\d+|clauses\?clause=)/);
  });

  it('says who is calling, and opens the customer when a number is pasted anywhere', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const { customer } = await app.call<{ customer: { id: number } }>(
      'customer.Create',
      { name: '宁波海曙纺织品有限公司' },
      [{ name: '周洋', phones: [{ raw: '13900011234' }] }],
    );
    await app.call('customer.Create', { name: '青岛海蓝食品', phones: [{ raw: '13900015678' }] }, []);
    const said = { customerId: customer.id, summary: '要 30 台，月底前定' };
    await app.call('interaction.Log', said, { title: '发报价', due: '2026-12-01' }, 0);
    await app.open('/');
    await page.getByRole('heading', { name: t.today.title, level: 1 }).waitFor();

    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: t.app.palette.label });
    await palette.getByRole('combobox').fill('+86 139-0001-1234');
    const line = palette.getByRole('option').filter({ hasText: '要 30 台' });
    await line.filter({ hasText: '宁波海曙纺织品有限公司 · 周洋' }).filter({ hasText: '发报价' }).waitFor();
    await palette.getByText(t.app.palette.callers, { exact: true }).waitFor();
    expect(await app.accessibility()).toEqual([]);
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });

    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', ' 139 0001 1234 ');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    });
    await page.getByRole('heading', { name: '宁波海曙纺织品有限公司', level: 1 }).waitFor();
    await page.getByText('要 30 台，月底前定').waitFor();
  });
});
