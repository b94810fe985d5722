import { UsersRound } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const groups: Feature = {
  pages: [
    {
      path: '/groups',
      load: async () => (await import('./groups-page.tsx')).GroupsPage,
      needs: 'contacts:read',
      navigation: { name: 'Groups', place: 50, icon: UsersRound, key: 'r' },
    },
  ],
  search: {
    heading: 'Groups',
    place: 40,
    needs: 'contacts:read',
    load: async () => (await import('./find-groups.ts')).findGroups,
  },
  things: {
    groups: { name: 'Groups', one: 'group', href: (id) => `/contacts?group=${id}` },
  },
  actions: {
    'groups.create': 'Created group',
    'groups.update': 'Renamed group',
    'groups.delete': 'Deleted group',
    'groups.restore': 'Restored group',
    'groups.add-member': 'Added a contact to group',
    'groups.remove-member': 'Removed a contact from group',
  },
};
