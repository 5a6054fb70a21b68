import { IconMap2, IconMapPin, IconRoute } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';
import { handOver } from '@/lib/handover';

export const regions: Feature = {
  name: 'regions',
  screens: [
    { path: '/regions', load: () => import('./RegionsScreen') },
    { path: '/regions/fill', load: () => import('./FillScreen') },
    { path: '/visits', load: () => import('./VisitsScreen') },
  ],
  places: [
    {
      path: '/regions',
      label: (t) => t.regions.title,
      icon: IconMap2,
      group: 2,
      alias: 'dq diqu shengshi quyu regions province city',
    },
  ],
  customerSections: [{ key: 'near', order: 60, load: () => import('./CustomerNear') }],
  customerBulk: [
    {
      key: 'visits',
      label: (t) => t.regions.visits,
      icon: IconRoute,
      path: (ids) => {
        handOver('visits.asked', ids);
        return '/visits';
      },
    },
  ],
  commands: [
    {
      id: 'regions.fill',
      label: (t) => t.regions.fill,
      group: 'do',
      path: '/regions/fill',
      icon: IconMapPin,
      alias: 'bqdq buquandiqu dizhi fill regions address',
    },
    {
      id: 'regions.visits',
      label: (t) => t.regions.visits,
      group: 'do',
      path: '/visits',
      icon: IconRoute,
      alias: 'bfd baifangdan luxian visit sheet route',
    },
  ],
};
