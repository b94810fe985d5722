import { MailCheck } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const deliverability: Feature = {
  pages: [
    {
      path: '/deliverability',
      load: async () => (await import('./deliverability-page.tsx')).DeliverabilityPage,
      needs: 'reports:read',
      linkedFrom: { page: '/campaigns', name: 'Deliverability', place: 40, icon: MailCheck },
      palette: 'Deliverability',
    },
  ],
  things: { incidents: { name: 'Incidents' } },
  actions: { 'incidents.close': 'Closed incident' },
};
