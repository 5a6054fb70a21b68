import { Editor, Node } from '@tiptap/core';
import { expect, it, vi } from 'vitest';
import { focusLater } from '@/features/templates/editor/useTipTap';

it('puts the cursor back into the text, unless the text is gone by then', () => {
  vi.useFakeTimers();
  const extensions = [
    Node.create({ name: 'doc', topNode: true, content: 'text*' }),
    Node.create({ name: 'text', group: 'inline' }),
  ];
  const editor = new Editor({ element: document.createElement('div'), extensions });
  const focus = vi.spyOn(editor.view, 'focus').mockImplementation(() => undefined);
  focusLater(editor);
  vi.runAllTimers();
  expect(focus).toHaveBeenCalledOnce();
  focusLater(editor);
  editor.destroy();
  expect(() => vi.runAllTimers()).not.toThrow();
  expect(focus).toHaveBeenCalledOnce();
  vi.useRealTimers();
});
