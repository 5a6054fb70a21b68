import {
  IconArrowLeft,
  IconFileDiff,
  IconFileDownload,
  IconFileImport,
  IconFilePlus,
  IconFiles,
  IconFileText,
  IconPrinter,
  IconSearch,
} from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';
import { handOver } from '@/lib/handover';

export const contracts: Feature = {
  name: 'contracts',
  screens: [
    { path: '/contracts', load: () => import('./ContractsScreen') },
    { path: '/contracts/new', load: () => import('./NewContract') },
    { path: '/contracts/batch', load: () => import('./BatchScreen') },
    { path: '/contracts/outside', load: () => import('./OutsideNew') },
    { path: '/contracts/$id', load: () => import('./ContractScreen') },
    { path: '/contracts/$id/compare', load: () => import('./CompareScreen') },
  ],
  places: [
    {
      path: '/contracts',
      label: (t) => t.app.nav.contracts,
      icon: IconFileText,
      group: 3,
      alias: 'ht hetong contracts',
    },
  ],
  customerActions: [
    {
      key: 'contract',
      label: (t) => t.contracts.new,
      icon: IconFilePlus,
      path: (customerId) => `/contracts/new?customer=${customerId}`,
    },
  ],
  customerBulk: [
    {
      key: 'contracts',
      label: (t) => t.contracts.batch.title,
      icon: IconFiles,
      path: (ids) => {
        handOver('batch', ids);
        return '/contracts/batch';
      },
    },
  ],
  customerSections: [{ key: 'contracts', order: 10, load: () => import('./CustomerContracts') }],
  todaySections: [
    { key: 'contracts', order: 10, load: () => import('./TodayContracts') },
    { key: 'expiring', order: 20, side: true, load: () => import('./TodayExpiring') },
  ],
  linesGrid: () => import('./LinesGrid').then((m) => ({ default: m.LinesGrid })),
  commands: [
    {
      id: 'contracts.new',
      label: (t) => t.contracts.new,
      group: 'do',
      keys: 'KeyC',
      icon: IconFilePlus,
      path: '/contracts/new',
      alias: 'xjht xinjianhetong new contract',
    },
    {
      id: 'contracts.batch',
      label: (t) => t.contracts.batch.title,
      group: 'do',
      icon: IconFiles,
      path: '/contracts/batch',
      alias: 'plht piliang batch contracts mail merge',
    },
    {
      id: 'contracts.outside',
      label: (t) => t.contracts.outside.register,
      group: 'do',
      icon: IconFileImport,
      path: '/contracts/outside',
      alias: 'djwbht dengji waibu feibiao fbht outside contract scan',
    },
    {
      id: 'contracts.compare',
      label: (t) => t.contracts.compare.title,
      group: 'do',
      screen: 'contract',
      icon: IconFileDiff,
      alias: 'db duibi bijiao compare returned file',
    },
    {
      id: 'contracts.print',
      label: (t) => t.contracts.actions.print,
      group: 'do',
      keys: 'mod+KeyP',
      screen: 'contract',
      icon: IconPrinter,
      alias: 'dy dayin print',
    },
    {
      id: 'contracts.save',
      label: (t) => t.contracts.actions.savePdf,
      group: 'do',
      keys: 'mod+shift+KeyS',
      screen: 'contract',
      icon: IconFileDownload,
      alias: 'dcpdf daochu export pdf',
    },
    {
      id: 'contracts.back',
      label: (t) => t.ui.actions.back,
      group: 'go',
      keys: 'Escape',
      screen: 'contract',
      icon: IconArrowLeft,
      alias: 'fh fanhui back',
    },
    {
      id: 'contracts.leaveCompare',
      label: (t) => t.ui.actions.back,
      group: 'go',
      keys: 'Escape',
      screen: 'compare',
      icon: IconArrowLeft,
      alias: 'fh fanhui back',
    },
    {
      id: 'contracts.search',
      label: (t) => t.contracts.searchLabel,
      group: 'do',
      keys: 'Slash',
      screen: 'contracts',
      icon: IconSearch,
      alias: 'ss sousuo search find',
    },
  ],
};
