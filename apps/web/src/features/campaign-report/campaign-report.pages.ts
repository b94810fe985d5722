import type { Feature } from '../../shared/feature.ts';

export const campaignReport: Feature = {
  pages: [
    {
      path: '/campaigns/:id',
      load: async () => (await import('./campaign-report-page.tsx')).CampaignReportPage,
      needs: 'reports:read',
    },
  ],
  actions: {
    'campaigns.archive': 'Archived campaign',
    'campaigns.unarchive': 'Unarchived campaign',
    'campaigns.reschedule': 'Moved campaign to another time:',
    'campaigns.unschedule': 'Took back campaign',
    'campaigns.pause': 'Paused campaign',
    'campaigns.resume': 'Resumed campaign',
    'campaigns.cancel': 'Cancelled campaign',
    'campaigns.choose': 'Chose the variant of campaign',
    'campaigns.release': 'Sent to everyone the campaign',
  },
};
