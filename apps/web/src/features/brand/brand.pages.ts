import type { Feature } from '../../shared/feature.ts';

export const brand: Feature = {
  pages: [
    {
      path: '/settings/brand',
      load: async () => (await import('./brand-page.tsx')).BrandPage,
      needs: 'templates:read',
      settings: { name: 'Brand', place: 50, group: 'content' },
      palette: 'Brand',
    },
  ],
  things: {
    brand: { name: 'Brand' },
  },
  actions: {
    'brand.save': 'Changed the brand',
  },
};
