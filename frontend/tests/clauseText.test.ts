import { describe, expect, it } from 'vitest';
import { clausesOf, emptyClause, type Node } from '@/features/contracts/clauseText';

const p = (text: string): Node => ({ type: 'paragraph', ...(text && { content: [{ type: 'text', text }] }) });
const clause = (...content: Node[]): Node => ({ type: 'clause', content });
const doc = (...content: Node[]): Node => ({ type: 'doc', content });

describe('the clauses of what was written', () => {
  it('are taken as they are', () => {
    const one = clause(
      { type: 'heading', content: [{ type: 'text', text: 'Price' }] },
      p('Ten.'),
      clause(p('a')),
    );
    expect(clausesOf(doc(one, clause(p('next'))))).toEqual([one, clause(p('next'))]);
  });

  it('lose lines that say nothing, and what is empty then', () => {
    const blank: Node = { type: 'paragraph', content: [{ type: 'blank', attrs: { em: 5 } }] };
    expect(clausesOf(doc(clause(p('a'), p(''), p('  '), clause(p('')), blank), clause(p(''))))).toEqual([
      clause(p('a'), blank),
    ]);
    expect(clausesOf(doc(clause(p(''))))).toEqual([]);
    expect(clausesOf(doc(emptyClause(clause({ type: 'heading' }))))).toEqual([]);
  });

  it('hold the lines that stand between them', () => {
    const table: Node = { type: 'table', content: [] };
    const heading: Node = { type: 'title', content: [{ type: 'text', text: 't' }] };
    expect(clausesOf(doc(p('first'), clause(p('a')), p('b'), table, heading))).toEqual([
      clause(p('first')),
      clause(p('a'), p('b'), table, p('t')),
    ]);
  });

  it('are refused where a clause cannot hold it', () => {
    expect(clausesOf(doc(clause(p('a')), { type: 'signature' }))).toBeUndefined();
    expect(clausesOf(doc({ type: 'table' }, clause(p('a'))))).toBeUndefined();
    expect(clausesOf(doc(clause(p(''), { type: 'table' })))).toBeUndefined();
  });
});
