import { IconAddressBook, IconUserPlus } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

export const customers: Feature = {
  name: 'customers',
  screens: [],
  places: [
    {
      path: '/customers',
      label: (t) => t.app.nav.customers,
      icon: IconAddressBook,
      group: 2,
      alias: 'kh kehu customers',
    },
  ],
  commands: [
    {
      id: 'customers.new',
      label: (t) => t.customers.new,
      group: 'do',
      keys: 'KeyN',
      icon: IconUserPlus,
      path: '/customers/new',
      alias: 'xjkh xinjiankehu new customer add',
    },
  ],
};
