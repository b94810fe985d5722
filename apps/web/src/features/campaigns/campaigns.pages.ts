import { CalendarDays, FilePlus2, Send } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const campaigns: Feature = {
  pages: [
    {
      path: '/campaigns',
      load: async () => (await import('./campaigns-page.tsx')).CampaignsPage,
      needs: 'campaigns:read',
      navigation: { name: 'Campaigns', place: 20, icon: Send, key: 'c' },
    },
    {
      path: '/campaigns/new',
      load: async () => (await import('./new-campaign-page.tsx')).NewCampaignPage,
      needs: 'campaigns:write',
      begins: { name: 'New campaign', icon: FilePlus2 },
    },
    {
      path: '/campaigns/calendar',
      load: async () => (await import('./calendar-page.tsx')).CalendarPage,
      needs: 'campaigns:read',
      palette: 'Calendar',
      linkedFrom: { page: '/campaigns', name: 'Calendar', place: 20, icon: CalendarDays },
    },
  ],
  search: {
    heading: 'Campaigns',
    place: 10,
    needs: 'campaigns:read',
    load: async () => (await import('./find-campaigns.ts')).findCampaigns,
  },
  things: {
    campaigns: { name: 'Campaigns', one: 'campaign', href: (id) => `/campaigns/${id}` },
  },
  actions: {
    'campaigns.create': 'Drafted campaign',
    'campaigns.duplicate': 'Duplicated a campaign as',
  },
};
