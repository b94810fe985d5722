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
    {
      path: '/deliverability/incidents',
      load: async () => (await import('./incidents-page.tsx')).IncidentsPage,
      needs: 'transports:read',
      palette: 'Incidents',
    },
    {
      path: '/deliverability/incidents/:id',
      load: async () => (await import('./incident-page.tsx')).IncidentPage,
      needs: 'transports:read',
    },
  ],
  things: { incidents: { name: 'Incidents', one: 'incident', href: (id) => `/deliverability/incidents/${id}` } },
  actions: {
    'incidents.acknowledge': 'Acknowledged incident',
    'incidents.unacknowledge': 'Took back the acknowledgement of incident',
    'incidents.close': 'Closed incident',
    'incidents.reopen': 'Reopened incident',
  },
};
