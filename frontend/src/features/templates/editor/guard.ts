import type { Node as PmNode } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { rules, sound } from './schema';

/** Whether the document keeps the schema; children that did not change are not looked at again. */
export function soundDoc(doc: PmNode, before?: PmNode): boolean {
  if (doc.childCount === 0) return false;
  const known = new Set<PmNode>();
  before?.forEach((child) => {
    known.add(child);
  });
  for (let i = 0; i < doc.childCount; i++) {
    const child = doc.child(i);
    if (known.has(child)) continue;
    if (!rules.doc?.content.includes(child.type.name) || !sound(child, ['doc'], 1, 0)) return false;
  }
  return true;
}

/**
 * Nothing that Go would refuse ever becomes the document: what ProseMirror's content rules cannot
 * say (rows in a condition in a table, five levels, equal rows) is refused here as a whole.
 */
export const guard = (): Plugin =>
  new Plugin({ filterTransaction: (tr, state) => !tr.docChanged || soundDoc(tr.doc, state.doc) });
