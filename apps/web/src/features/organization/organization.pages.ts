import { Settings } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const organization: Feature = {
  pages: [
    {
      path: '/settings',
      load: async () => (await import('./organization-page.tsx')).OrganizationPage,
      needs: 'organization:read',
      navigation: { name: 'Settings', place: 70, icon: Settings, key: 's' },
      settings: { name: 'Organization', place: 10 },
    },
  ],
  things: {
    organization: { name: 'Organization' },
  },
  actions: {
    'organization.update': 'Changed the settings of',
    'organization.update-sending': 'Changed how campaigns are sent by',
    'organization.set-pause-limits': 'Changed when campaigns of it pause by themselves:',
    'organization.set-logo': 'Set the logo of',
    'organization.remove-logo': 'Removed the logo of',
    'organization.set-colour': 'Set the colour of the pages of',
    'organization.delete': 'Asked to delete',
    'organization.keep': 'Kept',
    'organizations.create': 'Created the organization',
  },
};
