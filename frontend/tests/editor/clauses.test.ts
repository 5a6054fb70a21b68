import { describe, expect, it } from 'vitest';
import { outlineOf } from '@/features/templates/editor/annotate';
import {
  backward,
  enter,
  forward,
  indent,
  move,
  outdent,
  restyle,
} from '@/features/templates/editor/commands/clauses';
import type { Change } from '@/features/templates/editor/commands/command';
import { at, contextOf, doc, run, type Short, short } from './make';

const c = (...content: Short[]): Short => ['clause', ...content];
const p = (text = ''): Short => (text === '' ? ['paragraph'] : ['paragraph', text]);
const h = (text = ''): Short => (text === '' ? ['heading'] : ['heading', text]);
const when = (...content: Short[]): Short => [
  'when',
  { condition: { op: 'empty', field: 'day' } },
  ...content,
];

const cases: [string, Change, Short[], Short[]][] = [
  ['Enter in a numbered line makes the next clause', enter, [c(p('甲|乙'))], [c(p('甲')), c(p('乙'))]],
  ['Enter at its end makes an empty one', enter, [c(p('甲|'))], [c(p('甲')), c(p())]],
  ['Enter after a heading goes on below it', enter, [c(h('甲|'))], [c(h('甲'), c(p()))]],
  ['Enter before a heading makes room above', enter, [c(h('|甲'))], [c(h()), c(h('甲'))]],
  [
    'Enter on an empty item goes one level up, as a heading among headings',
    enter,
    [c(h('甲'), c(p('乙')), c(p('|')))],
    [c(h('甲'), c(p('乙'))), c(h())],
  ],
  ['Enter on an empty clause at the top ends the numbers', enter, [c(h('甲')), c(h('|'))], [c(h('甲')), p()]],
  [
    'Enter at the end of a line with items makes the first one',
    enter,
    [c(p('甲|'), c(p('乙')))],
    [c(p('甲'), c(p()), c(p('乙')))],
  ],
  ['Enter on an empty last line leaves a condition', enter, [when(p('甲'), p('|'))], [when(p('甲')), p()]],
  [
    'Enter on an empty last item leaves a condition',
    enter,
    [c(h('甲'), when(c(p('乙')), c(p('|'))))],
    [c(h('甲'), when(c(p('乙'))), c(p()))],
  ],
  ['Enter in a title goes on as text', enter, [['title', '合|同']], [['title', '合'], p('同')]],
  [
    'Enter in a cell breaks the line',
    enter,
    [['table', { grid: [{}] }, ['row', ['cell', '甲|乙']]]],
    [['table', { grid: [{}] }, ['row', ['cell', '甲', ['break'], '乙']]]],
  ],
  [
    'Enter in a fact makes the next fact',
    enter,
    [['pairs', ['pair', { label: '电话' }, '1|']]],
    [['pairs', ['pair', { label: '电话' }, '1'], ['pair']]],
  ],
  [
    'Tab makes a clause the last of the one before it',
    indent,
    [c(h('甲')), c(h('乙|'), c(p('丙')))],
    [c(h('甲'), c(h('乙'), c(p('丙'))))],
  ],
  ['Tab does nothing on the first clause', indent, [c(h('甲|'))], [c(h('甲'))]],
  [
    'Tab stops at five levels',
    indent,
    [c(p('1'), c(p('2'), c(p('3'), c(p('4'), c(p('5')), c(p('6'), c(p('7')))))))],
    [c(p('1'), c(p('2'), c(p('3'), c(p('4'), c(p('5')), c(p('6'), c(p('7')))))))],
  ],
  [
    'Shift-Tab takes what follows along',
    outdent,
    [c(h('甲'), c(p('乙|')), c(p('丙')))],
    [c(h('甲')), c(p('乙'), c(p('丙')))],
  ],
  [
    'Shift-Tab takes a condition along that holds nothing else',
    outdent,
    [c(h('甲'), when(c(p('乙|'))))],
    [c(h('甲')), when(c(p('乙')))],
  ],
  [
    'Shift-Tab stays in a condition that holds more',
    outdent,
    [c(h('甲'), when(c(p('乙|')), c(p('丙'))))],
    [c(h('甲'), when(c(p('乙')), c(p('丙'))))],
  ],
  [
    'Backspace at the start takes the number away',
    backward,
    [c(h('甲')), c(h('|乙'), c(p('丙')))],
    [c(h('甲')), p('乙'), c(p('丙'))],
  ],
  ['Backspace again joins the line before', backward, [c(h('甲')), p('|乙')], [c(h('甲乙'))]],
  [
    'Backspace at the start of a condition goes out of it',
    backward,
    [when(p('|甲'), p('乙'))],
    [p('甲'), when(p('乙'))],
  ],
  ['Delete at the end joins what comes next', forward, [p('甲|'), p('乙')], [p('甲乙')]],
  [
    'Delete before a clause takes its number away and joins it',
    forward,
    [p('甲|'), c(h('乙'), c(p('丙')))],
    [p('甲乙'), c(p('丙'))],
  ],
  [
    'Alt+↑ moves a clause with all it holds',
    move(-1),
    [c(h('甲')), c(h('乙|'), c(p('丙')))],
    [c(h('乙'), c(p('丙'))), c(h('甲'))],
  ],
  ['Alt+↓ moves past a condition', move(1), [c(h('甲|')), when(c(h('乙')))], [when(c(h('乙'))), c(h('甲'))]],
  [
    'Alt+↑ on the first item goes to the clause before',
    move(-1),
    [c(h('甲')), c(h('乙'), c(p('丙|')))],
    [c(h('甲'), c(p('丙'))), c(h('乙'))],
  ],
  [
    'Alt+↓ on the last item goes to the clause after',
    move(1),
    [c(h('甲'), c(p('丙|'))), c(h('乙'), c(p('丁')))],
    [c(h('甲')), c(h('乙'), c(p('丙')), c(p('丁')))],
  ],
  [
    'Alt+↓ moves a row',
    move(1),
    [['table', { grid: [{}] }, ['row', ['cell', '甲|']], ['row', ['cell', '乙']]]],
    [['table', { grid: [{}] }, ['row', ['cell', '乙']], ['row', ['cell', '甲']]]],
  ],
  ['A plain line becomes a clause', restyle('clause'), [p('甲|')], [c(p('甲'))]],
  ['A clause becomes a heading', restyle('heading'), [c(p('甲|'), c(p('乙')))], [c(h('甲'), c(p('乙')))]],
  ['A clause becomes plain text', restyle('paragraph'), [c(h('甲|'))], [p('甲')]],
  [
    'A line inside a clause becomes an item',
    restyle('clause'),
    [c(h('甲'), p('乙|'))],
    [c(h('甲'), c(p('乙')))],
  ],
];

describe('the keys of clauses', () => {
  it.each(cases)('%s', (_name, change, before, after) => {
    expect(short(run(at(doc(...before)), change))).toEqual(after);
  });

  it('leave the cursor in the moved text', () => {
    const moved = run(at(doc(c(h('甲')), c(h('乙丙|丁')))), move(-1));
    expect(moved.selection.$from.parent.textBetween(0, moved.selection.$from.parentOffset)).toBe('乙丙');
    const deeper = run(at(doc(c(h('甲')), c(h('乙丙|丁')))), indent);
    expect(deeper.selection.$from.parent.textBetween(0, deeper.selection.$from.parentOffset)).toBe('乙丙');
  });
});

describe('numbers', () => {
  const numbers = (o: Parameters<typeof contextOf>[0], ...content: Short[]) =>
    outlineOf(at(doc(...content)).doc, contextOf(o)).map((n) => `${n.number} ${n.reference}`);

  it('count through conditions, anew in each annex', () => {
    expect(
      numbers(
        { numbering: ['第一条', '1.', '（1）'] },
        c(h('甲'), c(p('一')), when(c(p('二'))), c(p('三'), c(p('四')))),
        when(c(h('乙'))),
        ['attachment', { title: '清单' }, c(h('丙'))],
      ),
    ).toEqual([
      '第一条 第一条',
      '1. 第一条第1款',
      '2. 第一条第2款',
      '3. 第一条第3款',
      '（1） 第一条第3款第1项',
      '第二条 第二条',
      '附件一 附件一',
      '第一条 附件一第一条',
    ]);
  });

  it('are written in every style', () => {
    const deep = c(p('1'), c(p('2'), c(p('3'), c(p('4'), c(p('5'))))));
    expect(numbers({ language: 'en' }, deep)).toEqual([
      '1. 1',
      '1.1 1.1',
      '(a) 1.1(a)',
      '(i) 1.1(a)(i)',
      '(A) 1.1(a)(i)(A)',
    ]);
    expect(
      numbers({ numbering: ['一、', '（一）', '1、', '①', '1.1'] }, deep).map((x) => x.split(' ')[0]),
    ).toEqual(['一、', '（一）', '1、', '①', '1.1.1.1.1']);
    expect(numbers({ part: { ordinals: [4], targets: [] } }, c(p('1')))).toEqual(['第四条 第四条']);
    expect(numbers({ part: { ordinals: [2, 3], targets: [] } }, c(p('1')), c(p('2')))).toEqual([
      '三、 第二条第三款',
      '四、 第二条第四款',
    ]);
  });

  it('are counted fast enough for every key: twenty pages in a moment', () => {
    const many = Array.from({ length: 400 }, (_, i) =>
      c(h(`第${i}`), c(p('甲'.repeat(200))), c(p('乙'.repeat(200)))),
    );
    const { doc: d } = at(doc(...many));
    expect(outlineOf(d, contextOf())).toHaveLength(1200);
  });
});
