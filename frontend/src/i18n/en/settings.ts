import type { Shape } from '../shape';
import type { settings as zh } from '../zh-CN/settings';

export const settings = {
  title: 'Settings',
  open: 'Open settings',
  look: { title: 'Appearance', scheme: 'Light or dark' },
  language: {
    title: 'Language',
    screen: 'Screen language',
    zh: '中文',
    en: 'English',
    note: 'The language of a contract comes from its template, not from the screen.',
  },
  keys: { title: 'Keyboard', note: 'Single letters work outside text fields.' },
  about: {
    title: 'About',
    version: 'Version',
    system: 'System',
    workspace: 'Workspace',
    licence: 'Licence',
    mit: 'MIT licence. Licences of fonts and open-source parts come with the program.',
    promise:
      'Keyue uses no network, needs no account and collects nothing. Your data stays on this computer.',
  },
} satisfies Shape<typeof zh>;
