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
    expect(await hit.locator('mark').allTextContents()).toEqual(['喜歡靠窗']);
    expect(await app.accessibility()).toEqual([]);
    if (process.env.KEYUE_SHOTS)
      await page.screenshot({ path: `${process.env.KEYUE_SHOTS}/remark-${lang}.png` });
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/customers/${customer.id}`);

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
});
