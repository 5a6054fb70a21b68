import { IconInfoCircle, IconKeyboard, IconLanguage, IconPalette, IconSettings } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

export const settings: Feature = {
  name: 'settings',
  screens: [
    { path: '/settings', load: () => import('./SettingsScreen') },
    { path: '/settings/$page', load: () => import('./SettingsScreen') },
  ],
  places: [
    {
      path: '/settings',
      label: (t) => t.app.nav.settings,
      icon: IconSettings,
      group: 9,
      bottom: true,
      alias: 'sz shezhi settings',
    },
  ],
  settings: [
    {
      key: 'look',
      order: 20,
      label: (t) => t.settings.look.title,
      icon: IconPalette,
      load: () => import('./LookPage'),
    },
    {
      key: 'language',
      order: 80,
      label: (t) => t.settings.language.title,
      icon: IconLanguage,
      load: () => import('./LanguagePage'),
    },
    {
      key: 'keys',
      order: 90,
      label: (t) => t.settings.keys.title,
      icon: IconKeyboard,
      load: () => import('./KeysPage'),
    },
    {
      key: 'about',
      order: 100,
      label: (t) => t.settings.about.title,
      icon: IconInfoCircle,
      load: () => import('./AboutPage'),
    },
  ],
  commands: [
    {
      id: 'settings.open',
      label: (t) => t.settings.open,
      group: 'go',
      keys: 'mod+Comma',
      icon: IconSettings,
      path: '/settings',
      alias: 'sz shezhi settings preferences',
    },
  ],
};
