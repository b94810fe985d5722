import { Puzzle } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const savedBlocks: Feature = {
  pages: [
    {
      path: '/templates/saved-blocks',
      load: async () => (await import('./saved-blocks-page.tsx')).SavedBlocksPage,
      needs: 'templates:read',
      linkedFrom: { page: '/templates', name: 'Saved blocks', place: 20, icon: Puzzle },
      palette: 'Saved blocks',
    },
    {
      path: '/templates/saved-blocks/:id',
      load: async () => (await import('./saved-block-page.tsx')).SavedBlockPage,
      needs: 'templates:read',
    },
    {
      path: '/templates/saved-blocks/:id/publish',
      load: async () => (await import('./publish-page.tsx')).PublishPage,
      needs: 'templates:write',
    },
  ],
  things: {
    'saved-blocks': { name: 'Saved blocks', one: 'saved block', href: (id) => `/templates/saved-blocks/${id}` },
  },
  actions: {
    'saved-blocks.create': 'Created saved block',
    'saved-blocks.update': 'Changed saved block',
    'saved-blocks.publish': 'Published saved block',
    'saved-blocks.undo': 'Undid the release of saved block',
    'saved-blocks.delete': 'Deleted saved block',
    'saved-blocks.restore': 'Restored saved block',
  },
};
