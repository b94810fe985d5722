import type { Feature } from '../../shared/feature.ts';

export const pressure: Feature = {
  pages: [
    {
      path: '/settings/pressure',
      load: async () => (await import('./pressure-page.tsx')).PressurePage,
      needs: 'campaigns:read',
      settings: { name: 'Contact pressure', place: 50 },
      palette: 'Frequency limits',
    },
  ],
  things: {
    pressure: { name: 'Contact pressure' },
  },
  actions: {
    'pressure.update': 'Changed contact pressure',
  },
};
