import type { Feature } from '../../shared/feature.ts';

export const eventSchemas: Feature = {
  things: {
    'event-schemas': { name: 'Event schema', one: 'event-name' },
  },
  actions: {
    'event-schemas.update': 'Described the event',
    'event-schemas.update-property': 'Described a property of the event',
    'event-schemas.block': 'Blocked the event',
    'event-schemas.unblock': 'Unblocked the event',
    'event-schemas.delete': 'Took off the event schema:',
  },
};
