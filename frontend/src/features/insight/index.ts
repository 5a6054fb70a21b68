import { IconHeartbeat, IconScale } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

export const insight: Feature = {
  name: 'insight',
  screens: [{ path: '/insight', load: () => import('./InsightScreen') }],
  places: [
    {
      path: '/insight',
      label: (t) => t.insight.title,
      icon: IconHeartbeat,
      group: 2,
      alias: 'khtj kehutijian dengji pingfen checkup health tier score',
    },
  ],
  customerSections: [{ key: 'insight', order: 15, load: () => import('./CustomerKnown') }],
  settings: [
    {
      key: 'insight',
      order: 16,
      label: (t) => t.insight.settings.title,
      hint: (t) => t.insight.settings.hint,
      alias: 'pfyjd pingfen jieduan dengji tijian score stage tier rules',
      icon: IconScale,
      load: () => import('./RulesPage'),
    },
  ],
  commands: [
    {
      id: 'insight.tiers',
      label: (t) => t.insight.tabs.tiers,
      group: 'go',
      icon: IconScale,
      path: '/insight?tab=tiers',
      alias: 'djjy dengjijianyi suggested tiers',
    },
    {
      id: 'insight.rules',
      label: (t) => t.insight.settings.title,
      group: 'go',
      icon: IconScale,
      path: '/settings/insight',
      alias: 'pfyjd pingfenyujieduan score stage rules',
    },
  ],
};
