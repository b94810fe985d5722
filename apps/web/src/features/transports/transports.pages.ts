import type { Feature } from '../../shared/feature.ts';

export const transports: Feature = {
  pages: [
    {
      path: '/settings/transports',
      load: async () => (await import('./transports-page.tsx')).TransportsPage,
      needs: 'transports:read',
      settings: { name: 'Transports', place: 40, group: 'sending' },
    },
  ],
  things: {
    transports: { name: 'Transports' },
    'mailbox-providers': { name: 'Mailbox providers' },
    'event-hooks': { name: 'Event webhooks' },
  },
  actions: {
    'transports.create': 'Added transport',
    'transports.update': 'Changed transport',
    'transports.limit': 'Changed the limits of transport',
    'transports.enable': 'Switched on transport',
    'transports.disable': 'Switched off transport',
    'transports.prefer': 'Prioritized transport',
    'transports.send-test': 'Tested transport',
    'transports.delete': 'Deleted transport',
    'event-hooks.save': 'Set up the event webhook of',
    'event-hooks.renew-secret': 'Replaced the secret of the event webhook of',
    'event-hooks.delete': 'Deleted the event webhook of',
    'mailbox-providers.update': 'Changed the limit for',
  },
};
