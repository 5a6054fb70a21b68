import { IconChecklist, IconMessagePlus } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

export const interactions: Feature = {
  name: 'interactions',
  overlays: [{ key: 'interactions', load: () => import('./Overlay') }],
  customerSections: [{ key: 'interactions', order: 5, main: true, load: () => import('./CustomerTalk') }],
  todaySections: [
    { key: 'tasks', order: 5, load: () => import('./TodayTasks') },
    { key: 'silent', order: 30, side: true, load: () => import('./TodaySilent') },
  ],
  commands: [
    {
      id: 'interactions.log',
      label: (t) => t.interactions.log,
      group: 'do',
      keys: 'KeyJ',
      icon: IconMessagePlus,
      alias: 'jyb jiyibi genjin log note call',
    },
    {
      id: 'interactions.task',
      label: (t) => t.interactions.newTask,
      group: 'do',
      keys: 'KeyT',
      icon: IconChecklist,
      alias: 'xjdb xinjiandaiban task todo reminder',
    },
  ],
};
