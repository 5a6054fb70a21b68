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

/** Whether a chord may fire for this event: composition and fields keep single keys for themselves. */
export function mayFire(event: KeyboardEvent, keys: string): boolean {
  if (isComposing(event) || event.defaultPrevented) return false;
  if (keys.includes('mod+')) {
    // Undo inside a field is the field's own undo.
    return !(keys.endsWith('KeyZ') && inField(event.target));
  }
  return !inField(event.target) && !modalOpen();
}
