import { IconArrowLeft, IconBulb, IconChartFunnel, IconSearch, IconTargetArrow } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';
import { useWaiting } from './useLead';

export const leads: Feature = {
  name: 'leads',
  screens: [
    { path: '/leads', load: () => import('./LeadsScreen') },
    { path: '/leads/report', load: () => import('./ReportScreen') },
    { path: '/leads/$id', load: () => import('./LeadScreen') },
  ],
  places: [
    {
      path: '/leads',
      label: (t) => t.leads.title,
      icon: IconBulb,
      group: 1,
      alias: 'xs xiansuo leads',
      useBadge: useWaiting,
    },
  ],
  settings: [
    {
      key: 'channels',
      order: 47,
      label: (t) => t.leads.channels.title,
      hint: (t) => t.leads.channels.hint,
      alias: 'xsqd xiansuoqudao pingfen qingxi huafei lead channels cost grading cleaning',
      icon: IconTargetArrow,
      load: () => import('./ChannelsPage'),
    },
  ],
  todaySections: [{ key: 'leads', load: () => import('./TodayLeads') }],
  customerSections: [{ key: 'leads', order: 45, load: () => import('./CustomerLeads') }],
  commands: [
    {
      id: 'leads.new',
      label: (t) => t.leads.new,
      group: 'do',
      icon: IconBulb,
      path: '/leads?new=1',
      alias: 'jxs jixiansuo xjxs new lead',
    },
    {
      id: 'leads.report',
      label: (t) => t.leads.rep.title,
      group: 'go',
      icon: IconChartFunnel,
      path: '/leads/report',
      alias: 'xszh xiansuozhuanhua baobiao lead report conversion channel',
    },
    {
      id: 'leads.search',
      label: (t) => t.leads.searchLabel,
      group: 'do',
      keys: 'Slash',
      screen: 'leads',
      icon: IconSearch,
      alias: 'ss sousuo search find',
    },
    {
      id: 'leads.back',
      label: (t) => t.ui.actions.back,
      group: 'go',
      keys: 'Escape',
      screen: 'lead',
      icon: IconArrowLeft,
      alias: 'fh fanhui back',
    },
  ],
};
