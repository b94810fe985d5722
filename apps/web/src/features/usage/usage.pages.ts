import type { Feature } from '../../shared/feature.ts';

export const usage: Feature = {
  pages: [
    {
      path: '/settings/usage',
      load: async () => (await import('./usage-page.tsx')).UsagePage,
      needs: 'usage:read',
      settings: { name: 'Usage', place: 15, group: 'organization' },
      palette: 'Usage: emails, contacts, events, seats',
    },
  ],
  things: {
    'spending-caps': { name: 'Spending cap' },
  },
  actions: {
    'spending-caps.update': 'Changed the spending cap',
  },
};
