import { Tags } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const attributes: Feature = {
  pages: [
    {
      path: '/contacts/attributes',
      load: async () => (await import('./attributes-page.tsx')).AttributesPage,
      needs: 'contacts:read',
      palette: 'Attributes',
      linkedFrom: { page: '/contacts', name: 'Attributes', place: 10, icon: Tags },
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
