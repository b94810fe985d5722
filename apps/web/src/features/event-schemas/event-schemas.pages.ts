import type { Feature } from '../../shared/feature.ts';

export const eventSchemas: Feature = {
  pages: [
    {
      path: '/settings/event-schema',
      load: async () => (await import('./event-schema-page.tsx')).EventSchemaPage,
      needs: 'reports:read',
      settings: { name: 'Schema', place: 62, group: 'events' },
      palette: 'Event schema',
    },
    {
      path: '/settings/event-schema/:id',
      load: async () => (await import('./event-name-page.tsx')).EventNamePage,
      needs: 'reports:read',
    },
  ],
  things: {
    'event-schemas': { name: 'Event schema', one: 'event-name', href: (id) => `/settings/event-schema/${id}` },
  },
  actions: {
    'event-schemas.update': 'Described the event',
    'event-schemas.update-property': 'Described a property of the event',
    'event-schemas.block': 'Blocked the event',
    'event-schemas.unblock': 'Unblocked the event',
    'event-schemas.delete': 'Took off the event schema:',
  },
};
