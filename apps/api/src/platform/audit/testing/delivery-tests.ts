import { deliveryTestsRoutes } from '@engagex/domain/delivery-tests';
import { domainsRoutes } from '@engagex/domain/domains';
import { transportsRoutes } from '@engagex/domain/transports';
import { type Changes, inLog } from './change.ts';

export const deliveryTestsChanges: Changes = {
  'delivery-tests.create': {
    arrange: async (owner) => (await owner.call(domainsRoutes.create, { domain: 'tested.example' })).id,
    act: async (owner, domainId) => {
      const [transport] = (await owner.call(transportsRoutes.list)).items;
      return owner.call(deliveryTestsRoutes.create, { domainId, transportId: transport!.id });
    },
    entry: { ...inLog('delivery-tests', 'tested.example'), before: null, after: { reason: 'person' } },
  },
};
