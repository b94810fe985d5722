import type { Feature } from '../../shared/feature.ts';

export const suppressions: Feature = {
  pages: [
    {
      path: '/contacts/suppressed',
      load: async () => (await import('./suppressions-page.tsx')).SuppressionsPage,
      needs: 'contacts:read',
      palette: 'Suppressed addresses',
    },
  ],
  things: {
    suppressions: { name: 'Suppressed addresses' },
  },
  actions: {
    'suppressions.create': 'Suppressed',
    'suppressions.import': 'Suppressed the addresses of',
    'suppressions.remove': 'Let through again',
  },
};
