import { Button, Menu, Modal } from '@mantine/core';
import { IconBookmarkPlus, IconLibrary, IconTextPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import { api, type Definition } from './api';
import { ClausePicker } from './ClausePicker';
import type { Tree } from './editor/schema';
import type { ClauseItem, Insertion } from './library';

/**
 * What an editor does with the library: puts a clause of it behind the one the cursor is in, and saves
 * that one to it.
 */
export function ClauseTools(props: {
  /** The template as the editor holds it, with its last words. */
  definition: () => Definition;
  /** Where the cursor is (`Cursor.path`); undefined before it was anywhere. */
  cursor?: readonly number[];
  /** Changes the template; the editor takes a changed body as one step that can be undone. */
  change: (change: (definition: Definition) => Definition) => void;
}) {
  const t = useText();
  const c = t.library.clauses;
  const { definition, cursor, change } = props;
  const [open, setOpen] = useState(false);
  const save = async () => {
    const now = definition();
    const path = clauseAt(now.body as Tree, cursor ?? []);
    if (!path) {
      show({ text: c.noClause });
      return;
    }
    try {
      // What the shape of the record has beyond what is saved stays behind.
      const kept = await api.SaveClause({ ...(await api.ClauseFrom(now, path)), id: 0, version: 0 });
      change((d) => ({ ...d, body: linked(d.body as Tree, path, kept) as Definition['body'] }));
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    }
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconLibrary size="1.125rem" aria-hidden />}>
            {c.title}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTextPlus size="1.125rem" aria-hidden />} onClick={() => setOpen(true)}>
            {c.insertFrom}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconBookmarkPlus size="1.125rem" aria-hidden />}
            onClick={() => void save()}
          >
            {c.saveTo}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size="lg"
        title={c.insertFrom}
        closeButtonProps={{ 'aria-label': t.ui.actions.close }}
      >
        <ClausePicker
          definition={definition}
          onInsert={(insertion) => {
            change((d) => withClause(d, cursor ?? [], insertion));
            setOpen(false);
          }}
        />
      </Modal>
    </>
  );
}

/** The tree with the clause at a path known as a copy of one in the library. */
export function linked(node: Tree, path: readonly number[], clause: Pick<ClauseItem, 'key' | 'n'>): Tree {
  const [first, ...rest] = path;
  if (first === undefined)
    return node.type === 'clause'
      ? { ...node, attrs: { ...node.attrs, library: clause.key, libraryVersion: clause.n } }
      : node;
  return {
    ...node,
    content: node.content?.map((child, i) => (i === first ? linked(child, rest, clause) : child)),
  };
}

/** The path of the clause around a place, innermost; undefined outside of clauses. */
export function clauseAt(body: Tree, cursor: readonly number[]): number[] | undefined {
  let found: number[] | undefined;
  let node: Tree | undefined = body;
  for (let depth = 0; depth < cursor.length; depth++) {
    node = node?.content?.[cursor[depth] ?? -1];
    if (node?.type === 'clause') found = cursor.slice(0, depth + 1);
  }
  return found;
}

/** The template with a clause put behind the outermost one around the cursor, or before the signatures. */
export function withClause(d: Definition, cursor: readonly number[], insertion: Insertion): Definition {
  const known = new Set(d.fields.map((f) => f.key));
  const fields = [...d.fields, ...insertion.fields.filter((f) => !known.has(f.key))];
  const body = d.body as Tree;
  let node: Tree | undefined = body;
  let at: number[] | undefined;
  for (let depth = 0; depth < cursor.length && !at; depth++) {
    node = node?.content?.[cursor[depth] ?? -1];
    if (node?.type === 'clause') at = [...cursor.slice(0, depth), (cursor[depth] ?? 0) + 1];
  }
  if (!at) {
    const blocks = body.content ?? [];
    const end = blocks.findIndex((b) => b.type === 'signature' || b.type === 'attachment');
    at = [end < 0 ? blocks.length : end];
  }
  return { ...d, fields, body: put(body, at, insertion.node as Tree) as Definition['body'] };
}

function put(node: Tree, path: readonly number[], clause: Tree): Tree {
  const [first = 0, ...rest] = path;
  const content = [...(node.content ?? [])];
  const child = content[first];
  if (rest.length === 0) content.splice(first, 0, clause);
  else if (child) content[first] = put(child, rest, clause);
  return { ...node, content };
}
