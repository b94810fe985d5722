import type { Feature } from '../../shared/feature.ts';

export const segmentMemberships: Feature = {
  pages: [],
  things: {
    'segment-memberships': { name: 'Segment tracking', href: (id) => `/segments/${id}` },
  },
  actions: {
    'segment-memberships.track': 'Turned on tracking of segment',
    'segment-memberships.pause': 'Paused tracking of segment',
  },
};
