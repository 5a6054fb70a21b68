import { describe, expect, it } from 'vitest';
import type { Definition } from '@/features/templates/api';
import { clauseAt, linked, withClause } from '@/features/templates/ClauseTools';
import type { Blank } from '@/features/templates/library';
import { placeOf } from '@/features/templates/PreviewBeside';
import { split } from '@/features/templates/review/blanks';

const blank = (id: string, before: string, text: string, after: string): Blank => ({
  id,
  block: 0,
  ordinal: 1,
  text,
  before,
  after,
  key: id,
  type: 'text',
  as: 'field',
  confidence: 1,
});

const shown = (text: string, list: Blank[]) =>
  (split([text], list)[0] ?? []).map((part) => (part.blank ? `[${part.blank.id}|${part.text}]` : part.text));

describe('blanks in a line of the original', () => {
  it.each([
    ['spaces at the end', 'Name:    ', [blank('a', 'Name:', '', '')], ['Name:', '[a|    ]']],
    ['nothing at the end', 'Name:', [blank('a', 'Name:', '', '')], ['Name:', '[a|]']],
    [
      'two after each other',
      'rate    % (say    ).',
      [blank('a', 'rate', '', '% (say'), blank('b', '% (say', '', ').')],
      ['rate', '[a|    ]', '% (say', '[b|    ]', ').'],
    ],
    [
      'words to fill in the middle',
      'from Y   M   D on until Y   M   D.',
      [blank('a', 'from', 'Y   M   D', 'on until'), blank('b', 'on until', 'Y   M   D', '.')],
      ['from ', '[a|Y   M   D]', ' on until ', '[b|Y   M   D]', '.'],
    ],
    ['at the beginning', '____ agrees', [blank('a', '', '____', 'agrees')], ['[a|____]', ' agrees']],
  ] as const)('%s', (_, text, list, parts) => {
    expect(shown(text, [...list])).toEqual(parts);
    expect(
      shown(text, [...list])
        .join('')
        .replace(/\[.\||\]/g, ''),
    ).toBe(text);
  });

  const inCells = (texts: string[], list: Blank[]) =>
    split(texts, list).map((parts) =>
      parts.map((part) => (part.blank ? `[${part.blank.id}|${part.text}]` : part.text)).join(''),
    );

  it('stand in their own cell, not in one that ends like the words before them', () => {
    expect(
      inCells(
        ['Order Form', 'Terms dated {date} between\n{provider} and {customer}.'],
        [
          blank('a', 'Terms dated ', '{date}', 'between{provider} and'),
          blank('b', 'dated {date} between', '{provider}', ' and {customer}.'),
          blank('c', '{provider} and ', '{customer}', '.'),
        ],
      ),
    ).toEqual(['Order Form', 'Terms dated [a|{date}] between\n[b|{provider}] and [c|{customer}].']);
    expect(
      inCells(['电话：\n地址：____'], [blank('a', '电话：', '', '地址：'), blank('b', '地址：', '____', '')]),
    ).toEqual(['电话：[a|]\n地址：[b|____]']);
    expect(inCells(['Phone', 'Name:'], [blank('a', 'Name:', '', '')])).toEqual(['Phone', 'Name:[a|]']);
    expect(inCells(['Phone'], [blank('a', 'Name:', '', '')])).toEqual(['Phone']);
  });
});

describe('a clause that was saved to the library', () => {
  const clause = (text: string) => ({
    type: 'clause',
    content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
  });
  const doc = { type: 'doc', content: [clause('a'), clause('b')] };

  it('is known as a copy of it', () => {
    const after = linked(doc, [1], { key: 'uid-1', n: 1 });
    expect(after.content?.[1]?.attrs).toEqual({ library: 'uid-1', libraryVersion: 1 });
    expect(after.content?.[0]).toEqual(doc.content[0]);
  });

  it('is left as it is when there is something else by now', () => {
    expect(linked(doc, [1, 0], { key: 'uid-1', n: 1 })).toEqual(doc);
  });
});

describe('the page of the cursor', () => {
  const places = [
    { address: '0', page: 0, y: 10 },
    { address: '1.0', page: 0, y: 50 },
    { address: '1.2', page: 1, y: 5 },
    { address: '10', page: 2, y: 7 },
  ];
  it.each([
    [[0], { page: 0, y: 10 }],
    [[1, 0, 3], { page: 0, y: 50 }],
    [[1, 1], { page: 0, y: 50 }],
    [[1, 2, 0], { page: 1, y: 5 }],
    [[9], { page: 1, y: 5 }],
    [[10, 0], { page: 2, y: 7 }],
  ])('of path %j', (path, place) => {
    expect(placeOf(places, path)).toEqual(place);
  });
  it('is unknown where nothing is printed', () => {
    expect(placeOf([], [3])).toBeUndefined();
  });
});

describe('a clause of the library', () => {
  const p = { type: 'paragraph', content: [] };
  const clause = (...content: object[]) => ({ type: 'clause', content: [p, ...content] });
  const definition = {
    fields: [{ key: 'a', label: 'a', type: 'text' }],
    body: {
      type: 'doc',
      content: [{ type: 'title' }, clause(clause()), clause(), { type: 'signature' }],
    },
  } as unknown as Definition;
  const insertion = {
    node: { type: 'clause', attrs: { library: 'x' } },
    fields: [
      { key: 'a', label: 'a', type: 'text' },
      { key: 'b', label: 'b', type: 'text' },
    ],
  } as unknown as Parameters<typeof withClause>[2];
  const types = (d: Definition) =>
    ((d.body as { content: { type: string; attrs?: { library?: string } }[] }).content ?? []).map(
      (n) => n.attrs?.library ?? n.type,
    );

  it.each([
    [
      'behind the outermost clause around the cursor',
      [1, 1, 0],
      ['title', 'clause', 'x', 'clause', 'signature'],
    ],
    [
      'before the signatures when the cursor is in none',
      [0],
      ['title', 'clause', 'clause', 'x', 'signature'],
    ],
  ] as const)('is put %s', (_, cursor, after) => {
    const next = withClause(definition, cursor, insertion);
    expect(types(next)).toEqual(after);
    expect(next.fields.map((f) => f.key)).toEqual(['a', 'b']);
  });

  it('is the innermost one around the cursor', () => {
    const body = definition.body as never;
    expect(clauseAt(body, [1, 1, 0])).toEqual([1, 1]);
    expect(clauseAt(body, [0])).toBeUndefined();
  });
});
