import type { Circle, Tie } from './api';

/** A customer of the map; those of a second step hang on one of the first. */
export interface Node {
  id: number;
  name: string;
  /** Why it is there; several relations to one customer are one node. */
  ties: Tie[];
  step: 1 | 2;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line from one node to the next; dashed where it was found, not kept. */
export interface Line {
  key: string;
  d: string;
  found: boolean;
}

export interface Drawing {
  height: number;
  centre: { x: number; y: number; width: number; height: number };
  nodes: Node[];
  lines: Line[];
}

/** Sizes in rem. */
const PILL = 3.25;
const SMALL = 2.75;
const GAP = 0.375;
const BRANCH_GAP = 0.75;
const INDENT = 1.5;
/** From here on there is room for a customer in the middle and columns on both sides. */
const TWO_SIDED = 34;
const COLUMN_MAX = 17;

interface Branch {
  id: number;
  ties: Tie[];
  leaves: { id: number; ties: Tie[] }[];
}

/** The near customers with those behind them, each customer once. */
export function branches(circle: Circle, withBeyond = true): Branch[] {
  const list: Branch[] = [];
  for (const tie of circle.near) {
    const known = list.find((b) => b.id === tie.otherId);
    if (known) known.ties.push(tie);
    else list.push({ id: tie.otherId, ties: [tie], leaves: [] });
  }
  if (!withBeyond) return list;
  const at = new Map<number, number>(); // where a customer of the second step hangs
  for (const tie of circle.beyond) {
    const branch = list.find((b) => b.id === tie.ofId);
    if (!branch || (at.get(tie.otherId) ?? tie.ofId) !== tie.ofId) continue;
    at.set(tie.otherId, tie.ofId);
    const leaf = branch.leaves.find((l) => l.id === tie.otherId);
    if (leaf) leaf.ties.push(tie);
    else branch.leaves.push({ id: tie.otherId, ties: [tie] });
  }
  return list;
}

const nameOf = (ties: Tie[]): string => ties[0]?.name ?? '';
const isFound = (ties: Tie[]): boolean => ties.every((tie) => tie.id === 0);
const tall = (b: Branch): number => PILL + b.leaves.length * (SMALL + GAP);

/** Those above: whom the customer belongs to and who brought it. */
const above = (b: Branch): boolean => b.ties.some((tie) => tie.role === 'parent' || tie.role === 'referrer');

/** Places everything in a box of `width` pixels; `rem` is the size of the text. Nothing overlaps. */
export function draw(list: Branch[], width: number, rem: number): Drawing {
  return width >= TWO_SIDED * rem ? beside(list, width, rem) : below(list, width, rem);
}

/** Draws a branch from the top at y; leaves hang below it, on the side away from the middle. */
function branchAt(b: Branch, x: number, y: number, width: number, rem: number, mirror: boolean) {
  const nodes: Node[] = [
    { id: b.id, name: nameOf(b.ties), ties: b.ties, step: 1, x, y, width, height: PILL * rem },
  ];
  const lines: Line[] = [];
  const from = y + PILL * rem;
  const stem = mirror ? x + width - (INDENT / 2) * rem : x + (INDENT / 2) * rem;
  b.leaves.forEach((leaf, i) => {
    const top = from + GAP * rem + i * (SMALL + GAP) * rem;
    const middle = top + (SMALL * rem) / 2;
    const left = mirror ? x : x + INDENT * rem;
    nodes.push({
      id: leaf.id,
      name: nameOf(leaf.ties),
      ties: leaf.ties,
      step: 2,
      x: left,
      y: top,
      width: width - INDENT * rem,
      height: SMALL * rem,
    });
    const end = mirror ? x + width - INDENT * rem : left;
    lines.push({
      key: `${b.id}-${leaf.id}`,
      d: `M${stem} ${from}V${middle}H${end}`,
      found: isFound(leaf.ties),
    });
  });
  return { nodes, lines };
}

/** A narrow box: those above over the customer, the others under it. */
function below(list: Branch[], width: number, rem: number): Drawing {
  const out: Drawing = { height: 0, centre: { x: 0, y: 0, width, height: PILL * rem }, nodes: [], lines: [] };
  const stem = (INDENT / 2) * rem;
  let y = 0;
  const rows: { b: Branch; middle: number; up: boolean }[] = [];
  const put = (b: Branch, up: boolean) => {
    const drawn = branchAt(b, INDENT * rem, y, width - INDENT * rem, rem, false);
    out.nodes.push(...drawn.nodes);
    out.lines.push(...drawn.lines);
    rows.push({ b, middle: y + (PILL * rem) / 2, up });
    y += (tall(b) + BRANCH_GAP) * rem;
  };
  for (const b of list.filter(above)) put(b, true);
  out.centre.y = y;
  const bottom = y + PILL * rem;
  y = bottom + BRANCH_GAP * rem;
  for (const b of list.filter((one) => !above(one))) put(b, false);
  for (const { b, middle, up } of rows)
    out.lines.push({
      key: `${b.id}`,
      d: `M${stem} ${up ? out.centre.y : bottom}V${middle}H${INDENT * rem}`,
      found: isFound(b.ties),
    });
  out.height = Math.max(bottom, y - BRANCH_GAP * rem);
  return out;
}

/** A wide box: the customer in the middle, the others in a column on each side. */
function beside(list: Branch[], width: number, rem: number): Drawing {
  const column = Math.min(width * 0.36, COLUMN_MAX * rem);
  const room = width - 2 * column;
  const centreWidth = Math.min(room - 5 * rem, 14 * rem);
  const sides: [Branch[], Branch[]] = [[], []];
  const heights: [number, number] = [0, 0];
  // The first stand left of the customer, the others right; a single one stands right.
  const total = list.reduce((sum, b) => sum + tall(b) + BRANCH_GAP, 0);
  list.forEach((b, i) => {
    const side = i > 0 && heights[1] >= total / 2 ? 0 : 1;
    sides[side].push(b);
    heights[side] += tall(b) + BRANCH_GAP;
  });
  const height = Math.max(heights[0] - BRANCH_GAP, heights[1] - BRANCH_GAP, PILL) * rem;
  const left = (width - centreWidth) / 2;
  const centre = { x: left, y: (height - PILL * rem) / 2, width: centreWidth, height: PILL * rem };
  const out: Drawing = { height, centre, nodes: [], lines: [] };
  const middle = height / 2;
  for (const side of [0, 1] as const) {
    let y = (height - Math.max(heights[side] - BRANCH_GAP, 0) * rem) / 2;
    const mirror = side === 0;
    const x = mirror ? 0 : width - column;
    for (const b of sides[side]) {
      const drawn = branchAt(b, x, y, column, rem, mirror);
      out.nodes.push(...drawn.nodes);
      out.lines.push(...drawn.lines);
      const from = mirror ? left : left + centreWidth;
      const to = mirror ? column : width - column;
      const bend = (from + to) / 2;
      const end = y + (PILL * rem) / 2;
      out.lines.push({
        key: `${b.id}`,
        d: `M${from} ${middle}C${bend} ${middle} ${bend} ${end} ${to} ${end}`,
        found: isFound(b.ties),
      });
      y += (tall(b) + BRANCH_GAP) * rem;
    }
  }
  return out;
}
