import { IconCalendarCheck } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

export const today: Feature = {
  name: 'today',
  screens: [{ path: '/', load: () => import('./TodayScreen') }],
  places: [
    {
      path: '/',
      label: (t) => t.app.nav.today,
      icon: IconCalendarCheck,
      group: 1,
      alias: 'jr jinri today home',
    },
  ],
};
