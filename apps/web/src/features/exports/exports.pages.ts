import { Download } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const exports: Feature = {
  pages: [
    {
      path: '/contacts/exports',
      load: async () => (await import('./exports-page.tsx')).ExportsPage,
      needs: 'contacts:read',
      palette: 'Exports',
      linkedFrom: { page: '/contacts', name: 'Exports', place: 50, icon: Download },
    },
  ],
  things: {
    exports: { name: 'Exports', one: 'export', href: () => '/contacts/exports' },
  },
  actions: {
    'exports.create': 'Exported contacts to',
  },
};
