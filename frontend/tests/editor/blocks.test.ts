import { GapCursor } from '@tiptap/pm/gapcursor';
import type { ResolvedPos } from '@tiptap/pm/model';
import { EditorState, NodeSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { describe, expect, it } from 'vitest';
import type { Field } from '@/features/templates/api';
import { notesOf } from '@/features/templates/editor/annotate';
import { blockChange, blockNames } from '@/features/templates/editor/blocks';
import {
  addSignatory,
  deleteSelection,
  insertInline,
  insertRef,
  removeBlock,
  renameKey,
  unwrap,
  wrapEach,
  wrapWhen,
} from '@/features/templates/editor/commands/blocks';
import { enter } from '@/features/templates/editor/commands/clauses';
import {
  addColumn,
  addRow,
  mergeRight,
  nextCell,
  removeColumn,
  removeRow,
  rowPart,
  splitCell,
} from '@/features/templates/editor/commands/table';
import { type Condition, complete, read, typedValue } from '@/features/templates/editor/condition';
import { copied } from '@/features/templates/editor/copy';
import { finding, findKey, foundOf, replaceAll, replaceOne, search } from '@/features/templates/editor/find';
import { Names } from '@/features/templates/editor/names';
import { fromTree } from '@/features/templates/editor/schema';
import { suggestionAt } from '@/features/templates/editor/suggest';
import { keepCursor } from '@/features/templates/editor/useTipTap';
import { wordsOf } from '@/features/templates/editor/words';
import { zh } from '@/i18n/zh-CN';
import { matches } from '@/lib/pinyin';
import { at, contextOf, doc, run, type Short, short, sources, stateOf } from './make';

const paid: Condition = { op: 'eq', field: 'payment', value: 'cod' };
const p = (text: string): Short => ['paragraph', text];
const c = (...content: Short[]): Short => ['clause', ...content];
const when = (...content: Short[]): Short => ['when', { condition: paid }, ...content];
const row = (...cells: string[]): Short => [
  'row',
  ...cells.map((x): Short => (x === '' ? ['cell'] : ['cell', x])),
];
const table = (columns: number, ...rows: Short[]): Short => [
  'table',
  { grid: Array.from({ length: columns }, () => ({ weight: 1 })) },
  ...rows,
];

describe('conditions', () => {
  it('go around what the selection is about', () => {
    expect(short(run(at(doc(c(['heading', '甲|'], c(p('乙'))))), wrapWhen(paid)))).toEqual([
      when(c(['heading', '甲'], c(p('乙')))),
    ]);
    expect(short(run(at(doc(p('甲'), p('|乙'), p('丙|'), p('丁'))), wrapWhen(paid)))).toEqual([
      p('甲'),
      when(p('乙'), p('丙')),
      p('丁'),
    ]);
    expect(short(run(at(doc(table(1, row('甲|'), row('乙')))), wrapWhen(paid)))).toEqual([
      table(1, when(row('甲')), row('乙')),
    ]);
    const pairs = doc(['pairs', ['pair', { label: '电话' }, '1|'], ['pair', { label: '地址' }]]);
    expect(short(run(at(pairs), wrapEach('lines')))).toEqual([
      ['pairs', ['each', { list: 'lines' }, ['pair', { label: '电话' }, '1']], ['pair', { label: '地址' }]],
    ]);
  });

  it('come off and leave their text', () => {
    expect(short(run(at(doc(when(p('甲|'), p('乙')))), unwrap(0)))).toEqual([p('甲'), p('乙')]);
  });

  it('read as a sentence', () => {
    const { names } = contextOf();
    const say = (x: Condition) => wordsOf(zh).shown(read(x, names, wordsOf(zh)));
    expect(say(paid)).toBe('当 付款方式 是 货到付款 时显示');
    const both: Condition = {
      op: 'and',
      args: [
        { op: 'not', args: [{ op: 'empty', field: 'day' }] },
        {
          op: 'or',
          args: [
            { op: 'gt', field: 'price', value: 100_000 },
            { op: 'not', args: [{ op: 'eq', field: 'retention', value: true }] },
          ],
        },
      ],
    };
    expect(say(both)).toBe('当 交货日期 已填 且 （价款 大于 1,000.00 或 所有权保留 选「否」） 时显示');
    expect(complete(both, names)).toBe(true);
    expect(complete({ op: 'eq', field: 'gone', value: 1 }, names)).toBe(false);
    expect(complete({ op: 'gt', field: 'payment', value: 'cod' }, names)).toBe(false);
    expect([
      typedValue('percent', '5%'),
      typedValue('money', '1,234.5'),
      typedValue('number', '1.5'),
      typedValue('integer', '1.5'),
    ]).toEqual([500, 123_450, 1500, undefined]);
  });
});

describe('tables', () => {
  const two = () =>
    at(
      doc(
        table(
          2,
          ['row', { part: 'head' }, ['cell', '甲|'], ['cell', '乙']],
          ['row', ['cell', { span: 2 }, '合计']],
        ),
      ),
    );
  it('get rows and columns, and cells joined and split', () => {
    expect(short(run(two(), addColumn(1)))).toEqual([
      table(
        3,
        ['row', { part: 'head' }, ['cell', '甲'], ['cell'], ['cell', '乙']],
        ['row', ['cell', { span: 3 }, '合计']],
      ),
    ]);
    expect(short(run(two(), removeColumn))).toEqual([
      table(1, ['row', { part: 'head' }, ['cell', '乙']], row('合计')),
    ]);
    expect(short(run(two(), mergeRight))[0]).toEqual(
      table(
        2,
        ['row', { part: 'head' }, ['cell', { span: 2 }, '甲乙']],
        ['row', ['cell', { span: 2 }, '合计']],
      ),
    );
    expect(short(run(run(two(), mergeRight), splitCell))[0]).toEqual(
      table(2, ['row', { part: 'head' }, ['cell', '甲乙'], ['cell']], ['row', ['cell', { span: 2 }, '合计']]),
    );
    expect(short(run(two(), addRow(1)))[0]).toHaveLength(5);
    expect(short(run(at(doc(table(1, row('甲|')))), removeRow))).toEqual([['paragraph']]);
    // Head after body would be refused by Go.
    expect(short(run(at(doc(table(1, row('甲'), row('乙|')))), rowPart('head')))).toEqual([
      table(1, row('甲'), row('乙')),
    ]);
    expect(short(run(at(doc(table(1, row('甲|')))), nextCell(1)))).toEqual([table(1, row('甲'), row(''))]);
  });

  it('are drawn with their spans and the alignment of their columns', () => {
    const grid = [{ align: 'right' }, {}];
    const state = at(
      doc(['table', { grid }, ['row', ['cell', '1|'], ['cell', '2']], ['row', ['cell', { span: 2 }, '3']]]),
    );
    const styles = notesOf(state)
      .decorations.find()
      .map((d) => (d as unknown as { type: { attrs: { style: string } } }).type.attrs.style);
    expect(styles).toEqual(['text-align: right', 'grid-column: span 2;text-align: right']);
  });

  it('only lose their text when several cells are deleted', () => {
    expect(short(run(at(doc(table(2, row('甲|乙', '丙|丁')))), deleteSelection))).toEqual([
      table(2, row('甲', '丁')),
    ]);
  });
});

describe('what is put in', () => {
  it.each(blockNames.filter((b) => blockChange(b, contextOf().names, 'zh-CN')))(
    '%s stands where it may',
    (name) => {
      for (const language of ['zh-CN', 'en']) {
        const change = blockChange(name, contextOf().names, language);
        if (!change) continue;
        for (const start of [
          doc(['paragraph', '|']),
          doc(c(['heading', '甲'], c(p('乙|')))),
          doc(table(1, row('甲|'))),
          doc(when(p('|'))),
        ]) {
          const before = at(start);
          expect(run(before, change).doc, `${name} in ${JSON.stringify(short(before))}`).not.toBe(before.doc);
        }
      }
    },
  );

  it('refers to a clause, which gets a name to be found by', () => {
    const state = run(at(doc(c(['heading', '甲']), p('见|'))), insertRef(0));
    expect(short(state)).toEqual([
      ['clause', { id: 'c1' }, ['heading', '甲']],
      ['paragraph', '见', ['ref', { clause: 'c1' }]],
    ]);
    const { decorations } = notesOf(state);
    expect(
      decorations
        .find()
        .map((d) => d.spec.label)
        .filter(Boolean),
    ).toEqual(['第一条']);
    const gone = run(state, removeBlock(0));
    expect(notesOf(gone).decorations.find()[0]?.spec.bad).toBe(zh.editor.chip.goneClause);
  });

  it('says what is wrong with a chip whose field is gone, outside its list or written in a wrong way', () => {
    const bad = (attrs: Record<string, unknown>) =>
      notesOf(at(doc(['paragraph', ['field', attrs]]))).decorations.find()[0]?.spec;
    expect(bad({ key: 'price' })).toMatchObject({ label: '价款', bad: '' });
    expect(bad({ key: 'buyer.phone' })).toMatchObject({ label: '买方电话', bad: '' });
    expect(bad({ key: 'gone' })?.bad).toBe(zh.editor.chip.goneField('gone'));
    expect(bad({ key: 'lines.name' })?.bad).toBe(zh.editor.chip.outside('明细名称'));
    expect(bad({ key: 'day', format: 'money' })?.bad).toBe(zh.editor.chip.badFormat('交货日期'));
  });

  it('names what is gone, also when the removal was a while ago', () => {
    const words = { no: '序号', count: '行数', sum: '合计' };
    const names = new Names([], sources, 'zh-CN', words, undefined, { buyer: '买方', due: '交货日期' });
    expect(names.of('due')).toBeUndefined();
    expect(names.label('due')).toBe('交货日期');
    expect(names.label('buyer.phone')).toBe('买方电话');
  });

  it('offers a fact of the records once where a field of that name brings it', () => {
    const amount: Field = { key: 'sum', label: '合同金额', type: 'money', source: 'contract.amount' };
    const words = { no: '序号', count: '行数', sum: '合计' };
    const offered = new Names([amount], sources, 'zh-CN', words).forText(undefined).map((m) => m.key);
    expect(offered).toContain('sum');
    expect(offered).not.toContain('contract.amount');
    expect(new Names([], sources, 'zh-CN', words).forText(undefined).map((m) => m.key)).toContain(
      'contract.amount',
    );
  });

  it('renames a key in chips, conditions and lists', () => {
    const state = at(
      doc([
        'when',
        { condition: { op: 'empty', field: 'buyer' } },
        ['paragraph', ['field', { key: 'buyer.name' }]],
      ]),
    );
    expect(short(run(state, renameKey('buyer', 'client')))).toEqual([
      [
        'when',
        { condition: { op: 'empty', field: 'client' } },
        ['paragraph', ['field', { key: 'client.name' }]],
      ],
    ]);
  });

  it('takes a third signatory', () => {
    const state = at(doc(['signature', ['signatory', { label: '甲方' }, ['pair', { label: '日期' }, '|']]]));
    expect(short(run(state, addSignatory(0, '丙方', '日期')))[0]).toHaveLength(3);
  });

  it('puts a chip in place of the selection', () => {
    const state = run(at(doc(p('甲|乙|丙'))), insertInline({ type: 'field', attrs: { key: 'price' } }));
    expect(short(state)).toEqual([['paragraph', '甲', ['field', { key: 'price' }], '丙']]);
  });
});

describe('the list at the cursor', () => {
  it('belongs to what stands before the cursor', () => {
    const kind = (text: string) => {
      const found = suggestionAt(at(doc(p(text))));
      return found && `${found.kind} ${found.query}`;
    };
    expect(kind('甲方{mf|')).toBe('field mf');
    expect(kind('甲方｛买|')).toBe('field 买');
    expect(kind('/mxb|')).toBe('block mxb');
    expect(kind('、biaoge|')).toBe('block biaoge');
    expect(kind('见[[fk|')).toBe('ref fk');
    expect(kind('见【【|')).toBe('ref ');
    expect(kind("{mai'f|")).toBe('field maif');
    for (const text of ['元/件|', '2026/1|', '{a} b|', 'x|', '甲、乙|', '[a|'])
      expect(kind(text), text).toBeUndefined();
  });

  it('is found by Chinese, pinyin and initials', () => {
    const sounds = [['mai'], ['fang'], ['ming'], ['cheng', 'chen']];
    for (const query of ['买方', '名称', 'maifang', 'mfmc', 'mfmingc', 'mingcheng', 'mc', "mai'f", 'M F'])
      expect(matches('买方名称', query, sounds), query).toBeDefined();
    for (const query of ['mx', 'zf', '卖方', 'mfmcx'])
      expect(matches('买方名称', query, sounds), query).toBeUndefined();
    for (const [text, query] of [
      ['Müller & Weiß', 'muller'],
      ['Müller & Weiß', 'müller & weiss'],
      ['José', 'jose'],
      ['Jose', 'José'],
    ] as const)
      expect(matches(text, query, []), query).toBe(0);
  });
});

describe('find and replace', () => {
  it('finds text across its dress and replaces from the end', () => {
    const state = at(doc(p('甲方乙方甲方'), table(1, row('甲方'))));
    expect(search(state.doc, '甲方')).toHaveLength(3);
    let now = EditorState.create({ doc: state.doc, plugins: [finding()] });
    const view = {
      get state() {
        return now;
      },
      dispatch: (tr: Transaction) => {
        now = now.apply(tr);
      },
    } as EditorView;
    view.dispatch(now.tr.setMeta(findKey, { query: '甲方' }));
    expect(replaceAll(view, '买受人')).toBe(3);
    expect(short(now)).toEqual([p('买受人乙方买受人'), table(1, row('买受人'))]);
    expect(foundOf(now).hits).toEqual([]);
  });

  it('finds what facts and signatures are called, and leaves a line that has no room', () => {
    const long = '甲'.repeat(58);
    const start = doc(
      ['pairs', ['pair', { label: '甲方' }, '甲方公司'], ['pair', { label: `${long}甲方` }, '无']],
      [
        'signature',
        { closing: '甲方' },
        ['signatory', { label: '甲方（盖章）甲方' }, ['pair', { label: '日期' }]],
      ],
    );
    let now = EditorState.create({ doc: at(start).doc, plugins: [finding()] });
    const view = {
      get state() {
        return now;
      },
      dispatch: (tr: Transaction) => {
        now = now.apply(tr);
      },
      nodeDOM: () => null,
      domAtPos: () => ({ node: document.createElement('p') }),
    } as unknown as EditorView;
    view.dispatch(now.tr.setMeta(findKey, { query: '甲方', at: 0 }));
    expect(foundOf(now).hits).toHaveLength(6);
    replaceOne(view, '买受人'); // the first label; then the words behind it
    expect(foundOf(now).hits).toHaveLength(5);
    expect(foundOf(now).at).toBe(0);
    expect(foundOf(now).hits[0]?.line).toBeUndefined();
    expect(replaceAll(view, '买受人')).toBe(4);
    expect(short(now)).toEqual([
      ['pairs', ['pair', { label: '买受人' }, '买受人公司'], ['pair', { label: `${long}甲方` }, '无']],
      [
        'signature',
        { closing: '买受人' },
        ['signatory', { label: '买受人（盖章）买受人' }, ['pair', { label: '日期' }]],
      ],
    ]);
  });
});

describe('copying out', () => {
  it('gives text and clean HTML with the numbers', () => {
    const start = doc(
      c(['heading', '货|物'], c(['paragraph', '购买', ['field', { key: 'price' }], ['break'], '<b>'])),
      table(2, row('甲', '乙')),
      p('末|'),
    );
    const state = at(start);
    const { html, text } = copied(state);
    expect(text).toBe('物\n一、 购买【价款】\n<b>\n甲\t乙\n末');
    expect(html).toContain('<p>一、 购买【价款】<br>&lt;b&gt;</p>');
    expect(html).toContain('<table border="1" data-columns="2"><tr><td>甲</td><td>乙</td></tr></table>');
  });

  it('copies a block that is chosen as a whole', () => {
    const state = at(doc(p('甲|'), ['pageBreak'], p('乙')));
    const chosen = state.apply(state.tr.setSelection(NodeSelection.create(state.doc, 3)));
    expect(chosen.selection.content().content.firstChild?.type.name).toBe('pageBreak');
  });
});

describe('between the parts of a list or table', () => {
  it('there is no place for a cursor of its own, so that arrow keys go from text to text', () => {
    const state = stateOf(
      doc(
        ['pairs', ['pair', { label: '甲方' }, '甲'], ['pair', { label: '乙方' }, '乙']],
        table(2, row('一', '二'), row('三', '四')),
        ['pairs', when(['pair', { label: '电话' }, '1'], ['pair', { label: '地址' }, '2'])],
      ),
    );
    // Not in its types, but what its arrow keys ask.
    const { valid } = GapCursor as unknown as { valid: (at: ResolvedPos) => boolean };
    const stops = new Set<string>();
    for (let pos = 0; pos <= state.doc.content.size; pos++) {
      const at = state.doc.resolve(pos);
      if (valid(at)) stops.add(at.parent.type.name);
    }
    expect([...stops]).toEqual(['doc']);
  });

  it('Enter in a gap between two tables makes a line to write on', () => {
    const state = stateOf(doc(table(1, row('甲')), table(1, row('乙'))));
    const gap = state.apply(
      state.tr.setSelection(new GapCursor(state.doc.resolve(state.doc.child(0).nodeSize))),
    );
    expect(short(run(gap, enter))).toEqual([table(1, row('甲')), ['paragraph'], table(1, row('乙'))]);
  });
});

describe('what is put in on an empty item', () => {
  const lines = (state: EditorState) => {
    const change = blockChange('lines', contextOf().names, 'zh-CN');
    return change ? short(run(state, change)).map((b) => JSON.stringify(b)) : [];
  };
  it('takes its place, as the item was made only to write there', () => {
    const [out] = lines(at(doc(c(['heading', '货物'], c(['paragraph', '|'])))));
    expect(out).toMatch(/^\["clause",\["heading","货物"\],\["lines",/);
  });
  it('stands in the item where the item is referred to or says something', () => {
    const [named] = lines(at(doc(c(['heading', '货物'], ['clause', { id: 'c1' }, ['paragraph', '|']]))));
    expect(named).toContain('"id":"c1"');
    const [said] = lines(at(doc(c(['heading', '货物'], c(['paragraph', '如下：|'])))));
    expect(said).toMatch(/\["clause",\["paragraph","如下："\],\["lines"/);
  });
});

describe('a text that the screen changed', () => {
  const after = (state: EditorState, next: ReturnType<typeof doc>) => {
    const tr = state.tr.replaceWith(0, state.doc.content.size, fromTree(next).content);
    return keepCursor(tr, state.selection).selection.$from.parent.textContent;
  };
  it('keeps the cursor where only settings changed: a clause that was saved to the library', () => {
    const state = at(doc(c(['heading', '质|量']), c(['heading', '包装'])));
    const saved = doc(
      ['clause', { library: 'k', libraryVersion: 1 }, ['heading', '质量']],
      c(['heading', '包装']),
    );
    expect(after(state, saved)).toBe('质量');
  });
});
