import { describe, expect, it } from 'vitest';
import type { Definition, Source } from '@/features/templates/api';
import { keysOf, lineOf, textOf } from '@/features/templates/lineText';

const sources = [
  { path: 'page', type: 'integer', zh: 'P', en: 'Page number', list: false },
  { path: 'contract.number', type: 'text', zh: 'CN', en: 'Contract number', list: false },
  {
    path: 'customer.name',
    type: 'text',
    zh: 'Kname',
    en: 'Customer name',
    list: false,
    zhFact: 'name',
    enFact: 'name',
  },
  { path: 'lines.name', type: 'text', zh: 'Lname', en: 'Line name', list: true },
] as Source[];
const definition = {
  language: 'en',
  fields: [
    { key: 'buyer', label: 'Buyer', type: 'party' },
    { key: 'due', label: 'Due date', type: 'date' },
  ],
} as Definition;
const names = keysOf(definition, sources);

describe('a line at the head of a page', () => {
  it('comes back as it was typed', () => {
    for (const text of [
      'Page {Page number}',
      '{Buyer name} | {Contract number} | {Due date}',
      'plain',
      '{Contract number}{Page number}',
    ]) {
      const { line, unknown } = lineOf(text, names);
      expect(unknown).toEqual([]);
      expect(textOf(line, names)).toBe(text);
    }
  });

  it('keeps a stroke that is printed apart from those between the parts', () => {
    const kept = [
      { type: 'text', text: 'A|B' },
      { type: 'break' },
      { type: 'field', attrs: { key: 'due' } },
    ] as NonNullable<Definition['header']>;
    expect(textOf(kept, names)).toBe('A\\|B | {Due date}');
    expect(lineOf(textOf(kept, names), names)).toEqual({ line: kept, unknown: [] });
  });

  it('prints a brace behind a backslash, as the text of a template does', () => {
    expect(lineOf('\\{Contract number} {Contract number}', names)).toEqual({
      line: [
        { type: 'text', text: '{Contract number} ' },
        { type: 'field', attrs: { key: 'contract.number' } },
      ],
      unknown: [],
    });
    // Who escapes the one that opens does so with the one that closes.
    expect(lineOf('\\{only us\\}', names).line).toEqual([{ type: 'text', text: '{only us}' }]);
  });

  it('brings every text back as it is, whatever is in it', () => {
    for (const text of [
      '{',
      '}',
      '{}',
      '{x}',
      '{Contract number}',
      'a|b',
      '\\',
      'C:\\{x',
      '\\|',
      '\\\\',
      'a\\n',
      '{{x}}',
    ])
      for (const rest of [[], [{ type: 'field', attrs: { key: 'due' } }], [{ type: 'break' }]]) {
        const line = [{ type: 'text', text }, ...rest] as NonNullable<Definition['header']>;
        expect(lineOf(textOf(line, names), names), textOf(line, names)).toEqual({ line, unknown: [] });
      }
  });

  it('takes a backslash for itself where it stands before anything else', () => {
    expect(lineOf('C:\\docs', names).line).toEqual([{ type: 'text', text: 'C:\\docs' }]);
  });

  it('keeps how a field is printed', () => {
    const words = [
      { code: '', label: '' },
      { code: 'date-in-words', label: 'datewords' },
    ];
    const line = [{ type: 'field', attrs: { key: 'due', format: 'date-in-words' } }] as NonNullable<
      Definition['header']
    >;
    expect(textOf(line, names, words)).toBe('{Due date:datewords}');
    expect(lineOf('{Due date:datewords}', names, words)).toEqual({ line, unknown: [] });
    expect(lineOf('{Due date：datewords}', names, words).line).toEqual(line);
    expect(lineOf('{Due date:nonsense}', names, words).unknown).toEqual(['Due date:nonsense']);
  });

  it('holds nothing when nothing was typed', () => {
    expect(lineOf('  ', names)).toEqual({ line: [], unknown: [] });
  });

  it('says which names mean nothing, those of list rows included', () => {
    expect(lineOf('{Nobody} and {Line name}', names).unknown).toEqual(['Nobody', 'Line name']);
  });

  it('writes a source by its path when a field has taken its name', () => {
    const taken = keysOf(
      { ...definition, fields: [{ key: 'no', label: 'Contract number', type: 'text' }] },
      sources,
    );
    const line = lineOf('{Contract number} {contract.number}', taken);
    expect(line).toEqual({
      line: [
        { type: 'field', attrs: { key: 'no' } },
        { type: 'text', text: ' ' },
        { type: 'field', attrs: { key: 'contract.number' } },
      ],
      unknown: [],
    });
    expect(textOf(line.line, taken)).toBe('{Contract number} {contract.number}');
  });

  it('uses the keys of fields and facts of parties', () => {
    expect(lineOf('{Buyer name}', names).line).toEqual([{ type: 'field', attrs: { key: 'buyer.name' } }]);
  });
});
