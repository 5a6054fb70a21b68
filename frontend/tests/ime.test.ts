import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installImeGuard, isComposing } from '@/lib/ime';

function press(target: EventTarget, init: KeyboardEventInit & { keyCode?: number }): void {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  if (init.keyCode !== undefined) Object.defineProperty(event, 'keyCode', { value: init.keyCode });
  target.dispatchEvent(event);
}

describe('the input method guard', () => {
  let uninstall: () => void;
  const heard = vi.fn();
  beforeEach(() => {
    heard.mockReset();
    uninstall = installImeGuard();
    document.body.innerHTML = '<input id="i"><div id="d" contenteditable="true"></div>';
    document.addEventListener('keydown', heard);
  });
  afterEach(() => {
    document.removeEventListener('keydown', heard);
    uninstall();
  });

  it("keeps WebKit's Enter after compositionend (isComposing false, keyCode 229) from commands", () => {
    press(document.getElementById('i') as HTMLElement, { key: 'Enter', isComposing: false, keyCode: 229 });
    expect(heard).not.toHaveBeenCalled();
  });

  it('keeps keys of a running composition from commands', () => {
    press(document.getElementById('i') as HTMLElement, { key: 'Enter', isComposing: true });
    expect(heard).not.toHaveBeenCalled();
  });

  it('lets every other key through', () => {
    press(document.getElementById('i') as HTMLElement, { key: 'Enter', keyCode: 13 });
    expect(heard).toHaveBeenCalledOnce();
  });

  it('leaves rich text alone: its editor handles composition itself', () => {
    const editor = document.getElementById('d') as HTMLElement;
    Object.defineProperty(editor, 'isContentEditable', { value: true });
    press(editor, { key: 'a', keyCode: 229 });
    expect(heard).toHaveBeenCalledOnce();
  });

  it('tells composition from typing', () => {
    expect(isComposing({ isComposing: true })).toBe(true);
    expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
    expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
  });
});
