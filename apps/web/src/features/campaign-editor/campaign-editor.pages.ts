import type { Feature } from '../../shared/feature.ts';

export const campaignEditor: Feature = {
  pages: [
    {
      path: '/campaigns/:id/edit',
      load: async () => (await import('./campaign-editor-page.tsx')).CampaignEditorPage,
      needs: 'campaigns:write',
    },
  ],
  things: {
    'pre-flights': { name: 'Message checks', one: 'message check' },
  },
  actions: {
    'campaigns.update': 'Changed campaign',
    'campaigns.delete': 'Deleted campaign',
    'campaigns.restore': 'Restored campaign',
    'campaigns.launch': 'Sent campaign',
    'campaigns.schedule': 'Scheduled campaign',
    'campaigns.send-test': 'Sent a test of campaign',
    'pre-flights.start': 'Started checking every message of',
    'pre-flights.cancel': 'Stopped checking every message of',
  },
};
