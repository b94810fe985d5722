import type { Feature } from '../../shared/feature.ts';

export const topics: Feature = {
  pages: [
    {
      path: '/settings/topics',
      load: async () => (await import('./topics-page.tsx')).TopicsPage,
      needs: 'contacts:read',
      settings: { name: 'Topics', place: 52, group: 'content' },
    },
  ],
  things: {
    topics: { name: 'Topics' },
  },
  actions: {
    'topics.create': 'Created topic',
    'topics.update': 'Changed topic',
    'topics.make-default': 'Made the default topic',
    'topics.delete': 'Deleted topic',
    'topics.restore': 'Restored topic',
  },
};
