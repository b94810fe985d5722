import type { Feature } from '../../shared/feature.ts';

export const eventLosses: Feature = {
  pages: [
    {
      path: '/settings/event-losses',
      load: async () => (await import('./event-losses-page.tsx')).EventLossesPage,
      needs: 'reports:read',
      settings: { name: 'Lost events', place: 65, group: 'events' },
      palette: 'Lost events',
    },
  ],
};
