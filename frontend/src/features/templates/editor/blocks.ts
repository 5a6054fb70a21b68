import type { Transaction } from '@tiptap/pm/state';
import type { Text } from '@/i18n';
import { en } from '@/i18n/en';
import { zh } from '@/i18n/zh-CN';
import { addPair, insertTrees, signatory } from './commands/blocks';
import { restyle } from './commands/clauses';
import type { Change } from './commands/command';
import { emptyTable } from './commands/table';
import type { Names } from './names';
import { fits, type Tree } from './schema';

/** What the inserter offers, in its order. */
export const blockNames = [
  'heading',
  'clause',
  'paragraph',
  'when',
  'each',
  'lines',
  'table',
  'pairs',
  'signature',
  'signature3',
  'attachment',
  'pageBreak',
  'image',
  'logo',
  'blank',
  'check',
  'ref',
  'title',
  'subtitle',
  'note',
  'newField',
] as const;
export type BlockName = (typeof blockNames)[number];

/** What fits into one clause: nothing of the document around it. */
export const clauseBlocks = blockNames.filter(
  (b) => !['signature', 'signature3', 'attachment', 'title', 'subtitle'].includes(b),
);

/** New text is written in the language of the template, not of the screen. */
export const wordsFor = (language: string): Text['editor'] => (language === 'en' ? en : zh).editor;

/** Both sides as the template's fields name them; without such fields, as the records do. */
function parties(names: Names): string[] {
  const own = names.fields.filter((f) => f.type === 'party').map((f) => `${f.key}.name`);
  return own.length >= 2 ? own : ['customer.name', 'company.name'];
}

function signature(names: Names, language: string, n: number): Tree {
  const w = wordsFor(language).signature;
  const sides = parties(names);
  const titles = [w.first, w.second, w.third];
  return {
    type: 'signature',
    ...(w.closingUsual !== '' && { attrs: { closing: w.closingUsual } }),
    content: titles.slice(0, n).map((title, i) => signatory(title, sides[i] ?? '', [w.signer, w.date])),
  };
}

/** The blocks that are put in as they are; the others ask first or belong into the line. */
export function blockChange(name: BlockName, names: Names, language: string): Change | undefined {
  const w = wordsFor(language);
  switch (name) {
    case 'heading':
    case 'clause':
    case 'paragraph':
    case 'title':
    case 'subtitle':
    case 'note':
      return (tr) => (restylable(tr, name) && restyle(name)(tr)) || insertLine(name)(tr);
    case 'lines':
      return insertTrees([
        {
          type: 'lines',
          attrs: {
            columns: ['no', 'name', 'spec', 'unit', 'qty', 'price', 'subtotal'].map((c) => ({ name: c })),
            totals: ['total', 'words'],
          },
        },
      ]);
    case 'table':
      return insertTrees([emptyTable(3, 3)]);
    case 'pairs':
      return insertTrees([
        { type: 'pairs', content: [{ type: 'pair', attrs: { label: w.example.phone } }, { type: 'pair' }] },
      ]);
    case 'signature':
      return insertTrees([signature(names, language, 2)]);
    case 'signature3':
      return insertTrees([signature(names, language, 3)]);
    case 'attachment':
      return insertTrees([{ type: 'attachment', content: [{ type: 'paragraph' }] }]);
    case 'pageBreak':
      return insertTrees([{ type: 'pageBreak' }]);
    case 'logo':
      return insertTrees([{ type: 'image', attrs: { asset: 'logo', width: 90 } }]);
    default:
      return undefined;
  }
}

/** Whether the line of the cursor itself may become one: a title does not stand in a clause. */
function restylable(tr: Transaction, name: string): boolean {
  const { $from } = tr.selection;
  if ($from.parent.type.name !== 'paragraph') return false;
  if (name !== 'title' && name !== 'subtitle') return true;
  return fits(
    name,
    Array.from({ length: $from.depth }, (_, d) => $from.node(d).type.name),
  );
}

const insertLine =
  (name: 'heading' | 'clause' | 'paragraph' | 'title' | 'subtitle' | 'note'): Change =>
  (tr) => {
    const line: Tree = {
      type: name === 'heading' || name === 'title' || name === 'subtitle' ? name : 'paragraph',
    };
    if (name === 'note') line.attrs = { note: true };
    const tree = name === 'heading' || name === 'clause' ? { type: 'clause', content: [line] } : line;
    return insertTrees([tree])(tr);
  };

export { addPair };
