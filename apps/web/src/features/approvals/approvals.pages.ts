import type { Feature } from '../../shared/feature.ts';

export const approvals: Feature = {
  pages: [
    {
      path: '/campaigns/:id/approval',
      load: async () => (await import('./approval-page.tsx')).ApprovalPage,
      needs: 'campaigns:write',
    },
  ],
  actions: {
    'campaigns.ask-approval': 'Requested approval of campaign',
    'campaigns.withdraw-approval': 'Withdrew the approval of campaign',
    'campaigns.approve': 'Approved campaign',
    'campaigns.decline': 'Declined to approve campaign',
  },
};
