import { UsersRound } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const people: Feature = {
  pages: [
    {
      path: '/people',
      load: async () => (await import('./people-page.tsx')).PeoplePage,
      needs: 'people:read',
      linkedFrom: { page: '/contacts', name: 'People', place: 90, icon: UsersRound },
      palette: 'People',
    },
    {
      path: '/people/:id',
      load: async () => (await import('./person-page.tsx')).PersonPage,
      needs: 'people:read',
    },
    {
      path: '/people/:id/journey',
      load: async () => (await import('./journey-page.tsx')).JourneyPage,
      needs: 'people:read',
    },
    {
      path: '/settings/people',
      load: async () => (await import('./people-settings-page.tsx')).PeopleSettingsPage,
      needs: 'organization:write',
      settings: { name: 'People', place: 68, group: 'events' },
      palette: 'People from events',
    },
  ],
  things: {
    people: { name: 'People', one: 'person', href: (id) => `/people/${id}` },
  },
  actions: {
    'people.separate': 'Separated two IDs of',
    'people.rejoin': 'Rejoined two IDs of',
    'people.save-settings': 'Changed whether people become contacts',
  },
};
