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
    'campaigns.judge-again': 'Told people from machines again in campaign',
    'campaigns.reschedule': 'Rescheduled campaign',
    'campaigns.unschedule': 'Unscheduled campaign',
    'campaigns.pause': 'Paused campaign',
    'campaigns.resume': 'Resumed campaign',
    'campaigns.cancel': 'Cancelled campaign',
    'campaigns.choose': 'Chose the winning variant of campaign',
    'campaigns.release': 'Sent to the rest of campaign',
  },
};
