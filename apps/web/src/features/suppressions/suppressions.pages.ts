import { BellOff } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const suppressions: Feature = {
  pages: [
    {
      path: '/contacts/suppressed',
      load: async () => (await import('./suppressions-page.tsx')).SuppressionsPage,
      needs: 'contacts:read',
      palette: 'Suppressed addresses',
      linkedFrom: { page: '/contacts', name: 'Suppressed addresses', place: 40, icon: BellOff },
    },
  ],
  things: {
    suppressions: { name: 'Suppressed addresses' },
  },
  actions: {
    'suppressions.create': 'Suppressed',
    'suppressions.import': 'Suppressed the addresses in',
    'suppressions.remove': 'Stopped suppressing',
  },
};
