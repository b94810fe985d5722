import type { Feature } from '../../shared/feature.ts';

export const attributes: Feature = {
  pages: [
    {
      path: '/contacts/attributes',
      load: async () => (await import('./attributes-page.tsx')).AttributesPage,
      needs: 'contacts:read',
      palette: 'Attributes',
    },
  ],
  things: {
    attributes: { name: 'Attributes' },
  },
  actions: {
    'attributes.create': 'Defined attribute',
    'attributes.update': 'Changed attribute',
    'attributes.delete': 'Deleted attribute',
    'attributes.restore': 'Restored attribute',
  },
};
