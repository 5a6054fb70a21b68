import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { App, Home, languages } from './app';

/** Whether a folder can be made one that nobody may write to, also not the root of a machine for tests. */
const mounts = process.platform === 'linux' && process.getuid?.() === 0;

describe.each(languages)('a workspace that does not open, in $lang', ({ lang, t }) => {
  const home = () => {
    const made = new Home();
    made.prepare(lang, 'blank');
    return made;
  };
  const data = (of: Home) => join(of.workspace, 'keyue.db');

  it('because it is damaged says so and opens the newest good backup beside it', async () => {
    const spoilt = home();
    spoilt.cli(
      lang,
      'call',
      'customer.Create',
      JSON.stringify([{ name: 'Kept', phones: [{ raw: '13800138000' }] }, []]),
    );
    spoilt.cli(lang, 'call', 'backup.Now');
    writeFileSync(
      data(spoilt),
      Buffer.concat([Buffer.from('not a database'), readFileSync(data(spoilt)).subarray(14)]),
    );
    const app = await App.start(lang, { home: spoilt });
    const { page } = app;
    await page.getByText(t.app.trouble.title).waitFor();
    await page.getByText(spoilt.workspace).first().waitFor();
    expect(await app.accessibility()).toEqual([]);
    await app.button(t.app.trouble.restore).click();
    await page.getByRole('heading', { name: t.today.title }).waitFor();
    await expect.poll(() => app.call('customer.Count')).toBe(1);
    // The damaged file is left as it was.
    expect(readFileSync(data(spoilt)).subarray(0, 14).toString()).toBe('not a database');
  });

  it('because this person has it open already leads to the first server', async () => {
    const own = home();
    const first = await App.start(lang, { home: own });
    await first.page.getByRole('heading', { name: t.today.title }).waitFor();
    const again = await App.start(lang, { home: own });
    await again.page.getByRole('heading', { name: t.today.title }).waitFor();
    expect(new URL(again.address).origin).toBe(new URL(first.address).origin);
  });

  it('because another person has it open says so, and opens when it is free', async () => {
    const shared = home();
    const first = await App.start(lang, { home: shared });
    await first.page.getByRole('heading', { name: t.today.title }).waitFor();
    const second = await App.start(lang, { home: new Home(shared) });
    await second.page.getByText(t.app.trouble.title).waitFor();
    await second.page.getByText(shared.workspace).first().waitFor();
    await first.leave();
    await second.button(t.app.trouble.retry).click();
    await second.page.getByRole('heading', { name: t.today.title }).waitFor();
  });

  it('because a newer version wrote it says to update', async () => {
    const newer = home();
    const bytes = readFileSync(data(newer));
    bytes.writeUInt32BE(9999, 60); // where SQLite keeps user_version
    writeFileSync(data(newer), bytes);
    const app = await App.start(lang, { home: newer });
    await app.page.getByText(t.app.trouble.title).waitFor();
    await app.page.getByText('9999').waitFor();
  });
});

describe.runIf(mounts).each(languages)(
  'a workspace on a medium that cannot be written, in $lang',
  ({ lang, t }) => {
    it('is shown and says above every screen that nothing can be changed', async () => {
      const home = new Home();
      home.prepare(lang, 'sample');
      const mount = (...args: string[]) => execFileSync('mount', args);
      mount('--bind', home.workspace, home.workspace);
      try {
        mount('-o', 'remount,ro,bind', home.workspace);
        const app = await App.start(lang, { home });
        const { page } = app;
        await page.getByText(t.app.readOnly.bar).waitFor();
        await expect.poll(() => page.getByText(t.app.sample.bar).count()).toBe(0);
        expect(await app.accessibility()).toEqual([]);
        await app.button(t.app.readOnly.more).click();
        await page.getByText(t.settings.workspace.readOnly).waitFor();
        await expect(app.call('product.Create', { name: 'X' })).rejects.toThrow(/read_only/);
      } finally {
        execFileSync('umount', ['-l', home.workspace]);
      }
    });
  },
);
