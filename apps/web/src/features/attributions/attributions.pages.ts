import type { Feature } from '../../shared/feature.ts';

export const attributions: Feature = {
  pages: [
    {
      path: '/settings/attribution',
      load: async () => (await import('./attribution-page.tsx')).AttributionPage,
      needs: 'campaigns:read',
      settings: { name: 'Attribution', place: 63, group: 'events' },
      palette: 'Attribution: which campaigns purchases count for',
    },
    {
      path: '/campaigns/:id/conversions',
      load: async () => (await import('./conversions-page.tsx')).ConversionsPage,
      needs: 'contacts:read',
    },
  ],
  things: {
    attributions: { name: 'Attribution' },
  },
  actions: {
    'attributions.save-settings': 'Changed what counts as a conversion',
    'campaigns.set-goal': 'Changed the goal of',
  },
};
