import { organizationPlansRoutes } from '@engagex/domain/operators';
import { sendingSuspensionsRoutes } from '@engagex/domain/sending-suspensions';
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
  'sending-suspensions.suspend': {
    act: async ({ organizationId }, _id, api) =>
      (await api.newOperator()).call(sendingSuspensionsRoutes.suspend, {
        organizationId,
        reason: 'Complaints',
        contact: 'abuse@host.example',
      }),
    entry: {
      ...inLog('sending-suspensions', null),
      before: null,
      after: { reason: 'Complaints', contact: 'abuse@host.example' },
    },
  },
  'sending-suspensions.resume': {
    arrange: async ({ organizationId, userId }, api) => {
      await api.owner.query(
        `insert into sending_suspensions (organization_id, reason, contact, suspended_by_id) values ($1, 'Complaints', 'abuse@host.example', $2)`,
        [organizationId, userId],
      );
      return organizationId;
    },
    act: async ({ organizationId }, _id, api) =>
      (await api.newOperator()).call(sendingSuspensionsRoutes.resume, { organizationId, reason: 'Sorted out' }),
    entry: {
      ...inLog('sending-suspensions', null),
      before: { reason: 'Complaints', contact: 'abuse@host.example' },
      after: { reason: 'Sorted out' },
    },
  },
};
