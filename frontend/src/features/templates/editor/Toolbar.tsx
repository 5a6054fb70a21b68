import { Menu, Select } from '@mantine/core';
import {
  IconAlignCenter,
  IconAlignJustified,
  IconAlignLeft,
  IconAlignRight,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconBraces,
  IconGitBranch,
  IconIndentDecrease,
  IconIndentIncrease,
  IconLink,
  IconPhoto,
  IconPlus,
  IconSearch,
  IconSuperscript,
  IconUnderline,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { toggleMark } from '@tiptap/pm/commands';
import { redo, redoDepth, undo, undoDepth } from '@tiptap/pm/history';
import type { Command, EditorState } from '@tiptap/pm/state';
import type { KeyboardEvent, ReactNode } from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { keyLabel } from '@/lib/keys';
import type { BlockName } from './blocks';
import { align, indent, type LineStyle, outdent, restyle, styleOf } from './commands/clauses';
import { command } from './commands/command';
import css from './editor.module.css';
import { blockIcons } from './SuggestMenu';
import { useEditorValue } from './useTipTap';

const marked = (state: EditorState, name: string): boolean => {
  const type = state.schema.marks[name];
  const { from, to, empty, $from } = state.selection;
  if (!type) return false;
  if (empty) return !!type.isInSet(state.storedMarks ?? $from.marks());
  return state.doc.rangeHasMark(from, to, type);
};

/** Styles, marks and what can be put in. Arrow keys move along it; Escape goes back to the text. */
export function Toolbar(props: {
  editor: Editor;
  blocks: readonly BlockName[];
  styles: readonly LineStyle[];
  disabled: boolean;
  onField: () => void;
  onRef: () => void;
  onBlock: (name: BlockName) => void;
  onPicture: () => void;
  onFind: () => void;
  children?: ReactNode;
}) {
  const { editor } = props;
  const t = useText().editor;
  const now = useEditorValue(editor, ({ state }) => ({
    style: styleOf(state.selection),
    bold: marked(state, 'bold'),
    underline: marked(state, 'underline'),
    superscript: marked(state, 'superscript'),
    align: String(state.selection.$from.parent.attrs.align ?? ''),
    undo: undoDepth(state) > 0,
    redo: redoDepth(state) > 0,
    indent: command(indent)(state),
    outdent: command(outdent)(state),
  }));
  const run = (c: Command) => {
    c(editor.state, editor.view.dispatch);
    editor.view.focus();
  };
  const mark = (name: string): Command => {
    const type = editor.schema.marks[name];
    return type ? toggleMark(type) : () => false;
  };
  const aligns = {
    '': IconAlignJustified,
    left: IconAlignLeft,
    center: IconAlignCenter,
    right: IconAlignRight,
  };
  const Align = aligns[(now?.align ?? '') as keyof typeof aligns] ?? IconAlignJustified;
  const off = props.disabled;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      editor.view.focus();
      return;
    }
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    // The list of styles is an input that nothing is typed into.
    if (by === 0 || (event.target instanceof HTMLInputElement && !event.target.readOnly)) return;
    const all = [
      ...event.currentTarget.querySelectorAll<HTMLElement>(
        'button:not(:disabled), input:not([type="hidden"])',
      ),
    ];
    const next = all[all.indexOf(event.target as HTMLElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div
      className={css.toolbar}
      role="toolbar"
      tabIndex={-1}
      aria-label={t.toolbar}
      data-editor-toolbar
      onKeyDown={onKeyDown}
    >
      <Select
        className={css.style}
        aria-label={t.style}
        size="xs"
        disabled={off || !now?.style}
        data={props.styles.map((value) => ({ value, label: t.styles[value] }))}
        value={now?.style ?? null}
        placeholder={t.style}
        allowDeselect={false}
        comboboxProps={{ width: '9rem', position: 'bottom-start' }}
        onChange={(style) => style && run(command(restyle(style as LineStyle)))}
      />
      <span className={css.bar} />
      <Tool label={t.bold} keys="mod+KeyB" on={now?.bold} disabled={off} run={() => run(mark('bold'))}>
        <IconBold size="1.125rem" />
      </Tool>
      <Tool
        label={t.underline}
        keys="mod+KeyU"
        on={now?.underline}
        disabled={off}
        run={() => run(mark('underline'))}
      >
        <IconUnderline size="1.125rem" />
      </Tool>
      <Tool
        label={t.superscript}
        keys="mod+Period"
        on={now?.superscript}
        disabled={off}
        run={() => run(mark('superscript'))}
      >
        <IconSuperscript size="1.125rem" />
      </Tool>
      <Menu position="bottom-start" disabled={off} returnFocus={false}>
        <Menu.Target>
          <Tool label={t.align} disabled={off}>
            <Align size="1.125rem" />
          </Tool>
        </Menu.Target>
        <Menu.Dropdown>
          {(['', 'left', 'center', 'right', 'justify'] as const).map((a) => (
            <Menu.Item key={a} onClick={() => run(command(align(a || null)))}>
              {t.aligns[a || 'auto']}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className={css.bar} />
      <Tool
        label={t.outdent}
        keys="shift+Tab"
        disabled={off || !now?.outdent}
        run={() => run(command(outdent))}
      >
        <IconIndentDecrease size="1.125rem" />
      </Tool>
      <Tool label={t.indent} keys="Tab" disabled={off || !now?.indent} run={() => run(command(indent))}>
        <IconIndentIncrease size="1.125rem" />
      </Tool>
      <span className={css.bar} />
      <Tool label={t.undo} keys="mod+KeyZ" disabled={off || !now?.undo} run={() => run(undo)}>
        <IconArrowBackUp size="1.125rem" />
      </Tool>
      <Tool label={t.redo} keys="mod+shift+KeyZ" disabled={off || !now?.redo} run={() => run(redo)}>
        <IconArrowForwardUp size="1.125rem" />
      </Tool>
      <span className={css.bar} />
      <Tool label={t.field} word={1} hint="{" disabled={off} run={props.onField}>
        <IconBraces size="1.125rem" />
      </Tool>
      <Tool label={t.condition} word={2} disabled={off} run={() => props.onBlock('when')}>
        <IconGitBranch size="1.125rem" />
      </Tool>
      <Tool label={t.ref} word={3} hint="[[" disabled={off} run={props.onRef}>
        <IconLink size="1.125rem" />
      </Tool>
      <Tool label={t.blocks.image} spare disabled={off} run={props.onPicture}>
        <IconPhoto size="1.125rem" />
      </Tool>
      <Menu position="bottom-start" disabled={off} returnFocus={false}>
        <Menu.Target>
          <Tool label={t.insert} word={2} hint="/" disabled={off}>
            <IconPlus size="1.125rem" />
          </Tool>
        </Menu.Target>
        <Menu.Dropdown mah="26rem" style={{ overflowY: 'auto' }}>
          {props.blocks.map((name) => {
            const Sign = blockIcons[name];
            return (
              <Menu.Item
                key={name}
                leftSection={<Sign size="1.125rem" stroke={1.6} aria-hidden />}
                onClick={() => props.onBlock(name)}
              >
                {t.blocks[name]}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <span className={css.gap} />
      <Tool label={t.find} keys="mod+KeyF" run={props.onFind}>
        <IconSearch size="1.125rem" />
      </Tool>
      {props.children}
    </div>
  );
}

/** A button of the toolbar: an icon, with its word where there is room. */
export function Tool(props: {
  label: string;
  keys?: string;
  /** What is typed in the text for the same. */
  hint?: string;
  /** Shows its word where there is room: the higher, the sooner it goes. */
  word?: 1 | 2 | 3;
  /** Is left out where there is little room: the menu of what can be put in has it too. */
  spare?: boolean;
  on?: boolean;
  disabled?: boolean;
  run?: () => void;
  children: ReactNode;
  ref?: React.Ref<HTMLButtonElement>;
}) {
  const { label, keys, hint, word, spare, on, disabled, run, children, ...rest } = props;
  const shown = keys ? keyLabel(keys) : hint;
  return (
    <button
      {...rest}
      type="button"
      className={`${css.tool} ${spare ? css.spare : ''}`}
      aria-label={label}
      aria-pressed={on === undefined ? undefined : on}
      title={shown ? `${label} (${shown})` : label}
      disabled={disabled}
      {...(run && { onMouseDown: (event) => event.preventDefault(), onClick: run })}
    >
      {children}
      {word && (
        <span className={css.word} data-word={word}>
          {label}
        </span>
      )}
    </button>
  );
}
