import {
  type Icon,
  IconBraces,
  IconBuildingStore,
  IconFileText,
  IconForms,
  IconGitBranch,
  IconHash,
  IconHeading,
  IconLetterCase,
  IconLetterT,
  IconLink,
  IconList,
  IconPageBreak,
  IconPaperclip,
  IconPencilMinus,
  IconPhoto,
  IconRepeat,
  IconSignature,
  IconSquareCheck,
  IconTable,
  IconTableRow,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { searched, useSpelling } from '@/lib/pinyin';
import { type Numbered, notesOf, outside, type Target } from './annotate';
import type { BlockName } from './blocks';
import { insideList } from './commands/where';
import css from './menu.module.css';
import type { Meaning } from './names';
import { closeSuggestion, type Suggestion, type SuggestKeys, suggestionOf } from './suggest';
import { useEditorValue } from './useTipTap';

export const blockIcons: Record<BlockName, Icon> = {
  heading: IconHeading,
  clause: IconHash,
  paragraph: IconLetterT,
  when: IconGitBranch,
  each: IconRepeat,
  lines: IconTableRow,
  table: IconTable,
  pairs: IconForms,
  signature: IconSignature,
  signature3: IconSignature,
  attachment: IconPaperclip,
  pageBreak: IconPageBreak,
  image: IconPhoto,
  logo: IconBuildingStore,
  blank: IconPencilMinus,
  check: IconSquareCheck,
  ref: IconLink,
  title: IconFileText,
  subtitle: IconFileText,
  note: IconLetterCase,
  newField: IconBraces,
};

type Item =
  | { kind: 'field'; key: string; label: string; note: string; meaning: Meaning }
  | { kind: 'block'; key: string; label: string; note: string; name: BlockName }
  | { kind: 'ref'; key: string; label: string; note: string; target: Numbered | Target }
  | { kind: 'newField'; key: string; label: string; note: string; wish: string };

/** Where the clause stands when what was typed is gone. */
const placeOf = (target: Numbered | Target, typed: Suggestion | undefined): number | string =>
  !('pos' in target)
    ? target.id
    : target.pos - (typed && target.pos > typed.from ? typed.to - typed.from : 0);

/** What a person chose from the list. */
export interface Chosen {
  field?: string;
  block?: BlockName;
  /** The position of a clause, or the id of one in the document around. */
  ref?: number | string;
  newField?: string;
}

/** The list at the cursor: found by Chinese, pinyin and initials; the keys stay with the text. */
export function SuggestMenu(props: {
  editor: Editor;
  keys: { current: SuggestKeys | undefined };
  blocks: readonly BlockName[];
  canDefine: boolean;
  onChoose: (chosen: Chosen) => void;
}) {
  const { editor, keys, onChoose } = props;
  const t = useText();
  const e = t.editor;
  const id = useId();
  const found = useEditorValue(editor, (now) => suggestionOf(now.state));
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const { context, outline: own } = notesOf(editor.state);
  const outline = useMemo(() => [...own, ...outside(own, context.part)], [own, context]);
  const inside = found ? insideList(editor.state.selection) : undefined;
  const fields = useMemo(() => context.names.forText(inside), [context, inside]);
  const labels = useMemo(
    () => [
      ...fields.map((m) => m.label),
      ...Object.values(e.blocks),
      ...outline.map((n) => n.headline).filter(Boolean),
    ],
    [fields, e, outline],
  );
  const spelled = useSpelling(labels, found !== undefined);

  const items = useMemo((): Item[] => {
    if (!found || spelled < 0) return [];
    const { kind, query } = found;
    const fieldItems = () =>
      searched(fields, query, (m) => [m.label]).map(
        (m): Item => ({
          kind: 'field',
          key: `f-${m.key}`,
          label: m.label,
          note: m.field && !m.field.source ? t.templates.fields : e.suggest.fromData,
          meaning: m,
        }),
      );
    const fresh: Item[] = props.canDefine
      ? [
          {
            kind: 'newField',
            key: 'new',
            label: e.suggest.newField(query),
            note: e.suggest.newFieldHint,
            wish: query,
          },
        ]
      : [];
    if (kind === 'ref')
      return searched(outline, query, (n) => [
        `${n.number}${n.headline}`,
        n.headline,
        n.reference,
        n.number,
      ]).map(
        (n): Item => ({
          kind: 'ref',
          key: `r-${'pos' in n ? n.pos : n.id}`,
          label: n.headline || n.number,
          note: n.reference || n.number,
          target: n,
        }),
      );
    if (kind === 'field') return [...fieldItems().slice(0, 60), ...fresh];
    const blocks = searched(props.blocks, query, (b) => [e.blocks[b], e.blockHints[b]]).map(
      (b): Item => ({ kind: 'block', key: `b-${b}`, label: e.blocks[b], note: '', name: b }),
    );
    return [...blocks, ...(query === '' ? [] : fieldItems().slice(0, 30)), ...(query === '' ? [] : fresh)];
  }, [found, fields, outline, e, t, spelled, props.blocks, props.canDefine]);

  const query = found ? `${found.kind}${found.from}${found.query}` : '';
  useEffect(() => {
    if (query !== undefined) setAt(0);
  }, [query]);
  const current = items[Math.min(at, items.length - 1)];

  const choose = (item: Item) => {
    const range = suggestionOf(editor.state);
    if (range) editor.view.dispatch(editor.state.tr.delete(range.from, range.to));
    onChoose(
      item.kind === 'field'
        ? { field: item.meaning.key }
        : item.kind === 'block'
          ? { block: item.name }
          : item.kind === 'ref'
            ? { ref: placeOf(item.target, range) }
            : { newField: item.wish },
    );
  };
  keys.current = found
    ? (event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          closeSuggestion(editor.view);
          return true;
        }
        if (items.length === 0) return false;
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          const by = event.key === 'ArrowDown' ? 1 : -1;
          setAt((n) => (Math.min(n, items.length - 1) + by + items.length) % items.length);
          return true;
        }
        if ((event.key === 'Enter' || event.key === 'Tab') && current) {
          choose(current);
          return true;
        }
        return false;
      }
    : undefined;

  // The text field itself says which line is meant: the cursor never leaves it.
  const activeId = found && current ? `${id}-${current.key}` : '';
  useLayoutEffect(() => {
    const dom = editor.view.dom;
    for (const [name, value] of [
      ['aria-activedescendant', activeId],
      ['aria-controls', activeId ? id : ''],
      ['aria-haspopup', activeId ? 'listbox' : ''],
    ] as const)
      if (value === '') dom.removeAttribute(name);
      else dom.setAttribute(name, value);
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [editor, id, activeId]);

  if (!found) return null;
  const box = editor.view.coordsAtPos(Math.min(found.from, editor.state.doc.content.size));
  const below = window.innerHeight - box.bottom > 300 || box.top < 300;
  const place = {
    left: Math.min(box.left, window.innerWidth - 340),
    ...(below ? { top: box.bottom + 6 } : { bottom: window.innerHeight - box.top + 6 }),
  };
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={e.suggest[found.kind]}
      className={css.menu}
      style={place}
      onMouseDown={(event) => event.preventDefault()}
    >
      {items.length === 0 && <p className={css.nothing}>{e.suggest.nothing}</p>}
      {items.map((item, i) => {
        const Sign =
          item.kind === 'block' ? blockIcons[item.name] : item.kind === 'ref' ? IconList : IconBraces;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the editor's, see keys.current
          <div
            key={item.key}
            id={`${id}-${item.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={item === current}
            className={`${css.item} ${item.kind === 'newField' ? css.fresh : ''}`}
            onMouseMove={() => setAt(i)}
            onClick={() => choose(item)}
          >
            <Sign size="1.125rem" stroke={1.6} aria-hidden />
            <span className={css.itemLabel}>{item.label}</span>
            <span className={css.itemNote}>{item.note}</span>
          </div>
        );
      })}
    </div>
  );
}
