import type { Feature } from '../../shared/feature.ts';

export const eventSources: Feature = {
  pages: [
    {
      path: '/settings/event-sources',
      load: async () => (await import('./event-sources-page.tsx')).EventSourcesPage,
      needs: 'api-keys:read',
      settings: { name: 'Sources', place: 60, group: 'events' },
      palette: 'Event sources',
    },
  ],
};
