import { spendingRoutes } from '@engagex/domain/plans';
import type { Changes } from './change.ts';

export const planChanges: Changes = {
  'spending-caps.update': {
    /** As where organizations pay. */
    arrange: async ({ organizationId }, api) => {
      await api.owner.query('insert into usage_accounts (organization_id) values ($1) on conflict do nothing', [
        organizationId,
      ]);
      await api.owner.query(`insert into spending_caps (organization_id, amount, currency) values ($1, '50', 'EUR')`, [
        organizationId,
      ]);
      return '';
    },
    act: (owner) => owner.call(spendingRoutes.setCap, { amount: null }),
    entry: {
      objectType: 'spending-caps',
      before: { cap: { amount: '50', currency: 'EUR' } },
      after: { cap: null },
    },
  },
};
