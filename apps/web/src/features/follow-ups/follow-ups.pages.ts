import type { Feature } from '../../shared/feature.ts';

export const followUps: Feature = {
  actions: {
    'campaigns.retry': 'Retried failed deliveries of campaign',
    'campaigns.resend': 'Resent unknown deliveries of campaign',
    'campaigns.settle': 'Marked unknown deliveries as accepted in campaign',
    'campaigns.extend': 'Sent to new people in the audience of campaign',
    'campaigns.remind': 'Drafted a reminder for campaign',
  },
};
