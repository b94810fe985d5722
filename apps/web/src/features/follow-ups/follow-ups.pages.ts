import type { Feature } from '../../shared/feature.ts';

export const followUps: Feature = {
  actions: {
    'campaigns.retry': 'Sent again to those who failed the campaign',
    'campaigns.resend': 'Sent again to those who are unknown the campaign',
    'campaigns.settle': 'Counted as sent those who are unknown in the campaign',
    'campaigns.extend': 'Sent to those added since the campaign',
    'campaigns.remind': 'Drafted for those who did not open',
  },
};
