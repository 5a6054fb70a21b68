import { IconArrowLeft, IconFileImport, IconLibrary, IconSearch, IconTemplate } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

export const templates: Feature = {
  name: 'templates',
  screens: [
    { path: '/templates', load: () => import('./TemplatesScreen') },
    { path: '/templates/import', load: () => import('./ImportScreen') },
    { path: '/templates/clauses', load: () => import('./ClausesScreen') },
    { path: '/templates/$id', load: () => import('./TemplateScreen') },
    { path: '/templates/$id/edit', load: () => import('./EditorScreen') },
  ],
  clauseText: () => import('./ClauseText'),
  places: [
    {
      path: '/templates',
      label: (t) => t.app.nav.templates,
      icon: IconTemplate,
      group: 3,
      alias: 'mb muban templates',
    },
  ],
  commands: [
    {
      id: 'templates.new',
      label: (t) => t.templates.new,
      group: 'do',
      icon: IconTemplate,
      path: '/templates?new=1',
      alias: 'xjmb xinjianmuban new template',
    },
    {
      id: 'templates.import',
      label: (t) => t.library.import.command,
      group: 'do',
      icon: IconFileImport,
      path: '/templates/import',
      alias: 'dr daoru daorumuban word import contract',
    },
    {
      id: 'templates.clauses',
      label: (t) => t.library.clauses.title,
      group: 'go',
      icon: IconLibrary,
      path: '/templates/clauses',
      alias: 'tkk tiaokuanku clause library',
    },
    {
      id: 'templates.search',
      label: (t) => t.templates.searchLabel,
      group: 'do',
      keys: 'Slash',
      screen: 'templates',
      icon: IconSearch,
      alias: 'ss sousuo search find',
    },
    {
      id: 'templates.back',
      label: (t) => t.ui.actions.back,
      group: 'go',
      keys: 'Escape',
      screen: 'template',
      icon: IconArrowLeft,
      alias: 'fh fanhui back',
    },
  ],
};
