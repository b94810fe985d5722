import { Settings } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const organization: Feature = {
  pages: [
    {
      path: '/settings',
      load: async () => (await import('./organization-page.tsx')).OrganizationPage,
      needs: 'organization:read',
      navigation: { name: 'Settings', place: 70, icon: Settings, key: 's' },
      settings: { name: 'General', place: 10, group: 'organization' },
    },
  ],
  things: {
    organization: { name: 'Organization' },
  },
  actions: {
    'organization.update': 'Changed the settings of',
    'organization.update-sending': 'Changed the sending settings of',
    'organization.set-pause-limits': 'Changed the automatic pause of',
    'organization.set-utm': 'Changed the UTM parameters of',
    'organization.set-logo': 'Set the logo of',
    'organization.remove-logo': 'Removed the logo of',
    'organization.set-colour': 'Changed the page colour of',
    'organization.delete': 'Requested deletion of',
    'organization.keep': 'Cancelled the deletion of',
    'organizations.create': 'Created the organization',
  },
};
