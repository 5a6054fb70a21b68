import { IconArrowLeft, IconPackage, IconPackageImport, IconSearch } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

export const products: Feature = {
  name: 'products',
  screens: [
    { path: '/products', load: () => import('./ProductsScreen') },
    { path: '/products/$id', load: () => import('./ProductScreen') },
  ],
  places: [
    {
      path: '/products',
      label: (t) => t.products.title,
      icon: IconPackage,
      group: 3,
      alias: 'cp chanpin products catalogue',
    },
  ],
  commands: [
    {
      id: 'products.new',
      label: (t) => t.products.new,
      group: 'do',
      icon: IconPackageImport,
      path: '/products?new=1',
      alias: 'xjcp xinjianchanpin new product',
    },
    {
      id: 'products.search',
      label: (t) => t.products.searchLabel,
      group: 'do',
      keys: 'Slash',
      screen: 'products',
      icon: IconSearch,
      alias: 'ss sousuo search find',
    },
    {
      id: 'products.back',
      label: (t) => t.ui.actions.back,
      group: 'go',
      keys: 'Escape',
      screen: 'product',
      icon: IconArrowLeft,
      alias: 'fh fanhui back',
    },
  ],
};
