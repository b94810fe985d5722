import type { Feature } from '../../shared/feature.ts';

export const templateDrafts: Feature = {
  pages: [
    {
      path: '/templates/:id/versions',
      load: async () => (await import('./versions-page.tsx')).VersionsPage,
      needs: 'templates:read',
    },
  ],
  actions: {
    'templates.publish': 'Published template',
    'templates.discard-draft': 'Discarded draft of template',
    'templates.restore-version': 'Restored version of template',
  },
};
