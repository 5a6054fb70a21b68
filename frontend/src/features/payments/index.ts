import { IconCashPlus, IconSearch, IconWallet } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';
import { subject } from '@/lib/talk';
import { ask } from './ask';

export const payments: Feature = {
  name: 'payments',
  overlays: [{ key: 'payments', load: () => import('./Overlay') }],
  screens: [{ path: '/payments', load: () => import('./PaymentsScreen') }],
  contractSections: [{ key: 'payments', load: () => import('./ContractPlan') }],
  customerSections: [{ key: 'payments', order: 12, load: () => import('./CustomerMoney') }],
  todaySections: [{ key: 'payments', load: () => import('./TodayMoney') }],
  commands: [
    {
      id: 'payments.record',
      label: (t) => t.payments.record,
      group: 'do',
      keys: 'KeyH',
      icon: IconCashPlus,
      alias: 'jhk jiyibihuikuan shoukuan record payment receive money',
      act: () => ask({ form: 'record', direction: 'in', customerId: subject() }),
    },
    {
      id: 'payments.open',
      label: (t) => t.payments.title,
      group: 'go',
      path: '/payments',
      icon: IconWallet,
      alias: 'hk huikuan payments received',
    },
    {
      id: 'payments.search',
      label: (t) => t.payments.searchLabel,
      group: 'do',
      keys: 'Slash',
      screen: 'payments',
      icon: IconSearch,
      alias: 'ss sousuo search find',
    },
  ],
};
