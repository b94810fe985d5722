import type { Feature } from '../../shared/feature.ts';

export const eventExports: Feature = {
  pages: [
    {
      path: '/settings/event-export',
      load: async () => (await import('./event-export-page.tsx')).EventExportPage,
      needs: 'reports:read',
      settings: { name: 'Daily export', place: 67, group: 'events' },
      palette: 'Daily export of events: webhook, S3',
    },
  ],
  things: {
    'event-export-settings': { name: 'Daily export' },
    'event-exports': { name: 'Daily export' },
  },
  actions: {
    'event-export-settings.update': 'Changed the daily export',
    'event-export-settings.rotate-signing-secret': 'Replaced the signing secret of the daily export',
    'event-exports.retry': 'Retried the daily export of',
  },
};
