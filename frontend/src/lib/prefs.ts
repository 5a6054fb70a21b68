import { useSyncExternalStore } from 'react';

/** Choices of this machine's screen; they live in the browser, not in the workspace. */
export type TextSize = 'small' | 'standard' | 'large' | 'extra';
export type Scheme = 'system' | 'light' | 'dark';
export const textSizes: readonly TextSize[] = ['small', 'standard', 'large', 'extra'];
const pixels: Record<TextSize, number> = { small: 14, standard: 16, large: 18, extra: 20 };

const listeners = new Set<() => void>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(`keyue.${key}`);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(`keyue.${key}`, value);
  } catch {
    // Not remembered; it still holds for this session.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let size = (read('size') as TextSize | null) ?? 'standard';
if (!(size in pixels)) size = 'standard';
let scheme = (read('scheme') as Scheme | null) ?? 'system';

const darkQuery = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined;

export const isDark = (): boolean =>
  scheme === 'system' ? (darkQuery?.matches ?? false) : scheme === 'dark';

function apply(): void {
  document.documentElement.style.fontSize = `${pixels[size]}px`;
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark() ? 'dark' : 'light');
}

export function setTextSize(next: TextSize): void {
  size = next;
  apply();
  write('size', next);
}

export function setScheme(next: Scheme): void {
  scheme = next;
  apply();
  write('scheme', next);
}

/** Follows the system while the choice is "auto". */
export function startPrefs(): void {
  apply();
  darkQuery?.addEventListener('change', () => {
    apply();
    for (const listener of listeners) listener();
  });
}

export const useTextSize = (): TextSize => useSyncExternalStore(subscribe, () => size);
export const useScheme = (): Scheme => useSyncExternalStore(subscribe, () => scheme);
export const useDark = (): boolean => useSyncExternalStore(subscribe, isDark);

/** Pixels of one rem now. */
export const rootPixels = (): number => pixels[size];

/** A small remembered choice (columns, folded blocks): JSON under one key. */
export function useRemembered<T>(key: string, fallback: T): [T, (value: T) => void] {
  const raw = useSyncExternalStore(subscribe, () => read(key));
  return [parsed(raw, fallback), (next) => write(key, JSON.stringify(next))];
}

/** What useRemembered gives, for what is done before a screen is there. */
export const remembered = <T>(key: string, fallback: T): T => parsed(read(key), fallback);

function parsed<T>(raw: string | null, fallback: T): T {
  if (raw === null) return fallback;
  try {
    return JSON.parse(raw) as T;
  } catch {
    return fallback;
  }
}
