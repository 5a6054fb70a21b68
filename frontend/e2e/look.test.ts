import { describe, expect, it } from 'vitest';
import { App, Home, languages } from './app';

/** Every screen a person reaches from the sidebar or a list, and what shows that it is there. */
const screens = (t: (typeof languages)[number]['t']) =>
  [
    ['/', t.today.title],
    ['/customers', t.customers.title],
    ['/customers?peek=1', t.customers.title],
    ['/customers/1', ''],
    ['/customers/import', t.exchange.importer.of.customers.title],
    ['/contracts', t.contracts.title],
    ['/templates', t.templates.title],
    ['/templates/import', t.library.import.title],
    ['/templates/clauses', t.library.clauses.title],
    ['/templates/clauses?clause=1', t.library.clauses.title],
    ['/templates/clauses?edit=new', t.library.clauses.title],
    ['/settings', t.settings.title],
  ] as const;

/** Both themes in Chinese; English has other lengths, not other colours. */
const looks = [
  { ...languages[0], theme: 'light' },
  { ...languages[0], theme: 'dark' },
  { ...languages[1], theme: 'light' },
] as const;

describe.each(looks)('the look in $lang, $theme', ({ lang, t, theme }) => {
  it('fits 1024×700, and axe finds nothing serious', async () => {
    const app = await App.start(lang, { content: 'sample', width: 1024, height: 700 });
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (theme === 'dark') await app.button(t.app.scheme.toDark).click();
    await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor();
    const found: Record<string, unknown> = {};
    // Every place is in sight, none below the edge of the rail.
    const hidden = await page
      .getByRole('navigation')
      .first()
      .evaluate((nav) => nav.scrollHeight - nav.clientHeight);
    if (hidden > 0) found.rail = hidden;
    const look = async (what: string) => {
      const beyond = await app.beyondTheEdge();
      if (beyond > 0) found[`${what} width`] = beyond;
      const serious = await app.accessibility();
      if (serious.length > 0) found[what] = serious;
    };
    for (const [path, title] of screens(t)) {
      await app.open(path);
      const heading = page.getByRole('heading', { level: 1 });
      await (title === '' ? heading : heading.filter({ hasText: title })).waitFor();
      if (path.includes('peek'))
        await page.getByRole('complementary').getByRole('heading', { level: 2 }).first().waitFor();
      await look(path);
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    await look('palette');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: t.app.palette.label }).waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+Slash');
    await page.getByRole('dialog').getByText(t.app.commands.everywhere).waitFor();
    await look('help');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await app.open('/customers?new=1');
    await page.getByRole('dialog').waitFor();
    await look('new customer');
    expect(found).toEqual({});
  });
});

it('changes language, text size and darkness at once and remembers them', async () => {
  // What is said at the start holds over what was chosen before.
  const home = new Home();
  home.prepare('en', 'blank');
  const app = await App.start('zh-CN', { home });
  const { page } = app;
  const [zh, en] = languages.map((l) => l.t) as [(typeof languages)[0]['t'], (typeof languages)[1]['t']];
  await page.getByRole('heading', { name: zh.today.title, level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('language');
  await page.getByRole('option', { name: zh.app.commands.lang }).click();
  await page.getByRole('heading', { name: en.today.title, level: 1 }).waitFor();
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en');
  await page.getByRole('radio', { name: en.app.size.extra, exact: true }).click();
  await expect.poll(() => page.evaluate(() => document.documentElement.style.fontSize)).toBe('20px');
  await expect.poll(() => app.beyondTheEdge()).toBe(0);
  await app.button(en.app.scheme.toDark).click();
  await app.button(en.app.scheme.toLight).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: en.today.title, level: 1 }).waitFor();
  await app.button(en.app.scheme.toLight).waitFor();
  await expect
    .poll(() => app.call('settings.Get'))
    .toMatchObject({ language: 'en', textSize: 'extra', theme: 'dark' });
});
