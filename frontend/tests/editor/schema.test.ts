import { describe, expect, it } from 'vitest';
import * as ours from '@/features/templates/editor/schema';
import go from '../../../backend/template/schema.json';

const sort = (list: readonly string[]) => [...list].sort();

describe('the schema of the editor', () => {
  it('has the nodes of Go with what they hold and what is said of them', () => {
    const nodes = Object.fromEntries(
      [...Object.keys(ours.rules), ...ours.inlines].map((name) => [
        name,
        {
          content: sort(ours.rules[name]?.content ?? []),
          min: ours.rules[name]?.min ?? 0,
          inline: ours.rules[name]?.inline ?? false,
          attrs: [...(ours.attributes[name] ?? [])],
        },
      ]),
    );
    expect(nodes).toEqual(go.nodes);
    expect(sort(Object.keys(ours.schema.nodes))).toEqual(sort(Object.keys(go.nodes)));
  });

  it('has the same marks, formats, columns and limits', () => {
    expect(ours.marks).toEqual(go.marks);
    expect(ours.formats).toEqual(go.formats);
    expect(ours.lineColumns).toEqual(go.columns);
    expect(ours.lineTotals).toEqual(go.totals);
    expect(ours.numberStyles).toEqual(go.numbers);
    expect(ours.limits).toMatchObject({
      levels: go.levels,
      depth: go.depth,
      nodes: go.maxNodes,
      label: go.label,
      blankMin: go.blankRange[0],
      blankMax: go.blankRange[1],
    });
  });

  it('refuses to put what Go refuses: only the nearest real parent counts', () => {
    expect(ours.fits('row', ['doc', 'table', 'when'])).toBe(true);
    expect(ours.fits('paragraph', ['doc', 'table', 'when'])).toBe(false);
    expect(ours.fits('title', ['doc', 'clause', 'when'])).toBe(false);
    expect(ours.fits('each', ['doc', 'each'])).toBe(false);
    expect(ours.fits('attachment', ['doc', 'attachment', 'when'])).toBe(false);
    expect(ours.fits('signatory', ['doc', 'signature', 'when'])).toBe(true);
  });
});
