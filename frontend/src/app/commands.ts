import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconKeyboard,
  IconLanguage,
  IconMoon,
  IconSearch,
} from '@tabler/icons-react';
import type { Command } from '@/lib/commands';

/** Commands of the shell itself. */
export const shellCommands: readonly Command[] = [
  {
    id: 'app.palette',
    label: (t) => t.app.commands.palette,
    group: 'do',
    keys: 'mod+KeyK',
    icon: IconSearch,
  },
  {
    id: 'app.undo',
    label: (t) => t.app.commands.undo,
    group: 'do',
    keys: 'mod+KeyZ',
    icon: IconArrowBackUp,
    alias: 'cx chexiao undo',
  },
  {
    id: 'app.redo',
    label: (t) => t.app.commands.redo,
    group: 'do',
    keys: 'mod+shift+KeyZ',
    icon: IconArrowForwardUp,
    alias: 'zz chongzuo cz redo',
  },
  {
    id: 'app.help',
    label: (t) => t.app.commands.help,
    group: 'do',
    keys: 'shift+Slash',
    icon: IconKeyboard,
    alias: 'kjj kuaijiejian shortcuts help bz bangzhu',
  },
  {
    id: 'app.dark',
    label: (t) => t.app.commands.dark,
    group: 'do',
    icon: IconMoon,
    alias: 'qhss qiehuanshense dark light theme',
  },
  {
    id: 'app.lang',
    label: (t) => t.app.commands.lang,
    group: 'do',
    icon: IconLanguage,
    alias: 'yy yuyan zhongwen language english chinese',
  },
];
