import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { brief } from '@/lib/brief';
import { App, Home, type Lang, languages } from './app';

interface View {
  contract: {
    id: number;
    version: number;
    templateId: number;
    templateVersionId: number;
    name: string;
    source: string;
    amount: number;
  };
  fields: { key: string; label: string; type: string; missing: boolean }[];
  issues: { n: number }[];
  deviationCount: number;
}
interface Clause {
  address: string;
  number: string;
  heading: string;
  printed: string;
  shown: boolean;
  lock: string;
  needsReason: boolean;
  node?: { content?: { type: string; content?: { type: string; text?: string }[] }[] };
}

// pdf.js wants what Node 20 does not have yet.
const promises = Promise as unknown as { withResolvers?: unknown };
promises.withResolvers ??= function withResolvers<T>() {
  let resolve: (value: T | PromiseLike<T>) => void = () => undefined;
  let reject: (reason?: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
};

const folder = mkdtempSync(join(tmpdir(), 'keyue-deviation-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const said = {
  'zh-CN': {
    company: '恒信建材有限公司',
    customer: '苏州天合纺织有限公司',
    other: '南通海纳家纺有限公司',
    addition: '逾期超过 45 日的，双方另行协商。',
    reason: '客户法务要求，王总已同意',
    outside: [
      '采购合同',
      '合同编号：CG-2026-031',
      '甲方（买方）：南通海纳家纺有限公司',
      '乙方（卖方）：恒信建材有限公司',
      '第一条 合同总价',
      '本合同总价为人民币 6,600.00 元（大写：陆仟陆佰元整）。',
      '第二条 交付',
      '乙方应于本合同签订之日起 10 日内交付全部货物。',
      '签订日期：2026年11月20日',
    ],
    words: '陆仟陆佰元整',
    number: 'CG-2026-031',
  },
  en: {
    company: 'Hengxin Supplies Ltd',
    customer: 'Northgate Textiles Ltd',
    other: 'Harbour Fabrics Ltd',
    addition: 'Delay of more than 45 days is settled by agreement.',
    reason: 'Asked for by their lawyers',
    outside: [
      'Supply Agreement',
      'Contract No.: SA-2026-031',
      'This Agreement is made between Harbour Fabrics Ltd (the "Buyer") and Hengxin Supplies Ltd (the "Seller").',
      '1. Price',
      'The total price is USD 6,600.00 (US dollars six thousand six hundred only).',
      '2. Delivery',
      'The Seller delivers all goods within 10 days.',
      'Date: 20 November 2026',
    ],
    words: '',
    number: 'SA-2026-031',
  },
} as const;

/** A sale with one line, ready to be issued. */
async function sale(app: App, lang: Lang): Promise<number> {
  const s = said[lang];
  await app.call('settings.CreateCompany', { name: s.company, address: 'Hangzhou' });
  const { customer } = await app.call<{ customer: { id: number } }>(
    'customer.Create',
    { name: s.customer },
    [],
  );
  const { contract } = await app.call<View>('contract.Create', { customerId: customer.id });
  await save(app, contract.id, { lines: [{ name: 'No. 3', qty: 100_000, price: 4800 }] });
  return contract.id;
}

async function save(app: App, id: number, changes: Record<string, unknown>): Promise<void> {
  const { contract } = await app.call<View>('contract.Get', id);
  await app.call('contract.Save', id, contract.version, changes);
}

async function issue(app: App, id: number): Promise<Buffer> {
  const { contract } = await app.call<View>('contract.Get', id);
  const issued = await app.call<{ url: string }>('contract.Issue', id, contract.version, { allowGaps: true });
  return await bytes(app, issued.url);
}

const bytes = async (app: App, url: string): Promise<Buffer> =>
  await (await app.context.request.get(new URL(url, app.page.url()).href)).body();

const clauses = async (app: App, id: number): Promise<Clause[]> =>
  (await app.call<{ clauses: Clause[] }>('contract.Clauses', id)).clauses;

const called = ({ number, heading }: Clause): string => `${number} ${brief(heading, 48)}`.trim();

/** A clause of nothing but one paragraph. */
const simple = (c: Clause): boolean =>
  c.shown && c.node?.content?.length === 1 && c.node.content[0]?.type === 'paragraph';

async function textOf(pdf: Buffer): Promise<string> {
  const task = getDocument({ data: new Uint8Array(pdf), useSystemFonts: false, verbosity: 0 });
  const document = await task.promise;
  let text = '';
  for (let n = 1; n <= document.numPages; n++) {
    const content = await (await document.getPage(n)).getTextContent();
    text += content.items.map((item) => ('str' in item ? item.str : '')).join('');
  }
  await task.destroy();
  return text.replace(/\s+/g, '');
}

/** How many inputs hold a text. */
const shown = async (page: Page, text: string): Promise<number> =>
  await page
    .locator('input')
    .evaluateAll(
      (inputs, wanted) => inputs.filter((input) => (input as HTMLInputElement).value === wanted).length,
      text,
    );

async function choose(app: App, name: string, content: Buffer | string, press: string): Promise<void> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const chooser = app.page.waitForEvent('filechooser');
  await app.button(press).first().click();
  await (await chooser).setFiles(path);
}

/** A PDF of scanned pages: each one is a black bar, packed as a fax. */
function scannedPages(count: number): Buffer {
  const bar = Buffer.from(
    '//////8iAyAa////////////////////////////////////////4//////////////////////////8AEAE',
    'base64',
  );
  const numbers = Array.from({ length: count }, (_, i) => i + 4);
  const draw = '200 0 0 280 0 0 cm /Bar Do';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${count} /Kids [${numbers.map((n) => `${n} 0 R`).join(' ')}] >>`,
    `<< /Type /XObject /Subtype /Image /Width 200 /Height 280 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 200 /Rows 280 >> /Length ${bar.length} >>\nstream\n${bar.toString('latin1')}\nendstream`,
    ...numbers.map(
      () =>
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 280] /Resources << /XObject << /Bar 3 0 R >> >> /Contents ${count + 4} 0 R >>`,
    ),
    `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`,
  ];
  const body = objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer\n<< /Root 1 0 R >>\n%%EOF\n`, 'latin1');
}

describe.each(languages)('the text of one deal in $lang', ({ lang, t }) => {
  const s = said[lang];
  const c = t.contracts.clauses;

  it('shows how a clause was changed, undoes it, and prints it', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const id = await sale(app, lang);
    const clause = (await clauses(app, id)).find((one) => one.lock === 'negotiable' && simple(one)) as Clause;
    await app.open(`/contracts/${id}?tab=clauses`);
    const pane = page.getByRole('region', { name: c.title });
    await pane.getByText(c.same).waitFor();

    const change = async () => {
      await app.button(c.editOf(called(clause)), pane).click();
      await pane.getByRole('textbox', { name: c.editOf(called(clause)) }).click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(s.addition);
      await page.keyboard.press('Control+Enter');
      await pane.getByText(c.differs(1)).waitFor();
    };
    await change();
    await expect.poll(() => pane.locator('ins').first().textContent()).toContain(s.addition.trim());
    await app.button(t.app.toast.undo).click();
    await pane.getByText(c.same).waitFor();
    await change();
    expect(await app.accessibility()).toEqual([]);
    const view = await app.call<View>('contract.Get', id);
    expect(view.deviationCount).toBe(1);

    // Added after it, and taken out again by giving the template its way.
    await app.button(c.addAfter(called(clause)), pane).click();
    await pane.getByRole('textbox', { name: c.addAfter(called(clause)) }).waitFor();
    await page.keyboard.type(s.reason);
    await app.button(t.ui.actions.done, pane).click();
    await pane.getByText(c.differs(2)).waitFor();
    expect(await textOf(await issue(app, id))).toContain(s.addition.replace(/\s+/g, ''));

    const saved = page.waitForEvent('download');
    await app.button(c.sheet, pane).click();
    await page.getByRole('menuitem', { name: c.sheetSave }).click();
    const sheet = await textOf(await readFile(await (await saved).path()));
    expect(sheet).toContain(s.addition.replace(/\s+/g, ''));
  });

  it('lets a change that no longer fits the template be decided', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const id = await sale(app, lang);
    const clause = (await clauses(app, id)).find((one) => one.lock === 'negotiable' && simple(one)) as Clause;
    const word = clause.node?.content?.[0]?.content?.[0]?.text ?? '';
    const node = structuredClone(clause.node);
    node?.content?.[0]?.content?.push({ type: 'text', text: s.addition });
    const { contract } = await app.call<View>('contract.Get', id);
    const deviation = { clause: clause.address, kind: 'changed', body: [node] };
    const changed = await app.call<View>('contract.Deviate', id, contract.version, deviation);
    const { notation } = await app.call<{ notation: string }>('template.Get', contract.templateId);
    const newer = notation.replace(word, `${s.reason}${word}`);
    expect(newer).not.toBe(notation);
    await app.call('template.SaveDraft', contract.templateId, { notation: newer });
    await app.call('template.Publish', contract.templateId);

    await app.open(`/contracts/${id}?tab=clauses`);
    await app.button(t.contracts.banner.useNewer).click();
    const undecided = page.getByRole('region', { name: c.conflicts(1) });
    await undecided.locator('ins').filter({ hasText: s.addition.trim() }).waitFor();
    await undecided.getByText(s.reason).first().waitFor();
    expect(await app.accessibility()).toEqual([]);
    await app.button(c.keepChange, undecided).click();
    await undecided.waitFor({ state: 'detached' });
    const now = await app.call<View>('contract.Get', id);
    expect(now.contract.templateVersionId).not.toBe(changed.contract.templateVersionId);
    expect(now.deviationCount).toBe(1);
    expect(await textOf(await issue(app, id))).toContain(s.addition.replace(/\s+/g, ''));
  });

  it('asks why before standard text is touched', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const id = await sale(app, lang);
    const clause = (await clauses(app, id)).find((one) => one.needsReason && simple(one)) as Clause;
    const view = await app.call<View>('contract.Get', id);
    await expect(
      app.call('contract.Deviate', id, view.contract.version, { clause: clause.address, kind: 'removed' }),
    ).rejects.toThrow('template.deviation.reason');

    await app.open(`/contracts/${id}?tab=clauses`);
    const pane = page.getByRole('region', { name: c.title });
    await app.button(c.unlockOf(called(clause)), pane).click();
    await app.button(c.unlock, pane).click();
    await pane.getByText(c.reasonNeeded).waitFor();
    await expect.poll(() => pane.getByRole('textbox', { name: c.editOf(called(clause)) }).count()).toBe(0);
    await pane.getByLabel(c.reasonAsk).fill(s.reason);
    await app.button(c.unlock, pane).click();
    await pane.getByRole('textbox', { name: c.editOf(called(clause)) }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(s.addition);
    await page.keyboard.press('Control+Enter');
    await pane.getByText(c.because(s.reason)).waitFor();

    await app.button(c.restoreOf(called(clause)), pane).click();
    await pane.getByText(c.same).waitFor();
  });

  it('finds nothing in our own file and the figure in a changed one', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const w = t.contracts.compare;
    const id = await sale(app, lang);
    await issue(app, id);
    const own = await bytes(app, await app.call<string>('contract.SaveDocx', id, 1));
    await save(app, id, { lines: [{ name: 'No. 3', qty: 170_000, price: 4800 }] });
    const changed = await bytes(app, await app.call<string>('contract.SaveDocx', id, 0));

    await app.open(`/contracts/${id}`);
    await app.button(t.ui.actions.more).last().click();
    await page.getByRole('menuitem', { name: w.title }).click();
    await choose(app, 'own.docx', own, t.ui.drop.choose);
    await page.getByText(w.identical(w.nthIssue(1))).waitFor();
    expect(await app.accessibility()).toEqual([]);

    await choose(app, 'changed.docx', changed, t.ui.drop.choose);
    await page.getByText(w.graveTitle).waitFor();
    const result = page.getByRole('region', { name: w.result });
    await result.locator('ins').filter({ hasText: '170' }).first().waitFor();
    await result.getByText(`${w.row(1)} · No. 3`).waitFor();
    await expect.poll(() => result.locator('del').count()).toBeGreaterThan(0);
    expect(await app.accessibility()).toEqual([]);

    await choose(app, 'nonsense.txt', '', t.ui.drop.choose);
    await page.getByRole('alert').first().waitFor();
  });

  it('keeps a contract made outside with what was read from it', async () => {
    const app = await App.start(lang);
    const { page } = app;
    const w = t.contracts.outside;
    await app.call('settings.CreateCompany', { name: s.company });
    await app.call('customer.Create', { name: s.other }, []);
    await app.open('/contracts');
    await app.button(w.register).first().click();
    await choose(app, 'outside.txt', s.outside.join('\n'), t.ui.drop.choose);
    await page.getByRole('checkbox', { name: s.other }).waitFor();
    await expect.poll(() => page.getByRole('checkbox', { name: s.other }).isChecked()).toBe(true);
    await expect.poll(() => shown(page, s.number)).toBe(1);
    await expect.poll(() => shown(page, '6,600.00')).toBe(1);
    if (s.words !== '') await page.getByText(s.words).first().waitFor();
    expect(await app.accessibility()).toEqual([]);
    await app.button(w.save).click();
    await page.waitForURL(/contracts\/\d+$/);
    await page.getByText('outside.txt').first().waitFor();
    await app.button(w.open).first().waitFor();
    expect(await app.accessibility()).toEqual([]);
    const id = Number(/contracts\/(\d+)/.exec(page.url())?.[1]);
    const view = await app.call<View>('contract.Get', id);
    expect(view.contract).toMatchObject({ source: 'outside', amount: 660_000 });

    await app.open('/contracts');
    await page.getByRole('grid').getByText(w.mark, { exact: true }).waitFor();

    // The same file dropped on the list is known again.
    const data = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'outside.txt', { type: 'text/plain' }));
      return transfer;
    }, s.outside.join('\n'));
    const area = page.locator('[data-drop]').first();
    await area.dispatchEvent('dragover', { dataTransfer: data });
    await page.getByText(w.release).waitFor();
    await area.dispatchEvent('drop', { dataTransfer: data });
    await page.getByText(w.same).waitFor();
  });
});

it('recognises a scan with what the machine has, and keeps what was typed meanwhile', async () => {
  const { lang, t } = languages[0];
  const s = said[lang];
  const w = t.contracts.outside;
  // The machine's recogniser answers when the test says so: most of the text on the first page, the date on the last.
  const home = new Home();
  const bin = join(home.folder, 'bin');
  const seen = join(home.folder, 'seen');
  for (const made of [bin, seen]) mkdirSync(made);
  writeFileSync(join(home.folder, 'page-0'), s.outside.slice(0, -1).join('\n'));
  writeFileSync(join(home.folder, 'page-5'), s.outside.slice(-1).join('\n'));
  writeFileSync(
    join(bin, 'tesseract'),
    `#!/bin/sh
cd '${home.folder}'
[ "$1" = --list-langs ] && echo chi_sim && exit
until [ -e go ]; do sleep 0.02; done
n=$(ls seen | wc -l)
cp "$1" seen/$n.jpg
[ ! -e page-$n ] || cat page-$n
`,
    { mode: 0o700 },
  );
  home.env.PATH = `${bin}:${process.env.PATH}`;
  home.prepare(lang, 'blank');
  const app = await App.start(lang, { home });
  const { page } = app;
  await app.call('settings.CreateCompany', { name: s.company });
  await app.call('customer.Create', { name: s.other }, []);
  await app.open('/contracts/outside');
  await choose(app, 'scan.pdf', scannedPages(8), t.ui.drop.choose);
  await page
    .getByRole('status')
    .filter({ hasText: w.recognisingPage(1, 6) })
    .waitFor();
  await expect.poll(() => app.button(t.app.toast.cancel).count()).toBe(1); // in the form, not over it
  const number = page.getByRole('textbox', { name: '编号' });
  await number.fill('X-9');
  writeFileSync(join(home.folder, 'go'), '');
  await page.getByText(w.recognised).waitFor();
  expect(readdirSync(seen)).toHaveLength(6);
  await expect.poll(() => page.getByRole('checkbox', { name: s.other }).isChecked()).toBe(true);
  await expect.poll(() => number.inputValue()).toBe('X-9');
  await expect.poll(() => shown(page, '6,600.00')).toBe(1);
  await expect.poll(() => page.getByRole('textbox', { name: '签订日期' }).inputValue()).toBe('2026-11-20');
  expect(await app.accessibility()).toEqual([]);
  await app.button(w.save).click();
  await page.waitForURL(/contracts\/\d+$/);
  // The scan is shown as it is, though it is packed as a fax.
  await expect
    .poll(() =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-page] canvas');
        const middle = canvas?.getContext('2d')?.getImageData(canvas.width / 2, canvas.height * 0.3, 1, 1);
        return middle ? middle.data[0] : undefined;
      }),
    )
    .toBe(0);
});
