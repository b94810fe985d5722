import { examinationsRoutes } from '@engagex/domain/doctor';
import { domainsRoutes } from '@engagex/domain/domains';
import { transportsRoutes } from '@engagex/domain/transports';
import { type Changes, inLog } from './change.ts';

export const doctorChanges: Changes = {
  'examinations.create': {
    arrange: async (owner) => (await owner.call(domainsRoutes.create, { domain: 'examined.example' })).id,
    act: async (owner, domainId) => {
      const [transport] = (await owner.call(transportsRoutes.list)).items;
      return owner.call(examinationsRoutes.create, { domainId, transportId: transport!.id });
    },
    entry: { ...inLog('examinations', 'examined.example'), before: null, after: { reason: 'person' } },
  },
};
