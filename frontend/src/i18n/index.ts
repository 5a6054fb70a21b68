import { useSyncExternalStore } from 'react';
import { en } from './en';
import { zh } from './zh-CN';

/** The Chinese catalogue is the source of the type: a missing English text fails the type check. */
export type Text = typeof zh;
export type Lang = 'zh-CN' | 'en';

const texts: Record<Lang, Text> = { 'zh-CN': zh, en };
const KEY = 'keyue.lang';

/** The choice made before; without one the language of the system, where that is one of ours. */
function initial(): Lang {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(KEY);
  } catch {
    // A private window remembers nothing.
  }
  const wish = chosen ?? (typeof navigator === 'undefined' ? '' : navigator.language);
  return wish.startsWith('en') ? 'en' : 'zh-CN';
}

let current: Lang = initial();
const listeners = new Set<() => void>();

/** Switches the screen language at once, everywhere. */
export function setLang(lang: Lang): void {
  if (lang === current) return;
  current = lang;
  try {
    localStorage.setItem(KEY, lang);
  } catch {
    // A private window forgets the choice; nothing else depends on it.
  }
  document.documentElement.lang = lang;
  for (const listener of listeners) listener();
}

export const lang = (): Lang => current;
export const text = (): Text => texts[current];

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The language of the screen; the component draws again when it changes. */
export function useLang(): Lang {
  return useSyncExternalStore(subscribe, lang, lang);
}

/** The texts of the page in the language of the screen. */
export function useText(): Text {
  return texts[useLang()];
}
