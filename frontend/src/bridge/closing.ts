import { door, idle } from './door';
import { services } from './services';

const { shell } = services;

/** How long what is being saved may take before the window closes all the same, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Answers the window's wish to close: what is typed but not saved is saved first. Fields edited in
 * place save when they lose the focus, drafts when the page is hidden; then every call under way
 * is waited for. Once, at the start.
 */
export function answerClosing(): void {
  if (door !== 'window') return;
  window.runtime?.EventsOn('closing', () => void close());
}

async function close(): Promise<void> {
  await shell.HoldClose();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  window.dispatchEvent(new Event('pagehide'));
  // What the two made to save begins in their own turn.
  await new Promise((resolve) => window.setTimeout(resolve));
  await idle(PATIENCE);
  await shell.Quit();
}
