import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shared } from '@/i18n/catalog';
import { App, languages } from './app';

const folder = mkdtempSync(join(tmpdir(), 'keyue-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);
const logo = join(folder, 'logo.png');
const fake = join(folder, 'fake.png');
writeFileSync(logo, png);
writeFileSync(fake, '%PDF-1.7');

interface Company {
  name: string;
  email: string;
  logoId: number;
}
interface Field {
  label: string;
}

describe.each(languages)('settings in $lang', ({ lang, t }) => {
  const s = t.settings;
  const dialog = (app: App) => app.page.getByRole('dialog');

  it('hold our company, the numbers of contracts and the owner’s own fields', async () => {
    const app = await App.start(lang);
    const { page } = app;
    await app.open('/settings/company');

    // A company: added, edited in place, with a logo that is one.
    await app.button(s.company.add).first().click();
    await app.button(t.ui.actions.add, page).click();
    await dialog(app).locator('[data-error="true"]').first().waitFor();
    await dialog(app).getByRole('textbox').first().fill('Hengxin');
    await app.button(t.ui.actions.add, page).click();
    await page.getByRole('heading', { name: s.company.reach }).waitFor();
    for (const [file, is] of [
      [fake, false],
      [logo, true],
    ] as const) {
      const chooser = page.waitForEvent('filechooser');
      await app.button(t.ui.drop.choose).click();
      await (await chooser).setFiles(file);
      if (is) await page.getByAltText(s.company.logoAlt('Hengxin')).waitFor();
      else await page.getByRole('alert').filter({ hasText: 'fake.png' }).waitFor();
    }
    await app.button(s.company.logoRemove).click();
    // By the keyboard: for a moment the undo on the screen is still that of the upload.
    await page.getByAltText(s.company.logoAlt('Hengxin')).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await page.getByAltText(s.company.logoAlt('Hengxin')).waitFor();
    await expect
      .poll(async () => (await app.call<Company[]>('settings.Companies'))[0]?.logoId)
      .toBeGreaterThan(0);

    // A card is typed through with Tab, over its headings too and faster than it is saved; no letter
    // starts anything.
    const fact = (field: string) =>
      page.getByTitle(t.ui.field.edit(shared(`settings.company_field.${field}`, undefined, lang)));
    const open = (field: string) =>
      page.getByRole('textbox', { name: shared(`settings.company_field.${field}`, undefined, lang) });
    const card = { postcode: 'nova', bank: 'cedar', account: 'jay' };
    await fact('postcode').click();
    for (const [field, typed] of Object.entries(card)) {
      await open(field).waitFor();
      await page.keyboard.type(typed);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Shift+Tab');
    await open('account').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await app.call<Company[]>('settings.Companies'))[0]).toMatchObject(card);
    for (const [field, typed] of Object.entries(card)) await fact(field).filter({ hasText: typed }).waitFor();

    // A numbering rule, put together from parts, with its numbers while it is made.
    await app.open('/settings/numbers');
    await app.button(s.numbers.add).click();
    await page.getByLabel(s.numbers.pattern).fill('SH');
    await dialog(app).locator('[data-error="true"]').first().waitFor();
    await app.button(s.numbers.part.yy).click();
    await app.button(s.numbers.part.seq).click();
    await page
      .getByText(/^SH\d\d0001$/)
      .first()
      .waitFor();
    await page.getByLabel(s.numbers.name).fill('Deliveries');
    await app.button(t.ui.actions.save).click();
    await app.button('Deliveries').waitFor();

    // Own fields: put in another order with the keyboard.
    await app.open('/settings/fields');
    for (const label of ['One', 'Two']) {
      await app.button(s.fields.add).click();
      await dialog(app).getByRole('textbox').first().fill(label);
      await app.button(t.ui.actions.add).click();
      await dialog(app).waitFor({ state: 'detached' });
    }
    await page.getByLabel(s.fields.drag('Two')).press('ArrowUp');
    await expect
      .poll(async () => (await app.call<Field[]>('settings.CustomFields', 'customer')).map((f) => f.label))
      .toEqual(['Two', 'One']);

    // Deleted, found in the trash, brought back.
    await page.getByLabel(s.fields.more('One')).click();
    await page.getByRole('menuitem', { name: s.fields.remove }).click();
    await app.open('/settings/trash');
    await page.getByTitle(s.trash.restoreOne('One')).click();
    await page.getByText(s.trash.emptyTitle).waitFor();

    // Every page is found by what it is about, and is accessible.
    await page.getByLabel(s.search).fill('beifen');
    await expect
      .poll(() => page.getByRole('navigation', { name: s.title }).getByRole('link').count())
      .toBe(1);
    await page.getByLabel(s.search).fill('');
    for (const path of ['company', 'fields', 'keys', 'backup', 'workspace', 'about']) {
      await app.open(`/settings/${path}`);
      await page.waitForTimeout(400);
      expect(await app.accessibility(), path).toEqual([]);
      expect(await app.beyondTheEdge(), path).toBe(0);
    }
    expect(app.faults).toEqual([]);
    await app.stop();
  });

  it('bring a backup back beside the workspace, which stays as it is', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const live = (await app.call<{ dir: string }>('workspace.Status')).dir;
    await app.open('/settings/backup');
    await app.button(s.backup.now).first().click();
    await page.getByRole('list', { name: s.backup.list }).waitFor();

    const download = page.waitForEvent('download');
    await app.button(s.backup.archive).click();
    const archive = join(folder, `${lang}.zip`);
    await (await download).saveAs(archive);

    // Into the live folder: refused. Into a new one: a workspace of its own.
    const chooser = page.waitForEvent('filechooser');
    await app.button(s.backup.fromFile).click();
    await (await chooser).setFiles(archive);
    await page.getByLabel(s.backup.folder).fill(live);
    await app.button(s.backup.go).click();
    await dialog(app).locator('[data-error="true"]').first().waitFor();
    const back = join(folder, `back-${lang}`);
    await page.getByLabel(s.backup.folder).fill(back);
    await app.button(s.backup.go).click();
    await app.button(s.backup.openRestored).click();
    await expect.poll(async () => (await app.call<{ dir: string }>('workspace.Status')).dir).toBe(back);
    expect(existsSync(back)).toBe(true);

    await app.open('/settings/workspace');
    await page.getByTitle(s.workspace.switchTo(live)).click();
    await expect.poll(async () => (await app.call<{ dir: string }>('workspace.Status')).dir).toBe(live);
    expect(app.faults).toEqual([]);
    await app.stop();
  });
});
