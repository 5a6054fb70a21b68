import { IconArrowLeft, IconSearch, IconTargetArrow } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

export const opportunities: Feature = {
  name: 'opportunities',
  screens: [
    { path: '/opportunities', load: () => import('./OpportunitiesScreen') },
    { path: '/opportunities/$id', load: () => import('./OpportunityScreen') },
  ],
  places: [
    {
      path: '/opportunities',
      label: (t) => t.opportunities.nav,
      icon: IconTargetArrow,
      group: 2,
      alias: 'sj shangji opportunities deals pipeline kanban',
    },
  ],
  customerSections: [{ key: 'opportunities', order: 9, load: () => import('./CustomerOpportunities') }],
  todaySections: [{ key: 'opportunities', load: () => import('./TodayOpportunities') }],
  commands: [
    {
      id: 'opportunities.new',
      label: (t) => t.opportunities.new,
      group: 'do',
      icon: IconTargetArrow,
      path: '/opportunities?new=1',
      alias: 'xjsj xinjianshangji new opportunity deal',
    },
    {
      id: 'opportunities.pipelines',
      label: (t) => t.opportunities.pipelines.edit,
      group: 'do',
      icon: IconTargetArrow,
      path: '/opportunities?edit=1',
      alias: 'bjlc bianjiliucheng xslc xiaoshouliucheng jieduan pipeline stages',
    },
    {
      id: 'opportunities.search',
      label: (t) => t.opportunities.searchLabel,
      group: 'do',
      keys: 'Slash',
      screen: 'opportunities',
      icon: IconSearch,
      alias: 'ss sousuo search find',
    },
    {
      id: 'opportunities.back',
      label: (t) => t.ui.actions.back,
      group: 'go',
      keys: 'Escape',
      screen: 'opportunity',
      icon: IconArrowLeft,
      alias: 'fh fanhui back',
    },
  ],
};
