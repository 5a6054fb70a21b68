import { isComposing } from './ime';

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

type KeyLike = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The chord of an event: "mod+KeyK". Ctrl and Cmd are both `mod`, each on its own system. */
export function chord(event: KeyLike, mac: boolean = isMac): string {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  return `${mod ? 'mod+' : ''}${other ? 'other+' : ''}${event.altKey ? 'alt+' : ''}${event.shiftKey ? 'shift+' : ''}${event.code}`;
}

const names: Record<string, string> = {
  Slash: '/',
  Comma: ',',
  Period: '.',
  Backspace: '⌫',
  Delete: 'Del',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: 'Enter',
  Space: 'Space',
};

/** How a shortcut is written beside a label: "Ctrl K", "⌘K". */
export function keyLabel(keys: string, mac: boolean = isMac): string {
  return keys
    .split('+')
    .map((part) => {
      if (part === 'mod') return mac ? '⌘' : 'Ctrl';
      if (part === 'shift') return mac ? '⇧' : 'Shift';
      if (part === 'alt') return mac ? '⌥' : 'Alt';
      return names[part] ?? part.replace(/^(Key|Digit)/, '');
    })
    .join(mac ? '' : ' ');
}

/** Whether typing goes into a field, so that single letters are text. */
export function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'file', 'range'].includes(target.type)
  );
}

/** Whether something modal is open; single letters then belong to it. */
const modalOpen = (): boolean => document.querySelector('[aria-modal="true"]') !== null;

/** Menus, popovers and lists of a field that lie open; what is kept folded away does not count. */
const openDropdowns = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>('[data-position][class*="-dropdown"]')].filter(
    (dropdown) => getComputedStyle(dropdown).display !== 'none',
  );

/**
 * Escape belongs to what lies on top. It is claimed before anything closes, as afterwards nobody
 * could tell that something was open; screens, panels and lists then leave it alone.
 */
export function claimEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || isComposing(event)) return;
  const dropdowns = openDropdowns();
  if (dropdowns.length === 0 && !modalOpen()) return;
  event.preventDefault();
  // A dropdown closes itself when the cursor is in it or in its field; else as by a click beside it.
  const target = event.target;
  const inside =
    target instanceof Element &&
    (inField(target) || target.closest('[aria-modal="true"]') || dropdowns.some((d) => d.contains(target)));
  if (dropdowns.length > 0 && !inside)
    document.body.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
}
if (typeof window !== 'undefined') window.addEventListener('keydown', claimEscape, { capture: true });

/**
 * Escape in a field only leaves the field: what lies around it has answered by now. A text being
 * edited keeps its cursor.
 */
export function leaveField(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event) || modalOpen()) return;
  const { target } = event;
  if (!(target instanceof HTMLElement) || !inField(target) || target.isContentEditable) return;
  event.preventDefault();
  target.blur();
}

/** Whether a chord may fire for this event: composition and fields keep single keys for themselves. */
export function mayFire(event: KeyboardEvent, keys: string): boolean {
  if (isComposing(event) || event.defaultPrevented) return false;
  if (keys.includes('mod+')) {
    // Undo inside a field is the field's own undo.
    return !(keys.endsWith('KeyZ') && inField(event.target));
  }
  // A key that is held down goes back one step, not all the way. What is typed beside the field of
  // an open filter or menu is no command for the screen behind it; Escape has claimEscape.
  return (
    !event.repeat &&
    !inField(event.target) &&
    !modalOpen() &&
    (keys === 'Escape' || openDropdowns().length === 0)
  );
}
