import type { Feature } from '../../shared/feature.ts';

export const frequency: Feature = {
  pages: [
    {
      path: '/settings/frequency',
      load: async () => (await import('./frequency-page.tsx')).FrequencyPage,
      needs: 'campaigns:read',
      settings: { name: 'Frequency limits', place: 42, group: 'sending' },
      palette: 'Frequency limits',
    },
  ],
  things: {
    frequency: { name: 'Frequency limits' },
  },
  actions: {
    'frequency.update': 'Changed frequency limits',
  },
};
