import { afterEach, describe, expect, it, vi } from 'vitest';
import { leaveField, mayFire } from '@/lib/keys';

/** Presses Escape on an element; says whether a screen may take it as “back”. */
function pressEscape(on: Element): boolean {
  let may = true;
  const ask = (event: KeyboardEvent) => {
    may = mayFire(event, 'Escape');
  };
  window.addEventListener('keydown', ask);
  on.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true }),
  );
  window.removeEventListener('keydown', ask);
  return may;
}
const put = (html: string): Element => {
  document.body.innerHTML = html;
  return document.querySelector('button') as Element;
};

it('a letter typed while a dropdown lies open starts nothing behind it', () => {
  document.body.innerHTML =
    '<div data-position="bottom" class="m_38a85659 mantine-Popover-dropdown"><button>a</button></div>';
  const letter = new KeyboardEvent('keydown', { key: 'n', code: 'KeyN' });
  expect(mayFire(letter, 'KeyN')).toBe(false);
  document.body.innerHTML = '';
  expect(mayFire(letter, 'KeyN')).toBe(true);
});

describe('Escape', () => {
  afterEach(() => {
    document.body.innerHTML = '';
  });

  it('means back when nothing lies open', () => {
    expect(pressEscape(put('<button>a</button>'))).toBe(true);
  });
  it('belongs to an open menu, also when the menu is gone before the screen hears it', () => {
    const item = put('<div data-position="bottom" class="mantine-Menu-dropdown"><button>a</button></div>');
    item.addEventListener('keydown', () => item.parentElement?.removeAttribute('class'));
    expect(pressEscape(item)).toBe(false);
  });
  it('belongs to an open dialog', () => {
    const button = put('<div aria-modal="true"><button>a</button></div>');
    button.addEventListener('keydown', () => button.parentElement?.removeAttribute('aria-modal'));
    expect(pressEscape(button)).toBe(false);
  });
  it('closes a popover the cursor is not in, as a click beside it does', () => {
    const click = vi.fn();
    document.addEventListener('mousedown', click);
    const button = put('<button>a</button><div data-position="top" class="mantine-Popover-dropdown"></div>');
    expect(pressEscape(button)).toBe(false);
    expect(click).toHaveBeenCalledTimes(1);
    document.removeEventListener('mousedown', click);
  });
  it('in a field leaves the field, never the page', () => {
    document.body.innerHTML = '<input><textarea></textarea>';
    const press = (on: HTMLElement) => {
      const event = new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', cancelable: true });
      Object.defineProperty(event, 'target', { value: on });
      on.focus();
      leaveField(event);
      return { event, may: mayFire(event, 'Escape') };
    };
    for (const field of document.querySelectorAll<HTMLElement>('input, textarea')) {
      const { may } = press(field);
      expect(document.activeElement).toBe(document.body);
      expect(may).toBe(false);
    }
  });
  it('that is held down does not go on to the page', () => {
    const button = put('<button>a</button>') as HTMLElement;
    const event = new KeyboardEvent('keydown', { key: 'Escape', repeat: true });
    Object.defineProperty(event, 'target', { value: button });
    expect(mayFire(event, 'Escape')).toBe(false);
  });
  it('is not kept by a dropdown that is folded away', () => {
    const hidden = '<div data-position="top" class="mantine-Select-dropdown" style="display:none"></div>';
    expect(pressEscape(put(`<button>a</button>${hidden}`))).toBe(true);
  });
});
