import { linkHostsRoutes } from '@engagex/domain/link-hosts';
import { own } from '../../../testing/reports.ts';
import { type Changes, inLog } from './change.ts';

const entryOf = (domain: string) => inLog('link-hosts', `links.${domain}`);

export const linkHostChanges: Changes = {
  'link-hosts.create': {
    arrange: async (owner, api) => {
      await own(api.owner, owner, 'linked.example');
      return '';
    },
    act: (owner) => owner.call(linkHostsRoutes.create, { domain: 'linked.example' }),
    entry: { ...entryOf('linked.example'), before: null, after: { host: 'links.linked.example' } },
  },
  'link-hosts.delete': {
    arrange: async (owner, api) => {
      await own(api.owner, owner, 'unlinked.example');
      return (await owner.call(linkHostsRoutes.create, { domain: 'unlinked.example' })).id;
    },
    act: (owner, id) => owner.call(linkHostsRoutes.delete, { id }),
    entry: { ...entryOf('unlinked.example'), before: { host: 'links.unlinked.example' }, after: null },
  },
};
