import { describe, expect, it } from 'vitest';
import type { Circle, Tie } from '@/features/relations/api';
import { branches, draw, type Node } from '@/features/relations/layout';

const tie = (ofId: number, otherId: number, role: Tie['role'], id = otherId): Tie => ({
  id,
  ofId,
  otherId,
  name: `Customer ${otherId}`,
  customerKind: 'company',
  tier: '',
  role,
  word: '',
  note: '',
});

const roles = ['parent', 'child', 'referred', 'family', 'legal'] as const;

/** A customer with so many others around it, every third of which has two behind it. */
function circle(near: number): Circle {
  const out: Circle = { name: 'Me', near: [], beyond: [] };
  for (let i = 0; i < near; i++) {
    out.near.push(tie(1, 100 + i, roles[i % roles.length] ?? 'family'));
    if (i % 3 === 0)
      out.beyond.push(tie(100 + i, 1000 + 2 * i, 'child'), tie(100 + i, 1001 + 2 * i, 'family'));
  }
  return out;
}

type Box = Pick<Node, 'x' | 'y' | 'width' | 'height'>;
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the map of relations', () => {
  for (const width of [200, 270, 380, 600, 900])
    for (const near of [0, 1, 2, 5, 30])
      for (const rem of [15, 20])
        it(`has no overlap and stays inside with ${near} around on ${width} px at ${rem} px a rem`, () => {
          const drawing = draw(branches(circle(near)), width, rem);
          const boxes: Box[] = [drawing.centre, ...drawing.nodes];
          expect(drawing.nodes.filter((n) => n.step === 1)).toHaveLength(near);
          boxes.forEach((a, i) => {
            expect(a.x).toBeGreaterThanOrEqual(0);
            expect(a.x + a.width).toBeLessThanOrEqual(width + 0.01);
            expect(a.y).toBeGreaterThanOrEqual(0);
            expect(a.y + a.height).toBeLessThanOrEqual(drawing.height + 0.01);
            expect(a.width).toBeGreaterThan(4 * rem);
            for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
          });
          expect(drawing.lines).toHaveLength(drawing.nodes.length);
        });

  it('shows a customer once, with all that is known of it', () => {
    const list = branches({
      name: 'Me',
      near: [tie(1, 2, 'parent'), tie(1, 2, 'legal', 0), tie(1, 3, 'child')],
      beyond: [tie(2, 9, 'child'), tie(3, 9, 'child'), tie(2, 9, 'legal', 0)],
    });
    expect(list.map((b) => [b.id, b.ties.length, b.leaves.length])).toEqual([
      [2, 2, 1],
      [3, 1, 0],
    ]);
    expect(list[0]?.leaves[0]?.ties).toHaveLength(2);
  });

  it('draws what was only found with a dashed line, and puts those above over the customer', () => {
    const drawing = draw(
      branches({ name: 'Me', near: [tie(1, 2, 'parent'), tie(1, 3, 'legal', 0)], beyond: [] }),
      250,
      16,
    );
    expect(drawing.lines.map((l) => [l.key, l.found])).toEqual([
      ['2', false],
      ['3', true],
    ]);
    const [parent, legal] = drawing.nodes;
    expect(parent?.y).toBeLessThan(drawing.centre.y);
    expect(legal?.y).toBeGreaterThan(drawing.centre.y);
  });
});
