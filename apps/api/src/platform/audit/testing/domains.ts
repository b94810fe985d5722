import { expect } from 'vitest';
import { domainsRoutes } from '@engagex/domain/domains';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, inLog } from './change.ts';

const domain = async (owner: TestMember) => (await owner.call(domainsRoutes.create, { domain: 'shop.example' })).id;
const withLink = async (owner: TestMember) => {
  const id = await domain(owner);
  await owner.call(domainsRoutes.createLink, { id });
  return id;
};
const returnPath = { kind: 'own', mailServer: 'mx.relay.example', spf: 'include:relay.example' } as const;

/** The domains that mail is sent from. */
export const domainChanges: Changes = {
  'domains.create': {
    act: domain,
    entry: {
      ...inLog('domains', 'shop.example'),
      before: null,
      after: expect.objectContaining({ domain: 'shop.example', state: 'pending' }),
    },
  },
  'domains.set-return-path': {
    arrange: domain,
    act: (owner, id) => owner.call(domainsRoutes.setReturnPath, { id, returnPath }),
    entry: {
      ...inLog('domains', 'shop.example'),
      before: expect.objectContaining({ returnPathKind: 'installation' }),
      after: expect.objectContaining({ returnPathKind: 'own', returnPathServer: 'mx.relay.example' }),
    },
  },
  'domains.rotate-key': {
    arrange: async (owner, api) => {
      const id = await domain(owner);
      await api.owner.query(`update domain_keys set state = 'signing' where domain_id = $1 and selector = 's1'`, [id]);
      return id;
    },
    act: (owner, id) => owner.call(domainsRoutes.rotateKey, { id }),
    entry: {
      ...inLog('domains', 'shop.example'),
      before: expect.objectContaining({ rotationWantedAt: null }),
      after: expect.objectContaining({ rotationWantedAt: expect.any(String) }),
    },
  },
  'domains.create-link': {
    arrange: domain,
    act: (owner, id) => owner.call(domainsRoutes.createLink, { id }),
    entry: {
      ...inLog('domains', 'shop.example'),
      before: expect.objectContaining({ linkId: null }),
      after: expect.objectContaining({ link: 'created' }),
    },
  },
  'domains.revoke-link': {
    arrange: withLink,
    act: (owner, id) => owner.call(domainsRoutes.revokeLink, { id }),
    entry: {
      ...inLog('domains', 'shop.example'),
      before: expect.objectContaining({ linkId: expect.any(String) }),
      after: expect.objectContaining({ link: 'revoked', linkId: null }),
    },
  },
  'domains.delete': {
    arrange: domain,
    act: (owner, id) => owner.call(domainsRoutes.delete, { id }),
    entry: {
      ...inLog('domains', 'shop.example'),
      before: expect.objectContaining({ domain: 'shop.example' }),
      after: null,
    },
  },
};
