import type { Icon } from '@tabler/icons-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Text } from '@/i18n';

/**
 * Something a person can do. One list feeds the keyboard, the palette, menus and the help page.
 * `keys` names physical keys ("mod+KeyK", "KeyN"): in a Chinese layout “/” and “、” are the same key.
 */
export interface Command {
  id: string;
  label: (t: Text) => string;
  /** `do` acts, `go` opens a place. */
  group: 'do' | 'go';
  keys?: string;
  /** Where the command lives; absent = everywhere. Shortcuts are unique within a screen and the app. */
  screen?: string;
  icon?: Icon;
  /** What else finds it in the palette: pinyin and its initials, English. */
  alias?: string;
  /** Opens this path; otherwise a mounted component binds the action with useCommand. */
  path?: string;
  /** Acts without any component, from the first key on; one that is mounted goes before it. */
  act?: () => void;
}

const defined = new Map<string, Command>();
const bound = new Map<string, () => void>();
const listeners = new Set<() => void>();
let version = 0;

function changed(): void {
  version++;
  for (const listener of listeners) listener();
}

/** Adds commands to the list; done once, when the features are put together. */
export function define(commands: readonly Command[]): void {
  for (const command of commands) defined.set(command.id, command);
  changed();
}

export const allCommands = (): Command[] => [...defined.values()];

let go: (path: string) => void = () => {};
/** The router hands in how a path is opened. */
export function setNavigator(navigate: (path: string) => void): void {
  go = navigate;
}

/** Commands that can run now. */
export function available(): Command[] {
  return allCommands().filter((c) => c.path !== undefined || c.act !== undefined || bound.has(c.id));
}

/** Runs a command; false when it is not available here. */
export function run(id: string): boolean {
  const command = defined.get(id);
  const action = bound.get(id) ?? command?.act;
  if (action) {
    action();
    return true;
  }
  if (command?.path !== undefined) {
    go(command.path);
    return true;
  }
  return false;
}

/** Binds the action of a command while the component is mounted and `enabled`. */
export function useCommand(id: string, action: () => void, enabled = true): void {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    if (!enabled) return;
    const call = () => latest.current();
    const before = bound.get(id);
    bound.set(id, call);
    changed();
    return () => {
      if (bound.get(id) === call) {
        if (before) bound.set(id, before);
        else bound.delete(id);
      }
      changed();
    };
  }, [id, enabled]);
}

/** A number that grows whenever the list or what is bound changes. */
export function useCommandVersion(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
}
