import { Plugin } from '@tiptap/pm/state';
import type { Hooks } from './hooks';

/** Copy and paste. */
export const clipboard = (_hooks: Hooks, _notice: (text: string) => void): Plugin => new Plugin({});
