import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Definition } from '@/features/templates/api';
import { fromTree, type Tree, toTree } from '@/features/templates/editor/schema';
import { zh } from '@/i18n/zh-CN';
import { contextOf, wander } from '../tests/editor/make';
import { App, languages } from './app';

interface Detail {
  template: { id: number; name: string; currentId: number; draftId: number };
  version: { definition: Definition & { body: Tree } };
}
interface Checked {
  readable: boolean;
  sound: boolean;
  problems: { code: string }[];
}

async function templatesOf(app: App): Promise<Detail[]> {
  const filter = { text: '', kind: '', language: '', archived: false, usable: false };
  const list = await app.call<{ id: number }[]>('template.List', filter);
  return await Promise.all(list.map(({ id }) => app.call<Detail>('template.Get', id)));
}

describe('the templates that come with the program', () => {
  it('load into the editor and come back as they were, to the byte', async () => {
    const app = await App.start('zh-CN');
    const all = await templatesOf(app);
    expect(all.length).toBeGreaterThanOrEqual(23);
    for (const { version, template } of all) {
      const body = version.definition.body;
      const read = fromTree(body);
      read.check();
      expect(JSON.stringify(toTree(read)), template.name).toBe(JSON.stringify(body));
    }
  });

  it('stay what Go accepts through any sequence of changes', async () => {
    const app = await App.start('zh-CN');
    const all = await templatesOf(app);
    const trees: Definition[] = [];
    for (const [i, { version }] of all.entries()) {
      const { definition } = version;
      const context = contextOf({ fields: definition.fields, language: definition.language });
      const walk = wander(definition.body, 100 + i, 48, 3, context);
      for (const body of walk.bodies) trees.push({ ...definition, body } as Definition);
    }
    expect(trees.length).toBeGreaterThanOrEqual(360);
    const checked = await app.call<Checked[]>('template.CheckTrees', trees);
    const refused = checked.flatMap((c, i) =>
      c.readable
        ? []
        : [`${i}: ${JSON.stringify(c.problems)} ${JSON.stringify(trees[i]?.body).slice(0, 2000)}`],
    );
    expect(checked).toHaveLength(trees.length);
    expect(refused).toEqual([]);
    // What came last of each is set as pages.
    for (let i = 15; i < trees.length; i += 16)
      await app.call('template.PreviewEdit', { version: 0, notation: '', definition: trees[i], text: '' });
  });
});

const words = {
  'zh-CN': {
    template: '保密协议',
    title: '设备租赁补充协议',
    typed: ['zu', "zu'jin", "zu'jin zhi'fu"],
    heading: '租金支付',
    item: '承租人应当按时支付租金，收款人为',
    initials: 'wfmc',
    field: '交付日期',
    company: '恒信建材有限公司',
    customer: '苏州天合纺织有限公司',
  },
  en: {
    template: 'Rental addendum',
    title: 'Equipment rental addendum',
    typed: ['Hir', 'Hire'],
    heading: 'Hire charge',
    item: 'The lessee pays the rent to ',
    initials: 'ownc',
    field: 'Handover date',
    company: 'Hengxin Supplies Ltd',
    customer: 'Northgate Textiles Ltd',
  },
} as const;

/** The cursor at the end of a line, wherever its last row on the screen is. */
const toEnd = (text: Locator, line: string) =>
  text.evaluate((dom, selector) => {
    const last = dom.querySelector(selector);
    if (last) getSelection()?.selectAllChildren(last);
    getSelection()?.collapseToEnd();
  }, line);

describe.each(languages)('a template written from nothing in $lang', ({ lang, t }) => {
  it('is typed with an input method, gets fields, a condition and a new order, and prints a contract', async () => {
    const w = words[lang];
    const app = await App.start(lang);
    const { page } = app;
    await app.call('settings.CreateCompany', { name: w.company, address: 'Hangzhou' });
    const { customer } = await app.call<{ customer: { id: number } }>(
      'customer.Create',
      { name: w.customer, kind: 'company' },
      [],
    );
    const made = await app.call<{ id: number; name: string }>('template.Create', w.template, 'lease', lang);
    await app.open(`/templates/${made.id}/edit`);
    const text = page.getByRole('textbox', { name: t.editor.label(made.name) });
    await text.waitFor();
    expect(await app.accessibility()).toEqual([]);
    const input = await page.context().newCDPSession(page);
    /** Types as an input method does: what is half typed stands in the text until it is confirmed. */
    const compose = async (steps: readonly string[], final: string) => {
      for (const step of steps)
        await input.send('Input.imeSetComposition', {
          text: step,
          selectionStart: step.length,
          selectionEnd: step.length,
        });
      await input.send('Input.insertText', { text: final });
    };

    // A further clause behind the first: heading by input method, an item with a field by initials.
    const paragraph = text.locator('.ky-clause .ky-paragraph').first();
    await paragraph.click();
    await toEnd(text, '.ky-clause .ky-paragraph');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.press('/');
    const list = page.getByRole('listbox');
    await list.waitFor();
    await page.keyboard.press('Enter'); // the first of the list: a clause with a heading
    await compose(w.typed, w.heading);
    await expect.poll(() => text.locator('.ky-heading').last().textContent()).toBe(w.heading);
    await page.keyboard.press('Enter');
    await page.keyboard.type(w.item);
    await page.keyboard.type(`{${w.initials}`);
    const company = lang === 'en' ? 'Own company name' : '我方名称';
    await page.getByRole('option', { name: company }).first().waitFor();
    // An Enter that belongs to the input method chooses nothing.
    await text.evaluate((dom) => {
      dom.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }),
      );
      dom.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      );
    });
    await expect.poll(() => list.isVisible()).toBe(true);
    await page.getByRole('option', { name: company }).first().click();
    await text.getByRole('button', { name: t.editor.chip.field(company, '') }).waitFor();

    // A field of its own, defined where it is needed.
    await page.keyboard.type(' {');
    await page.getByRole('option', { name: t.editor.suggest.newField('') }).click();
    await page
      .getByRole('dialog', { name: t.editor.newField })
      .getByLabel(t.templates.editor.label, { exact: true })
      .fill(w.field);
    await page.getByRole('dialog', { name: t.editor.newField }).getByLabel(t.ui.field.required).check();
    await app.button(t.ui.actions.done).click();
    await text.getByRole('button', { name: t.editor.chip.field(w.field, '') }).waitFor();

    // A condition around the item.
    await app.button(t.editor.condition).click();
    await page.getByRole('form', { name: t.editor.when.title }).waitFor();
    const choice = page.getByRole('form', { name: t.editor.when.title }).getByLabel(t.editor.when.field);
    await choice.click();
    await choice.fill(w.field);
    await page.getByRole('option', { name: w.field, exact: true }).click();
    await app.button(t.ui.actions.done).click();
    const sentence = t.editor.conditionWords.shown(t.editor.conditionWords.filled(w.field));
    await text.getByRole('group', { name: sentence }).waitFor();

    // The new clause moves before the first one, with the keys.
    await text.locator('.ky-heading').last().click();
    // The editor hears of the new cursor a moment after the click, later than a machine can press.
    interface Editing {
      editor: { state: { selection: { $from: { parent: { textContent: string } } } } };
    }
    const under = (dom: Element) =>
      (dom as unknown as Editing).editor.state.selection.$from.parent.textContent;
    await expect.poll(() => text.evaluate(under)).toBe(w.heading);
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => text.locator('.ky-heading').first().textContent()).toBe(w.heading);
    const numbers = text.locator('.ky-clause[data-level="1"] > .ky-gutter > .ky-number');
    await expect.poll(async () => (await numbers.allTextContents())[0]).toBe(lang === 'en' ? '1.' : '第一条');
    await page.keyboard.press('Control+z');
    await expect.poll(() => text.locator('.ky-heading').first().textContent()).not.toBe(w.heading);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => text.locator('.ky-heading').first().textContent()).toBe(w.heading);

    // Find and replace.
    await page.keyboard.press('Control+h');
    await page.getByRole('textbox', { name: t.editor.finding.find, exact: true }).fill(w.heading);
    await page.getByRole('textbox', { name: t.editor.finding.replace, exact: true }).fill(`${w.heading} A`);
    await app.button(t.editor.finding.all).click();
    await page.getByText(t.editor.finding.replaced(1)).waitFor();
    // What is undone next is the replacing, though the button that did it has gone off.
    await expect.poll(() => text.locator('.ky-heading').first().textContent()).toBe(`${w.heading} A`);
    await page.keyboard.press('Control+z');
    await expect.poll(() => text.locator('.ky-heading').first().textContent()).toBe(w.heading);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => text.locator('.ky-heading').first().textContent()).toBe(`${w.heading} A`);
    await page.keyboard.press('Escape');
    await page.getByRole('search').waitFor({ state: 'detached' });
    // So it is on a button of the toolbar.
    await page.keyboard.press('Alt+F10');
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => app.button(t.editor.bold).evaluate((b) => b === document.activeElement))
      .toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(() => text.locator('.ky-heading').first().textContent()).toBe(w.heading);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => text.locator('.ky-heading').first().textContent()).toBe(`${w.heading} A`);
    await page.keyboard.press('Escape');

    await app.button(t.templates.editor.publish).click();
    await expect
      .poll(async () => (await app.call<Detail>('template.Get', made.id)).template.currentId)
      .not.toBe(0);
    const { version } = await app.call<Detail>('template.Get', made.id);
    const saved = JSON.stringify(version.definition.body);
    expect(saved).toContain(`${w.heading} A`);
    expect(saved).toContain('"key":"company.name"');
    expect(version.definition.fields.map((f) => f.label)).toContain(w.field);

    const contract = await app.call<{ contract: { id: number } }>('contract.Create', {
      customerId: customer.id,
      templateId: made.id,
    });
    await app.open(`/contracts/${contract.contract.id}`);
    await page.getByRole('textbox', { name: w.field }).first().fill('2026-12-01');
    await page.locator('canvas').first().waitFor();
    await app.button(t.contracts.actions.export).click();
    const paper = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: t.contracts.actions.savePdf }).click();
    expect(await (await paper).path()).toBeTruthy();
  });
});

describe('what is set in a panel', () => {
  it('puts text that no key brought in the place of a chosen table, and nowhere else', async () => {
    const app = await App.start('zh-CN');
    const { page } = app;
    const sale = (await templatesOf(app)).find(({ template }) => template.name === '买卖合同');
    await app.open(`/templates/${sale?.template.id}/edit`);
    const text = page.locator('.ky-doc');
    const chips = text.locator('.ky-chip');
    await text.locator('.ky-lines').click();
    await page.getByRole('dialog', { name: zh.editor.lines.title }).waitFor();
    await page.keyboard.press('Escape');
    await text.focus();
    const before = await chips.count();
    expect(before).toBeGreaterThan(10);
    const input = await page.context().newCDPSession(page);
    await input.send('Input.insertText', { text: '详见清单' });
    await text.getByText('详见清单', { exact: true }).waitFor();
    expect(await text.locator('.ky-lines').count()).toBe(0);
    expect(await chips.count()).toBe(before);
    await page.keyboard.press('Control+z');
    await text.locator('.ky-lines').waitFor();
  });

  it('shows at once: columns, headings and totals of the lines table', async () => {
    const app = await App.start('zh-CN');
    const { page } = app;
    const t = zh.editor.lines;
    const made = await app.call<{ id: number }>('template.Create', '订货单', 'sale', 'zh-CN');
    await app.open(`/templates/${made.id}/edit`);
    const text = page.locator('.ky-doc');
    await text.locator('.ky-clause .ky-paragraph').first().click();
    // The toolbar and back with the keys alone.
    await page.keyboard.press('Alt+F10');
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => app.button(zh.editor.bold).evaluate((b) => b === document.activeElement))
      .toBe(true);
    await page.keyboard.press('Escape');
    // In the text Tab sets levels; after Escape it leaves.
    const inText = () => text.evaluate((dom) => dom === document.activeElement);
    await expect.poll(inText).toBe(true);
    await page.keyboard.press('Tab');
    await expect.poll(() => inText()).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Tab');
    await expect.poll(() => inText()).toBe(false);
    await text.locator('.ky-clause .ky-paragraph').first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(' /mxb');
    await page.getByRole('option', { name: zh.editor.blocks.lines }).waitFor();
    await page.keyboard.press('Enter');
    await text.locator('.ky-lines').click();
    const panel = page.getByRole('dialog', { name: t.title });
    await panel.getByRole('checkbox', { name: t.totalNames.tax }).check();
    await panel.getByRole('checkbox', { name: t.names.tax, exact: true }).check();
    await panel.getByRole('checkbox', { name: t.names.spec, exact: true }).uncheck();
    const heading = panel.getByRole('textbox', { name: t.heading(t.names.price) });
    await heading.focus();
    await page.keyboard.type('Price incl. VAT');
    await expect.poll(() => heading.inputValue()).toBe('Price incl. VAT');
    const heads = text.locator('.ky-lines [role="columnheader"]');
    await expect
      .poll(() => heads.allTextContents())
      .toEqual(expect.arrayContaining(['Price incl. VAT', t.names.tax]));
    await expect.poll(() => heads.allTextContents()).not.toContain(t.names.spec);
    await expect
      .poll(() => text.locator('.ky-lines .ky-total').first().textContent())
      .toContain(t.totalNames.tax);
  });

  it('makes fields of every kind: a list with columns, a share and the rest of the amount, a date in capitals', async () => {
    const app = await App.start('zh-CN');
    const { page } = app;
    const e = zh.templates.editor;
    const made = await app.call<{ id: number }>('template.Create', '分期合同', 'sale', 'zh-CN');
    await app.open(`/templates/${made.id}/edit`);
    const form = page.locator('form');
    const choose = async (label: string, option: string) => {
      await form.getByRole('combobox', { name: label, exact: true }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    };
    const define = async (label: string, type: string, more: () => Promise<void>) => {
      await app.button(e.addField).click();
      await form.getByLabel(e.label, { exact: true }).fill(label);
      await choose(e.type, type);
      await more();
      await app.button(zh.ui.actions.done).click();
      await form.waitFor({ state: 'detached' });
    };
    await define('付款计划', '列表', async () => {
      await app.button(zh.ui.actions.done).click();
      await form.getByRole('alert').waitFor(); // a column without a name is refused with a sentence
      await form.getByLabel(e.columnLabel(1)).fill('期次');
      await app.button(e.addColumn).click();
      await form.getByLabel(e.columnLabel(2)).fill('应付金额');
      await choose(e.columnType('应付金额'), '金额');
    });
    await define('首付比例', '百分比', () => form.getByLabel(e.usual).fill('30%'));
    for (const [label, part] of [
      ['首付款', e.parts.share],
      ['尾款', e.parts.rest],
    ] as const)
      await define(label, '金额', async () => {
        await choose(e.source, '合同金额');
        await choose(e.part, part);
        await choose(e.format, zh.editor.formats['money-in-words']);
      });
    await define('交付日', '日期', async () => {
      await choose(e.format, zh.editor.formats['date-in-words']);
      await form.getByLabel(e.usual).fill('今天+7');
      await form.getByLabel(zh.ui.field.required).check();
    });
    const fields = async () => (await app.call<Detail>('template.Get', made.id)).version.definition.fields;
    await expect.poll(async () => (await fields()).at(-1)?.label).toBe('交付日');
    await expect
      .poll(async () => (await fields()).slice(-5))
      .toMatchObject([
        {
          label: '付款计划',
          type: 'list',
          columns: [
            { key: '期次', type: 'text' },
            { key: '应付金额', type: 'money' },
          ],
        },
        { label: '首付比例', type: 'percent', default: '30%' },
        { label: '首付款', source: 'contract.amount', share: '首付比例', format: 'money-in-words' },
        { label: '尾款', source: 'contract.amount', rest: '首付比例', format: 'money-in-words' },
        { label: '交付日', required: true, default: '今天+7', format: 'date-in-words' },
      ]);
    const { version } = await app.call<Detail>('template.Get', made.id);
    const [checked] = await app.call<Checked[]>('template.CheckTrees', [version.definition]);
    expect(checked?.problems).toEqual([]);
    expect(await app.accessibility()).toEqual([]);
  });
});
