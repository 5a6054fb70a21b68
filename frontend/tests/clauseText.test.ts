import { describe, expect, it } from 'vitest';
import {
  build,
  draftOf,
  LineText,
  lines,
  type Names,
  type Node,
  withLineAfter,
  withoutLine,
  withText,
} from '@/features/contracts/clauseText';

const names: Names = {
  field: (key) => ({ due: 'Due date', sum: 'Amount', fast: 'Express' })[key] ?? key,
  format: (format) => (format === 'money-in-words' ? 'words' : format),
  clause: (id) => (id === 'pay' ? 'Payment' : id),
};
const chips = [
  { key: 'due', label: 'Due date' },
  { key: 'place', label: 'Place' },
];
const text = (s: string): Node => ({ type: 'text', text: s });
const writer = () => new LineText(names, chips);

describe('a line of a clause as text', () => {
  const line: Node[] = [
    text('Pay '),
    { type: 'field', attrs: { key: 'sum', format: 'money-in-words' } },
    text(' by '),
    { type: 'field', attrs: { key: 'due' } },
    text(', see '),
    { type: 'ref', attrs: { clause: 'pay' } },
    text(' '),
    { type: 'check', attrs: { key: 'fast' } },
    { type: 'blank', attrs: { em: 5 } },
    { type: 'blank', attrs: { em: 30 } },
    { type: 'break' },
    { type: 'text', text: 'now', marks: [{ type: 'bold' }, { type: 'underline' }] },
    { type: 'field', attrs: { key: 'due' }, marks: [{ type: 'bold' }] },
  ];

  it('reads as people say it', () => {
    expect(writer().write(line)).toBe(
      'Pay {Amount:words} by {Due date}, see [[Payment]] [?Express]________30___\n**++now++{Due date}**',
    );
  });

  it('comes back as the same nodes', () => {
    const cases: Node[][] = [
      line.filter((n) => n.attrs?.em !== 5),
      [text('a \\ {b} ** ++ ^^ ____ [[c]] [?d] ｛e｝')],
      [
        { type: 'field', attrs: { key: 'x' } },
        { type: 'field', attrs: { key: 'x', format: 'date' } },
      ],
    ];
    for (const nodes of cases) {
      const w = writer();
      expect(w.read(w.write(nodes))).toEqual({ content: nodes, unknown: [] });
    }
  });

  it('keeps two fields of one name apart', () => {
    const same: Names = { ...names, field: () => 'Name' };
    const w = new LineText(same, []);
    const nodes: Node[] = [
      { type: 'field', attrs: { key: 'buyer.name' } },
      { type: 'field', attrs: { key: 'seller.name' } },
    ];
    expect(w.write(nodes)).toBe('{Name}{Name 2}');
    expect(w.read(w.write(nodes)).content).toEqual(nodes);
  });

  it('takes fields that are put in, also in wide braces, and names those that are none', () => {
    const w = writer();
    expect(w.read('at ｛Place｝').content).toEqual([text('at '), { type: 'field', attrs: { key: 'place' } }]);
    expect(w.read('at {Nowhere}').unknown).toEqual(['Nowhere']);
  });

  it('takes a sign that closes nothing as text', () => {
    expect(writer().read('2**3').content).toEqual([text('2**3')]);
  });
});

describe('the lines of a clause', () => {
  const clause: Node = {
    type: 'clause',
    attrs: { id: 'pay' },
    content: [
      { type: 'heading', content: [text('Payment')] },
      { type: 'clause', content: [{ type: 'paragraph', content: [text('one')] }] },
      { type: 'when', attrs: {}, content: [{ type: 'paragraph', content: [text('two')] }] },
      { type: 'pairs', content: [] },
    ],
  };
  const rows = (root: ReturnType<typeof draftOf>) =>
    lines(root, names).map((l) => `${l.kind}${l.depth}${l.begins ? ' point' : ''}: ${l.text}`);

  it('are shown with their depth, tables as they are', () => {
    expect(rows(draftOf(clause, writer()))).toEqual([
      'heading0: Payment',
      'paragraph1 point: one',
      'paragraph0: two',
      'fixed0: ',
    ]);
  });

  it('are built into the clause they came from', () => {
    const w = writer();
    expect(build(draftOf(clause, w), w).node).toEqual(clause);
  });

  it('grow by a point after a point and lose what is emptied', () => {
    const w = writer();
    const first = draftOf(clause, w);
    const point = lines(first, names)[1]?.key ?? 0;
    const grown = withLineAfter(first, point);
    const typed = withText(grown.root, grown.key, 'three {Place}');
    expect(rows(typed)[2]).toBe('paragraph1 point: three {Place}');
    const gone = withoutLine(typed, point);
    const built = build(gone, w).node;
    expect(built?.content?.[1]).toEqual({
      type: 'clause',
      content: [{ type: 'paragraph', content: [text('three '), { type: 'field', attrs: { key: 'place' } }] }],
    });
    expect(built?.content).toHaveLength(4);
  });

  it('refuse a clause that says nothing or names no field', () => {
    const w = writer();
    const draft = draftOf({ type: 'clause', content: [{ type: 'paragraph', content: [text('a')] }] }, w);
    const key = lines(draft, names)[0]?.key ?? 0;
    expect(build(withText(draft, key, ' '), w).node).toBeUndefined();
    expect(build(withText(draft, key, '{What}'), w)).toMatchObject({ unknown: ['What'] });
  });
});
