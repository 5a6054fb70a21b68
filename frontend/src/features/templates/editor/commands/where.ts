import type { Selection } from '@tiptap/pm/state';
import { around } from './command';

/** The list that is repeated around the cursor. */
export function insideList(selection: Selection): string | undefined {
  const each = around(selection.$from, 'each');
  return each ? String(each.node.attrs.list ?? '') : undefined;
}
