/**
 * Input methods. In WebKit `compositionend` comes before the Enter that confirms a word, with
 * `isComposing` false and `keyCode` 229: without a guard that Enter runs a command or swallows
 * half-typed pinyin.
 */
export function isComposing(event: { isComposing?: boolean; keyCode?: number }): boolean {
  return event.isComposing === true || event.keyCode === 229;
}

/** Rich text editors handle composition themselves and must see every key. */
function inRichText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.isContentEditable;
}

/**
 * Stops key events of a running composition before React sees them. Installed in the capture
 * phase on the window, before the page is rendered. The default action (the input method's own)
 * still happens: only listeners are kept from it.
 */
export function installImeGuard(target: Window = window): () => void {
  const stop = (event: KeyboardEvent) => {
    if (isComposing(event) && !inRichText(event.target)) event.stopImmediatePropagation();
  };
  target.addEventListener('keydown', stop, true);
  target.addEventListener('keypress', stop, true);
  return () => {
    target.removeEventListener('keydown', stop, true);
    target.removeEventListener('keypress', stop, true);
  };
}
