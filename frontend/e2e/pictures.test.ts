import { describe, expect, it } from 'vitest';
import { App, languages } from './app';

interface Detail {
  template: { id: number; currentId: number };
  version: { definition: { body: unknown } };
}

/** Gives a file to the text as a drop or a paste does; bytes undefined for a real picture. */
const give = (app: App, how: 'drop' | 'paste', name: string, type: string, bytes?: number) =>
  app.page.evaluate(
    async ([way, file, mime, size]) => {
      const canvas = document.createElement('canvas');
      canvas.width = 240;
      canvas.height = 160;
      const brush = canvas.getContext('2d');
      if (brush) {
        brush.fillStyle = way === 'drop' ? '#2c5a9e' : '#b3362a';
        brush.fillRect(20, 20, 200, 120);
      }
      const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
      const content = size === 0 || !made ? made : new Blob([new Uint8Array(size)]);
      const data = new DataTransfer();
      data.items.add(new File([content ?? ''], file, { type: mime }));
      const text = document.querySelector('.ky-doc');
      const line = document.querySelector('.ky-clause .ky-paragraph')?.getBoundingClientRect();
      const place = { clientX: (line?.left ?? 0) + 30, clientY: (line?.top ?? 0) + 5 };
      const common = { bubbles: true, cancelable: true };
      text?.dispatchEvent(
        way === 'drop'
          ? new DragEvent('drop', { ...common, ...place, dataTransfer: data })
          : new ClipboardEvent('paste', { ...common, clipboardData: data }),
      );
    },
    [how, name, type, bytes ?? 0] as const,
  );

describe.each(languages)('pictures of a template in $lang', ({ lang, t }) => {
  it('are dropped, pasted and described, and go along in one file', async () => {
    const app = await App.start(lang, { content: 'sample' });
    const { page } = app;
    const name = lang === 'en' ? 'With pictures' : '带图合同';
    const shows = lang === 'en' ? 'The sample "A"' : '样品 "A" 的外观';
    const made = await app.call<{ id: number }>('template.Create', name, 'sale', lang);
    await app.open(`/templates/${made.id}/edit`);
    const text = page.getByRole('textbox', { name: t.editor.label(name) });
    await text.locator('.ky-clause .ky-paragraph').first().click();

    await give(app, 'drop', 'a.gif', 'image/gif');
    await page.getByText('PNG').waitFor();
    await give(app, 'drop', 'a.png', 'image/png', (4 << 20) + 1);
    await page.getByText('4 MB').waitFor();

    await give(app, 'drop', 'a.png', 'image/png');
    const panel = page.getByRole('dialog', { name: t.editor.image.name });
    await panel.getByLabel(t.editor.image.alt).fill(shows);
    await panel.getByLabel(t.editor.image.width).fill('60');
    await panel.getByText(t.editor.aligns.right, { exact: true }).click();
    await page.keyboard.press('Escape');
    const first = text.getByRole('img', { name: shows.replaceAll('"', '') });
    await first.waitFor();
    const drawn = () => first.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth);
    await expect.poll(drawn).toBe(240);
    expect(await app.accessibility()).toEqual([]);

    await text.locator('.ky-clause .ky-paragraph').first().click();
    await give(app, 'paste', 'image.png', 'image/png');
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => text.evaluate((dom) => dom === document.activeElement)).toBe(true);
    await expect.poll(() => text.locator('.ky-picture').count()).toBe(2);
    await page.keyboard.press('Control+z');
    await expect.poll(() => text.locator('.ky-picture').count()).toBe(1);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => text.locator('.ky-picture').count()).toBe(2);

    await app.button(t.templates.editor.publish).click();
    await expect
      .poll(async () => (await app.call<Detail>('template.Get', made.id)).template.currentId)
      .not.toBe(0);

    // The one file has the pictures in it.
    const bytes = async (url: string) =>
      await page.evaluate(async (address) => {
        const answer = await fetch(address);
        return Array.from(new Uint8Array(await answer.arrayBuffer()));
      }, url);
    const file = await app.call<{ url: string; size: number }>('template.Export', made.id);
    const content = await bytes(file.url);
    const token = await page.evaluate(async (list) => {
      const answer = await fetch('/upload?name=a.keyue-template', {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream' },
        body: new Uint8Array(list),
      });
      return ((await answer.json()) as { token: string }).token;
    }, content);
    const other = await app.call<{ id: number }>('template.ImportFile', token);
    const body = async (id: number) =>
      JSON.stringify((await app.call<Detail>('template.Get', id)).version.definition.body);
    expect(await body(other.id)).toBe(await body(made.id));
    expect((await body(other.id)).match(/"asset":"img-/g)).toHaveLength(2);
  });
});
