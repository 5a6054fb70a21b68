import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { it } from 'vitest';
import { zh } from '@/i18n/zh-CN';
import { App } from './app';

// From a key to the page that shows it. Run with "go run ./build measure"; the figures are printed,
// nothing is asserted about them: machines differ, and others work on them.

/** Thirty characters a person types into the name of goods: new ones and ones already on the page. */
const typed = [...'高强耐磨工业滤布300g/㎡（蓝色）A级2026款第7批次'];

/** Milliseconds between them: in the flow of typing, and while thinking. */
const pauses = [200, 300, 450, 1000];

declare global {
  interface Window {
    marks: { typed: number; drawn: number; shown: number }[];
  }
}

/** Notes in the page when a character came and when a page with it was in place and painted. */
function watch(): void {
  window.marks = [];
  document.addEventListener(
    'beforeinput',
    (event) => window.marks.push({ typed: event.timeStamp, drawn: 0, shown: 0 }),
    true,
  );
  new MutationObserver(() => {
    const mark = window.marks.at(-1);
    if (!mark || mark.drawn > 0) return;
    mark.drawn = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        mark.shown = performance.now();
      };
      channel.port2.postMessage(undefined);
    });
  }).observe(document.body, { attributeFilter: ['data-mark'], subtree: true });
}

const at = (sorted: number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
const ms = (n: number) => n.toFixed(0).padStart(4);
function line(name: string, values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${name.padEnd(28)} median ${ms(at(sorted, 0.5))} ms   p95 ${ms(at(sorted, 0.95))} ms   ${ms(sorted[0] ?? 0)}–${ms(at(sorted, 1))} ms`;
}

/** Milliseconds of processor time of the backend so far; 0 where /proc is not. */
function backendTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

it('from a key in the lines to the new page on screen', async () => {
  const app = await App.start('zh-CN', { content: 'sample' });
  const { page } = app;
  const templates = await app.call<{ id: number; name: string }[]>('template.List', {});
  const customers = await app.call<{ rows: { id: number }[] }>('customer.List', { limit: 1 });
  const made = await app.call<{ contract: { id: number; version: number } }>('contract.Create', {
    customerId: customers.rows[0]?.id ?? 0,
    templateId: templates.find((template) => template.name === '买卖合同')?.id ?? 0,
  });
  const goods = ['3号样布', '5号里布', '运费'].map((name, i) => ({
    name,
    spec: `S-${i}`,
    unit: '米',
    qty: 100_000,
    price: 4800 - i * 100,
    discount: 0,
    tax: 1300,
  }));
  await app.call('contract.Save', made.contract.id, made.contract.version, { lines: goods });
  await app.open(`/contracts/${made.contract.id}`);
  await page.locator('[data-mark]').first().waitFor();
  await page.waitForTimeout(1500);

  const cell = page.getByLabel(zh.contracts.lines.cell(1, zh.contracts.lines.columns.name));
  await cell.focus();
  await page.keyboard.press('End');
  await page.waitForTimeout(1000);
  await page.evaluate(watch);

  const browser = await page.context().browser()?.newBrowserCDPSession();
  const browserTime = async () => {
    const answer = await browser?.send('SystemInfo.getProcessInfo');
    return (answer?.processInfo ?? []).reduce((sum, p) => sum + p.cpuTime * 1000, 0);
  };
  const before = { browser: await browserTime(), backend: backendTime(app.pid) };
  for (const [i, character] of typed.entries()) {
    await page.keyboard.insertText(character);
    await page.waitForTimeout(pauses[i % pauses.length] ?? 0);
  }
  const used = {
    browser: (await browserTime()) - before.browser,
    backend: backendTime(app.pid) - before.backend,
  };
  const marks = (await page.evaluate(() => window.marks)).filter((mark) => mark.shown > 0);
  const lines = [
    `${cpus().length} processors, load ${loadavg()
      .map((n) => n.toFixed(2))
      .join(' ')}; ${marks.length} of ${typed.length} keys led to a new page`,
    line(
      'key → page in place',
      marks.map((m) => m.drawn - m.typed),
    ),
    line(
      'key → page painted',
      marks.map((m) => m.shown - m.typed),
    ),
    `processor time a key: browser ${ms(used.browser / typed.length)} ms, backend ${ms(used.backend / typed.length)} ms`,
  ];

  console.log(lines.join('\n'));
});
