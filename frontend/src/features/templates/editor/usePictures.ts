import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { type RefObject, useEffect, useRef } from 'react';
import { door, on, type Picked, pickFiles } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import { insertTrees } from './commands/blocks';
import { command } from './commands/command';
import { kept, sent } from './pictures';

/** Where something is dropped, in pixels of the page. */
interface Place {
  x: number;
  y: number;
}

/** Pictures on their way into the text: chosen, pasted or dropped. What is wrong with one is said. */
export function usePictures(o: {
  editor: Editor | null;
  area: RefObject<HTMLElement | null>;
  readOnly: boolean;
  /** A picture stands in the text now, at this position. */
  onIn: (pos: number) => void;
}) {
  const t = useText();
  const latest = useRef(o);
  latest.current = o;

  const take = async (get: () => Promise<Picked[]>, at?: Place) => {
    try {
      for (const file of await get()) {
        const tree = await kept(file);
        const { editor, readOnly, onIn } = latest.current;
        if (!editor || readOnly) return;
        if (at) goTo(editor, at);
        if (!command(insertTrees([tree]))(editor.state, editor.view.dispatch)) {
          show({ text: t.editor.paste.nowhere });
          continue;
        }
        editor.view.focus();
        onIn(editor.state.selection.from);
      }
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    }
  };
  const taking = useRef(take);
  taking.current = take;

  // In the window the program takes the dropped files and says where they fell.
  useEffect(
    () =>
      on('drop', ({ x, y, files }) => {
        const under = document.elementFromPoint(x, y);
        if (under && latest.current.area.current?.contains(under))
          void taking.current(async () => files, { x, y });
      }),
    [],
  );

  return {
    choose: () => void take(() => pickFiles({ filter: 'image' })),
    give: (files: readonly File[], at?: Place) => {
      if (at && door === 'window') return;
      void take(() => Promise.all(files.map(sent)), at);
    },
  };
}

/** Puts the cursor where something was dropped. */
function goTo(editor: Editor, { x, y }: Place): void {
  const { view, state } = editor;
  const pos = view.posAtCoords({ left: x, top: y })?.pos ?? state.doc.content.size;
  view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(pos), -1)));
}
