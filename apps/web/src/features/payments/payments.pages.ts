import type { Feature } from '../../shared/feature.ts';

export const payments: Feature = {
  pages: [
    {
      path: '/settings/billing',
      load: async () => (await import('./billing-page.tsx')).BillingPage,
      needs: 'billing:read',
      settings: { name: 'Billing', place: 14, group: 'organization' },
      palette: 'Billing: plan, payment method, invoices',
    },
  ],
  things: {
    payments: { name: 'Billing' },
  },
  actions: {
    'payments.checkout': 'Went to the checkout',
    'payments.change': 'Changed the plan',
    'payments.keep': 'Revoked a change of plan',
    'payments.cancel': 'Cancelled the subscription',
    'payments.resume': 'Resumed the subscription',
  },
};
