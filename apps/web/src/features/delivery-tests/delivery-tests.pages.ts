import type { Feature } from '../../shared/feature.ts';

export const deliveryTests: Feature = {
  pages: [
    {
      path: '/settings/domains/:id/delivery-tests',
      load: async () => (await import('./delivery-tests-page.tsx')).DeliveryTestsPage,
      needs: 'domains:read',
    },
  ],
  things: {
    'delivery-tests': { name: 'Delivery tests', one: 'delivery test' },
  },
  actions: {
    'delivery-tests.create': 'Tested delivery from',
  },
};
