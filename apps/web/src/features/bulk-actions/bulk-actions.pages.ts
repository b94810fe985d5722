import { ListChecks } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const bulkActions: Feature = {
  pages: [
    {
      path: '/contacts/bulk',
      load: async () => (await import('./bulk-actions-page.tsx')).BulkActionsPage,
      needs: 'contacts:read',
      linkedFrom: { page: '/contacts', name: 'Bulk changes', place: 20, icon: ListChecks },
    },
  ],
  things: {
    'bulk-actions': { name: 'Bulk changes', one: 'bulk action', href: () => '/contacts/bulk' },
  },
  actions: {
    'bulk-actions.start': 'Changed many contacts:',
    'bulk-actions.cancel': 'Stopped changing many contacts:',
    'bulk-actions.undo': 'Undid a deletion of many contacts:',
  },
};
