import type { template } from '@/bridge';

export type Node = template.Node;

/** An empty clause, with a heading where the one it follows has one. */
export function emptyClause(like: Node | undefined): Node {
  const heading = like?.content?.[0]?.type === 'heading';
  return {
    type: 'clause',
    content: heading ? [{ type: 'heading' }, { type: 'paragraph' }] : [{ type: 'paragraph' }],
  };
}

const lines = new Set(['heading', 'paragraph', 'title', 'subtitle']);
const inside = new Set(['when', 'each', 'table', 'pairs', 'lines', 'pageBreak', 'image']);

/**
 * The clauses of what was written: lines between them belong to the one before, empty ones are left
 * out. Undefined when something stands there that no clause can hold.
 */
export function clausesOf(doc: Node): Node[] | undefined {
  const out: Node[] = [];
  for (const block of doc.content ?? []) {
    if (block.type === 'clause') {
      const kept = pruned(block);
      if (kept) out.push(kept);
      continue;
    }
    const line = lines.has(block.type);
    if (!line && !inside.has(block.type)) return undefined;
    const kept = pruned(line ? { ...block, type: 'paragraph' } : block);
    if (!kept) continue;
    const last = out.pop();
    if (!last && !line) return undefined;
    out.push(
      last ? { ...last, content: [...(last.content ?? []), kept] } : { type: 'clause', content: [kept] },
    );
  }
  // A clause begins with words.
  const sound = (node: Node): boolean =>
    (node.type !== 'clause' || lines.has(node.content?.[0]?.type ?? '')) && (node.content ?? []).every(sound);
  return out.every(sound) ? out : undefined;
}

const holding = new Set(['clause', 'when', 'each']);

/** Without lines that say nothing, and without clauses and conditions that have nothing left. */
function pruned(node: Node): Node | undefined {
  if (lines.has(node.type)) {
    const says = (node.content ?? []).some((part) => part.type !== 'text' || (part.text ?? '').trim() !== '');
    return says ? node : undefined;
  }
  if (!holding.has(node.type)) return node;
  const content = (node.content ?? []).map(pruned).filter((kid) => kid !== undefined);
  return content.length === 0 ? undefined : { ...node, content };
}
