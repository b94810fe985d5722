import type { Feature } from '../../shared/feature.ts';

export const doctor: Feature = {
  pages: [
    {
      path: '/settings/domains/:id/delivery',
      load: async () => (await import('./delivery-page.tsx')).DeliveryPage,
      needs: 'domains:read',
    },
  ],
  things: {
    examinations: { name: 'Delivery tests', one: 'delivery test' },
  },
  actions: {
    'examinations.create': 'Tested delivery from',
  },
};
