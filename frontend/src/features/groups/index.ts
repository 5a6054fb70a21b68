import { IconArrowLeft, IconSearch, IconUsersGroup, IconUsersPlus } from '@tabler/icons-react';
import type { Feature } from '@/lib/feature';
import { handOver } from '@/lib/handover';
import { useHandovers } from './useHandovers';

export const groups: Feature = {
  name: 'groups',
  screens: [
    { path: '/groups', load: () => import('./GroupsScreen') },
    { path: '/groups/join', load: () => import('./JoinScreen') },
    { path: '/groups/$id', load: () => import('./GroupScreen') },
  ],
  places: [
    {
      path: '/groups',
      label: (t) => t.groups.title,
      icon: IconUsersGroup,
      group: 2,
      alias: 'sq shequn groups community',
    },
  ],
  customerBulk: [
    {
      key: 'group',
      label: (t) => t.groups.join,
      icon: IconUsersPlus,
      path: (ids) => {
        handOver('group', ids);
        return '/groups/join';
      },
    },
  ],
  customerSections: [{ key: 'groups', order: 20, load: () => import('./CustomerGroups') }],
  useCustomerTalk: useHandovers,
  commands: [
    {
      id: 'groups.new',
      label: (t) => t.groups.new,
      group: 'do',
      icon: IconUsersPlus,
      path: '/groups?new=1',
      alias: 'xjsq xinjianshequn new group community',
    },
    {
      id: 'groups.overlap',
      label: (t) => t.groups.overlap,
      group: 'do',
      icon: IconUsersGroup,
      path: '/groups?view=overlap',
      alias: 'sqcd shequnchongdie chongdie group overlap',
    },
    {
      id: 'groups.search',
      label: (t) => t.groups.searchLabel,
      group: 'do',
      keys: 'Slash',
      screen: 'group',
      icon: IconSearch,
      alias: 'ss sousuo search find',
    },
    {
      id: 'groups.back',
      label: (t) => t.ui.actions.back,
      group: 'go',
      keys: 'Escape',
      screen: 'group',
      icon: IconArrowLeft,
      alias: 'fh fanhui back',
    },
  ],
};
