import { EditorView } from '@tiptap/pm/view';
import { expect, it } from 'vitest';
import { blockChange } from '@/features/templates/editor/blocks';
import { command } from '@/features/templates/editor/commands/command';
import { attachmentView, enterAnnexTitle } from '@/features/templates/editor/views/blocks';
import { zh } from '@/i18n/zh-CN';
import { at, contextOf, doc, stateOf } from './make';

it('begins an attachment with its title', () => {
  const place = document.createElement('div');
  document.body.append(place);
  const hooks = { text: () => zh, open: () => {}, readOnly: () => false, pictures: () => {} };
  const context = contextOf();
  const view = new EditorView(place, {
    state: at(doc(['attachment', { title: '图样' }, ['paragraph', '甲']], ['paragraph', '乙|']), context),
    nodeViews: { attachment: attachmentView(hooks) },
  });
  const change = blockChange('attachment', context.names, 'zh-CN');
  expect(change && command(change)(view.state, view.dispatch)).toBe(true);
  enterAnnexTitle(view);
  const titles = [...place.querySelectorAll<HTMLInputElement>('.ky-annex-title')];
  expect(titles.map((input) => input.value)).toEqual(['图样', '']);
  expect(document.activeElement).toBe(titles[1]);
  // Outside of attachments nothing is entered.
  titles[1]?.blur();
  view.updateState(stateOf(doc(['paragraph', '丙']), context));
  enterAnnexTitle(view);
  expect(document.activeElement).toBe(document.body);
  view.destroy();
  place.remove();
});
