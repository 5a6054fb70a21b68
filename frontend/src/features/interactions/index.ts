import { IconBellOff, IconChecklist, IconMessagePlus, IconScale } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';
import { handOver } from '@/lib/handover';
import { ask, subject } from '@/lib/talk';

export const interactions: Feature = {
  name: 'interactions',
  overlays: [{ key: 'interactions', load: () => import('./Overlay') }],
  screens: [
    { path: '/care', load: () => import('./CareScreen') },
    { path: '/care/consent', load: () => import('./ConsentScreen') },
    { path: '/care/plan', load: () => import('./PlanScreen') },
  ],
  settings: [
    {
      key: 'limits',
      order: 45,
      label: (t) => t.care.limits,
      hint: (t) => t.care.limitsHint,
      alias: 'lxpl lianxipinlv goutong contact limits consent',
      icon: IconScale,
      load: () => import('./LimitsPage'),
    },
  ],
  customerBulk: [
    {
      key: 'plan',
      label: (t) => t.care.planMany,
      icon: IconChecklist,
      path: (ids) => {
        handOver('plan', ids);
        return '/care/plan';
      },
    },
    {
      key: 'consent',
      label: (t) => t.care.bulk,
      icon: IconBellOff,
      path: (ids) => {
        handOver('consent', ids);
        return '/care/consent';
      },
    },
  ],
  leadSections: [{ key: 'interactions', load: () => import('./LeadTalk') }],
  customerSections: [
    { key: 'interactions', order: 5, main: true, load: () => import('./CustomerTalk') },
    { key: 'care', order: 40, load: () => import('./CustomerCare') },
  ],
  todaySections: [
    { key: 'tasks', load: () => import('./TodayTasks') },
    { key: 'silent', load: () => import('./TodaySilent') },
  ],
  commands: [
    {
      id: 'care.open',
      label: (t) => t.care.title,
      group: 'go',
      path: '/care',
      icon: IconScale,
      alias: 'lxfc lianxifencun darao lengluo care balance neglect bother',
    },
    {
      id: 'interactions.log',
      label: (t) => t.interactions.log,
      group: 'do',
      keys: 'KeyJ',
      icon: IconMessagePlus,
      alias: 'jyb jiyibi genjin log note call',
      act: () => ask({ form: 'log', customerId: subject() }),
    },
    {
      id: 'interactions.task',
      label: (t) => t.interactions.newTask,
      group: 'do',
      keys: 'KeyT',
      icon: IconChecklist,
      alias: 'xjdb xinjiandaiban task todo reminder',
      act: () => ask({ form: 'task', customerId: subject() }),
    },
  ],
};
