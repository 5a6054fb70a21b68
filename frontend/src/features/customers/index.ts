import {
  IconAddressBook,
  IconArrowLeft,
  IconArrowMerge,
  IconSearch,
  IconUserPlus,
} from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';
import { useKeptSegments } from './kept';

export const customers: Feature = {
  name: 'customers',
  screens: [
    { path: '/customers', load: () => import('./CustomersScreen') },
    { path: '/customers/duplicates', load: () => import('./DuplicatesScreen') },
    { path: '/customers/merge', load: () => import('./MergeScreen') },
    { path: '/customers/$id', load: () => import('./CustomerScreen') },
  ],
  places: [
    {
      path: '/customers',
      label: (t) => t.app.nav.customers,
      icon: IconAddressBook,
      group: 2,
      alias: 'kh kehu customers',
      useKept: useKeptSegments,
    },
  ],
  commands: [
    {
      id: 'customers.new',
      label: (t) => t.customers.new,
      group: 'do',
      keys: 'KeyN',
      icon: IconUserPlus,
      path: '/customers?new=1',
      alias: 'xjkh xinjiankehu new customer add',
    },
    {
      id: 'customers.duplicates',
      label: (t) => t.merge.title,
      group: 'do',
      icon: IconArrowMerge,
      path: '/customers/duplicates',
      alias: 'cchb chachonghebing chongfu duplicates merge',
    },
    {
      id: 'customers.search',
      label: (t) => t.customers.searchLabel,
      group: 'do',
      keys: 'Slash',
      screen: 'customers',
      icon: IconSearch,
      alias: 'ss sousuo search find',
    },
    {
      id: 'customers.back',
      label: (t) => t.ui.actions.back,
      group: 'go',
      keys: 'Escape',
      screen: 'customer',
      icon: IconArrowLeft,
      alias: 'fh fanhui back',
    },
  ],
};
