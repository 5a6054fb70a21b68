import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import type { EditorState } from '@tiptap/pm/state';
import type { ReactNode } from 'react';
import { useText } from '@/i18n';
import { brief } from '@/lib/brief';
import { notesOf } from './annotate';
import { wordsFor } from './blocks';
import { addPair, addSignatory, innermost, removeBlock, setAttrs, unwrap } from './commands/blocks';
import { lock, move } from './commands/clauses';
import { allAround, type Change, command } from './commands/command';
import {
  addColumn,
  addRow,
  cellOf,
  columnAlign,
  columnWeight,
  mergeRight,
  removeColumn,
  removeRow,
  rowPart,
  spanOf,
  splitCell,
  tablePlain,
} from './commands/table';
import css from './editor.module.css';
import type { PanelRequest } from './hooks';
import { useEditorValue } from './useTipTap';

type Kind = 'clause' | 'when' | 'each' | 'table' | 'pairs' | 'signature' | 'attachment';
interface Around {
  kind: Kind;
  pos: number;
  label: string;
  lock: string;
}

/** What stands around the cursor, outermost first: with what is drawn of it in the text. */
function aroundCursor(state: EditorState): Around[] {
  const { outline, decorations } = notesOf(state);
  const numbers = new Map(outline.map((n) => [n.pos, n.number || brief(n.headline, 24)]));
  const list = allAround(
    state.selection.$from,
    'clause',
    'when',
    'each',
    'table',
    'pairs',
    'signature',
    'attachment',
  ).reverse();
  const picked = innermost(state, 'table', 'pairs', 'signature');
  if (picked && !list.some((p) => p.pos === picked.pos)) list.push(picked);
  return list.map(({ node, pos }) => ({
    kind: node.type.name as Kind,
    pos,
    label:
      numbers.get(pos) ??
      String(
        (decorations
          .find(pos, pos + node.nodeSize)
          .find((d) => d.from === pos && d.to === pos + node.nodeSize)?.spec.label as string | undefined) ??
          '',
      ),
    lock: String(node.attrs.lock ?? ''),
  }));
}

/** The line under the toolbar: where the cursor is, and what can be done with each thing around it. */
export function ContextBar(props: {
  editor: Editor;
  language: string;
  onOpen: (request: PanelRequest) => void;
}) {
  const { editor, onOpen } = props;
  const t = useText();
  const e = t.editor;
  const now = useEditorValue(editor, ({ state }) => {
    const cell = cellOf(state.selection);
    return {
      around: aroundCursor(state),
      // What is locked is the template's to say, not a deal's.
      whole: notesOf(state).context.part === undefined,
      part: String(cell?.row.attrs.part ?? ''),
      spans: cell ? spanOf(cell.cell) > 1 : false,
      plain: Boolean(cell?.table.attrs.plain),
      across: Number(innermost(state, 'pairs')?.node.attrs.across ?? 0),
    };
  });
  const run = (change: Change) => {
    command(change)(editor.state, editor.view.dispatch);
    editor.view.focus();
  };
  const item = (label: string, change: Change, checked?: boolean) => (
    <Menu.Item
      key={label}
      role={checked === undefined ? undefined : 'menuitemradio'}
      aria-checked={checked}
      className={checked ? css.checked : undefined}
      onClick={() => run(change)}
    >
      {label}
    </Menu.Item>
  );
  const menus: Record<Kind, (a: Around) => ReactNode> = {
    clause: (a) => (
      <>
        {now?.whole && (
          <>
            <Menu.Label>{e.lock.label}</Menu.Label>
            {item(e.lock.inherit, lock(a.pos, null), a.lock === '')}
            {(['standard', 'negotiable', 'free'] as const).map((l) =>
              item(e.lock[l], lock(a.pos, l), a.lock === l),
            )}
            <Menu.Divider />
          </>
        )}
        {item(e.moveUp, move(-1))}
        {item(e.moveDown, move(1))}
        <Menu.Divider />
        {item(e.chip.remove, removeBlock(a.pos))}
      </>
    ),
    when: (a) => (
      <>
        <Menu.Item onClick={() => onOpen({ kind: 'when', pos: a.pos })}>{e.when.edit}</Menu.Item>
        {item(e.when.unwrap, unwrap(a.pos))}
        {item(e.when.removeAll, removeBlock(a.pos))}
      </>
    ),
    each: (a) => (
      <>
        <Menu.Item onClick={() => onOpen({ kind: 'each', pos: a.pos })}>{e.each.list}</Menu.Item>
        {item(e.each.unwrap, unwrap(a.pos))}
        {item(e.when.removeAll, removeBlock(a.pos))}
      </>
    ),
    table: (a) => (
      <>
        {item(e.table.addAbove, addRow(0))}
        {item(e.table.addBelow, addRow(1))}
        {item(e.table.removeRow, removeRow)}
        <Menu.Divider />
        {item(e.table.addLeft, addColumn(0))}
        {item(e.table.addRight, addColumn(1))}
        {item(e.table.removeColumn, removeColumn)}
        <Menu.Divider />
        {now?.spans ? item(e.table.split, splitCell) : item(e.table.merge, mergeRight)}
        {item(e.table.wider, columnWeight(1))}
        {item(e.table.narrower, columnWeight(-1))}
        {(['left', 'center', 'right'] as const).map((x) => item(e.aligns[x], columnAlign(x)))}
        <Menu.Divider />
        {item(e.table.head, rowPart('head'), now?.part === 'head')}
        {item(e.table.body, rowPart(null), now?.part === '')}
        {item(e.table.foot, rowPart('foot'), now?.part === 'foot')}
        <Menu.Divider />
        {item(e.table.plain, tablePlain, now?.plain)}
        {item(e.table.remove, removeBlock(a.pos))}
      </>
    ),
    pairs: (a) => (
      <>
        {item(e.pairs.add, addPair(a.pos))}
        {item(e.pairs.one, setAttrs(a.pos, { across: null }), now?.across !== 2)}
        {item(e.pairs.two, setAttrs(a.pos, { across: 2 }), now?.across === 2)}
        {item(e.pairs.remove, removeBlock(a.pos))}
      </>
    ),
    signature: (a) => {
      const w = wordsFor(props.language).signature;
      const signatory = innermost(editor.state, 'signatory');
      return (
        <>
          {item(e.signature.add, addSignatory(a.pos, w.further, w.date))}
          {signatory && item(e.signature.addLine, addPair(signatory.pos, w.date))}
          {signatory && (
            <Menu.Item onClick={() => onOpen({ kind: 'party', pos: signatory.pos })}>
              {e.signature.partyName}…
            </Menu.Item>
          )}
          {signatory && item(e.signature.removeParty, removeBlock(signatory.pos))}
          {item(e.signature.remove, removeBlock(a.pos))}
        </>
      );
    },
    attachment: (a) => item(e.attachment.remove, removeBlock(a.pos)),
  };
  const nameOf = (a: Around) =>
    a.kind === 'table' || a.kind === 'pairs' || a.kind === 'signature'
      ? e[a.kind].name
      : a.label || (a.kind === 'attachment' ? e.attachment.name : e.blocks[a.kind]);
  return (
    <nav className={css.context} aria-label={e.here}>
      {(now?.around ?? []).map((a) => (
        <Menu key={a.pos} position="bottom-start" returnFocus={false}>
          <Menu.Target>
            <button type="button" className={css.crumb} data-kind={a.kind}>
              <span className={css.crumbText}>{nameOf(a)}</span>
              {a.kind === 'clause' && a.lock !== '' && (
                <span className={css.lock} data-lock={a.lock}>
                  {e.lock.short[a.lock as keyof typeof e.lock.short]}
                </span>
              )}
              <IconChevronDown size="0.875rem" aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown mah="24rem" style={{ overflowY: 'auto' }}>
            {menus[a.kind](a)}
          </Menu.Dropdown>
        </Menu>
      ))}
    </nav>
  );
}
