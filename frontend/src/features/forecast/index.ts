import { IconChartBar } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

export const forecast: Feature = {
  name: 'forecast',
  chanceWhy: () => import('./WhyDialog'),
  screens: [{ path: '/forecast', load: () => import('./ForecastScreen') }],
  commands: [
    {
      id: 'forecast.open',
      label: (t) => t.forecast.title,
      group: 'go',
      icon: IconChartBar,
      path: '/forecast',
      alias: 'xsyc xiaoshouyuce yc yuce forecast target mubiao',
    },
  ],
};
