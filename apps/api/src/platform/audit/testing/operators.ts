import { organizationPlansRoutes } from '@engagex/domain/operators';
import { type Changes, inLog } from './change.ts';

/** What operators of the installation do with an organization. */
export const operatorChanges: Changes = {
  'organization-plans.assign': {
    act: async ({ organizationId }, _id, api) =>
      (await api.newOperator()).call(organizationPlansRoutes.assign, {
        organizationId,
        planKey: 'standard',
        was: null,
        reason: 'Paid by bank transfer',
      }),
    entry: {
      ...inLog('organization-plans', 'Standard'),
      before: { plan: null },
      after: { plan: 'Standard', reason: 'Paid by bank transfer' },
    },
  },
};
