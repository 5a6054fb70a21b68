import { Extension, type Extensions } from '@tiptap/core';
import { gapCursor } from '@tiptap/pm/gapcursor';
import { history } from '@tiptap/pm/history';
import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { type Context, notes } from './annotate';
import { clipboard } from './clipboard';
import { finding } from './find';
import { guard } from './guard';
import type { Hooks } from './hooks';
import { keys } from './keys';
import { schemaExtensions } from './schema';
import { type SuggestKeys, suggest } from './suggest';
import * as blocks from './views/blocks';
import * as chips from './views/inline';

/** What an empty line says, where the cursor is or in a document with nothing in it. */
const placeholders = (hooks: Hooks): Plugin =>
  new Plugin({
    props: {
      decorations: (state) => {
        const { $from, empty } = state.selection;
        if (!empty || hooks.readOnly() || $from.parent.content.size > 0) return null;
        const t = hooks.text().editor;
        const own = $from.depth > 1 && $from.node(-1).type.name === 'clause' && $from.index(-1) === 0;
        const words: Record<string, string> = {
          title: t.titlePlaceholder,
          subtitle: t.titlePlaceholder,
          heading: t.headingPlaceholder,
          paragraph: own ? t.clausePlaceholder : t.placeholder,
        };
        const text = words[$from.parent.type.name];
        if (!text) return null;
        return DecorationSet.create(state.doc, [
          Decoration.node($from.before(), $from.after(), { class: 'ky-empty', 'data-placeholder': text }),
        ]);
      },
    },
  });

const drawing = (hooks: Hooks): Plugin =>
  new Plugin({
    props: {
      nodeViews: {
        clause: blocks.clauseView(hooks),
        when: blocks.whenView(hooks),
        each: blocks.eachView(hooks),
        table: blocks.tableView(hooks),
        pairs: blocks.pairsView(hooks),
        pair: blocks.pairView(hooks),
        signature: blocks.signatureView(hooks),
        signatory: blocks.signatoryView(hooks),
        attachment: blocks.attachmentView(hooks),
        pageBreak: blocks.pageBreakView(hooks),
        image: blocks.imageView(hooks),
        lines: blocks.linesView(hooks),
        field: chips.fieldView(hooks),
        check: chips.checkView(hooks),
        ref: chips.refView(hooks),
        blank: chips.blankView(hooks),
      },
    },
  });

/** Everything the text needs besides its drawing: also what the tests run without a page. */
export const behaviour = (context: Context) => [notes(context), guard(), history({ newGroupDelay: 600 })];

/** The editor's parts as TipTap takes them. */
export const extensions = (
  context: Context,
  hooks: Hooks,
  suggestKeys: { current: SuggestKeys | undefined },
  notice: (text: string) => void,
): Extensions => [
  ...schemaExtensions,
  Extension.create({
    name: 'keyue',
    priority: 1000,
    addProseMirrorPlugins: () => [
      suggest(suggestKeys),
      clipboard(hooks, notice),
      keys(hooks),
      ...behaviour(context),
      finding(),
      drawing(hooks),
      placeholders(hooks),
      gapCursor(),
    ],
  }),
];
