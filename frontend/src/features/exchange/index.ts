import { IconDownload, IconUpload } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';

/** 导入导出: tables in and out. */
export const exchange: Feature = {
  name: 'exchange',
  screens: [
    { path: '/customers/import', load: () => import('./ImportCustomers') },
    { path: '/products/import', load: () => import('./ImportProducts') },
    { path: '/leads/import', load: () => import('./ImportLeads') },
  ],
  settings: [
    {
      key: 'export',
      order: 48,
      label: (t) => t.exchange.export.page,
      hint: (t) => t.exchange.export.pageHint,
      alias: 'dc daochu quanbu ziliao excel csv vcard export everything',
      icon: IconDownload,
      load: () => import('./ExportPage'),
    },
  ],
  commands: [
    {
      id: 'customers.import',
      label: (t) => t.exchange.importer.of.customers.title,
      group: 'do',
      icon: IconUpload,
      path: '/customers/import',
      alias: 'drkh daorukehu import excel csv',
    },
    {
      id: 'products.import',
      label: (t) => t.exchange.importer.of.products.title,
      group: 'do',
      icon: IconUpload,
      path: '/products/import',
      alias: 'drcp daoruchanpin jiamubiao import price list excel csv',
    },
    {
      id: 'leads.import',
      label: (t) => t.exchange.importer.of.leads.title,
      group: 'do',
      icon: IconUpload,
      path: '/leads/import',
      alias: 'drxs daoruxiansuo import leads excel csv',
    },
    {
      id: 'export.open',
      label: (t) => t.exchange.export.page,
      group: 'go',
      icon: IconDownload,
      path: '/settings/export',
      alias: 'dczl daochuziliao quanbu export everything',
    },
  ],
};
