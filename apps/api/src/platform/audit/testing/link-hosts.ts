import { linkHostsRoutes } from '@engagex/domain/link-hosts';
import { own } from '../../../testing/reports.ts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { type Changes, inLog } from './change.ts';

const domain = 'linked.example';
const owned = async (owner: TestMember, api: TestApi) => {
  await own(api.owner, owner, domain);
  return '';
};
const entry = inLog('link-hosts', `links.${domain}`);

export const linkHostChanges: Changes = {
  'link-hosts.create': {
    arrange: owned,
    act: (owner) => owner.call(linkHostsRoutes.create, { domain }),
    entry: { ...entry, before: null, after: { host: `links.${domain}` } },
  },
  'link-hosts.delete': {
    arrange: async (owner, api) => {
      await owned(owner, api);
      return (await owner.call(linkHostsRoutes.create, { domain })).id;
    },
    act: (owner, id) => owner.call(linkHostsRoutes.delete, { id }),
    entry: { ...entry, before: { host: `links.${domain}` }, after: null },
  },
};
