import type { Feature } from '../../shared/feature.ts';

export const eventSettings: Feature = {
  pages: [
    {
      path: '/settings/events',
      load: async () => (await import('./event-settings-page.tsx')).EventSettingsPage,
      needs: 'organization:read',
      settings: { name: 'Storage and privacy', place: 66, group: 'events' },
      palette: 'Event settings: retention, privacy, signed user IDs',
    },
  ],
  things: {
    'event-settings': { name: 'Event settings' },
  },
  actions: {
    'event-settings.update': 'Changed event settings',
    'event-settings.rotate-identity-secret': 'Replaced the secret for user IDs',
  },
};
