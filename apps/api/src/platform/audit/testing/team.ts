import { expect } from 'vitest';
import {
  accountsRoutes,
  apiKeysRoutes,
  identityRoutes,
  invitationsRoutes,
  invitedRoutes,
  membersRoutes,
  organizationRoutes,
} from '@engagex/domain/accounts';
import { newToken } from '../../../features/accounts/tokens.ts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { type Changes, one, inLog } from './change.ts';

const key = async (owner: TestMember) =>
  (await owner.call(apiKeysRoutes.create, { name: 'Shop', scopes: ['contacts:read'] })).id;
const colleague = async (owner: TestMember, api: TestApi) => {
  const { userId } = await api.newMember(owner.organizationId, 'editor');
  const { items } = await owner.call(membersRoutes.list);
  return items.find((member) => member.userId === userId)!.id;
};
const invitation = async (owner: TestMember, api: TestApi) => {
  const { id } = await owner.call(invitationsRoutes.create, { email: one(), role: 'editor' });
  await api.owner.query(`update invitations set updated_at = now() - interval '1 hour' where id = $1`, [id]);
  return id;
};
/** An invitation whose link is known here; resolves to its secret. */
const invitationLink = async (owner: TestMember, api: TestApi) => {
  const { token, hash } = newToken();
  await api.owner.query(
    `insert into invitations (organization_id, email, role, token_hash, expires_at) values ($1, $2, 'editor', $3, now() + interval '1 day')`,
    [owner.organizationId, one(), hash],
  );
  return token;
};
const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const teamChanges: Changes = {
  'members.change-role': {
    arrange: colleague,
    act: (owner, id) => owner.call(membersRoutes.changeRole, { id, role: 'analyst' }),
    entry: { ...inLog('members'), before: { role: 'editor' }, after: { role: 'analyst' } },
  },
  'members.remove': {
    arrange: colleague,
    act: (owner, id) => owner.call(membersRoutes.remove, { id }),
    entry: { ...inLog('members'), before: { role: 'editor', userId: expect.any(String) }, after: null },
  },
  'members.leave': {
    act: async (owner, _id, api) => (await api.newMember(owner.organizationId, 'analyst')).call(membersRoutes.leave),
    entry: { ...inLog('members'), before: { role: 'analyst' }, after: null },
  },
  'invitations.create': {
    act: (owner) => owner.call(invitationsRoutes.create, { email: 'grace@example.com', role: 'editor' }),
    entry: {
      ...inLog('invitations', 'grace@example.com'),
      before: null,
      after: { email: 'grace@example.com', role: 'editor', expiresAt: expect.any(String) },
    },
  },
  'invitations.resend': {
    arrange: invitation,
    act: (owner, id) => owner.call(invitationsRoutes.resend, { id }),
    entry: { ...inLog('invitations'), after: { expiresAt: expect.any(String) } },
  },
  'invitations.revoke': {
    arrange: invitation,
    act: (owner, id) => owner.call(invitationsRoutes.revoke, { id }),
    entry: { ...inLog('invitations'), before: { revokedAt: null } },
  },
  'invitations.accept': {
    arrange: invitationLink,
    act: async (_owner, token, api) =>
      (await api.newOrganization()).call(invitationsRoutes.accept, { token, asMyself: true }),
    entry: { ...inLog('invitations'), after: { role: 'editor' } },
  },
  'invited.sign-up': {
    arrange: invitationLink,
    act: (_owner, token, api) =>
      api.asService(invitedRoutes.signUp, { token, name: 'Grace Hopper', password: 'long enough' }),
    entry: { ...inLog('invitations'), actorName: 'Grace Hopper', after: { role: 'editor' } },
  },
  'organization.update': {
    act: (owner) => owner.call(organizationRoutes.update, { name: 'Shop', postalAddress: 'Main Street 1' }),
    entry: {
      ...inLog('organization', 'Shop'),
      before: { name: 'Test organization', postalAddress: null },
      after: { name: 'Shop', postalAddress: 'Main Street 1' },
    },
  },
  'organization.update-sending': {
    act: (owner) => owner.call(organizationRoutes.updateSending, { undoSeconds: 30, requiresApproval: true }),
    entry: {
      ...inLog('organization'),
      before: { undoSeconds: 0, requiresApproval: false },
      after: { undoSeconds: 30, requiresApproval: true },
    },
  },
  'organizations.create': {
    act: async (owner) => (await owner.call(accountsRoutes.createOrganization, { name: 'Second' })).id,
    entry: { ...inLog('organization', 'Second'), before: null, after: { name: 'Second' } },
  },
  'identity.sign-up': {
    act: async (_owner, _id, api) => {
      const input = { name: 'Grace Hopper', email: one(), password: 'long enough', organizationName: 'Third' };
      const { organizations } = await api.asService(identityRoutes.signUp, input);
      return organizations[0]!.id;
    },
    entry: { ...inLog('organization', 'Third'), actorName: 'Grace Hopper', after: { name: 'Third' } },
  },
  'api-keys.create': {
    act: key,
    entry: {
      ...inLog('api-keys', 'Shop'),
      after: { name: 'Shop', hint: expect.stringMatching(/^egx_.{6}$/), scopes: ['contacts:read'] },
    },
  },
  'api-keys.rotate': {
    arrange: key,
    act: (owner, id) => owner.call(apiKeysRoutes.rotate, { id }),
    entry: {
      ...inLog('api-keys', 'Shop'),
      before: { expiresAt: null },
      after: { expiresAt: expect.any(String), replacedBy: expect.stringMatching(/^egx_.{6}$/) },
    },
  },
  'api-keys.revoke': {
    arrange: key,
    act: (owner, id) => owner.call(apiKeysRoutes.revoke, { id }),
    entry: { ...inLog('api-keys', 'Shop'), before: { revokedAt: null } },
  },
  'members.transfer': {
    arrange: colleague,
    act: (owner, memberId) => owner.call(membersRoutes.transfer, { memberId }),
    entry: { ...inLog('members'), before: { role: 'editor' }, after: { role: 'owner' } },
  },
  'organization.set-pause-limits': {
    act: (owner) => owner.call(organizationRoutes.setPauseLimits, { bounces: 3, complaints: 0.1, from: 1_000 }),
    entry: {
      ...inLog('organization'),
      before: { pauseAtBounces: 5, pauseFrom: 500 },
      after: { pauseAtBounces: 3, pauseFrom: 1_000 },
    },
  },
  'organization.set-logo': {
    act: (owner) => owner.call(organizationRoutes.setLogo, { image: onePixel }),
    entry: { ...inLog('organization'), after: { logo: 'image/png, 70 bytes' } },
  },
  'organization.remove-logo': {
    arrange: async (owner) => (await owner.call(organizationRoutes.setLogo, { image: onePixel })).id,
    act: (owner) => owner.call(organizationRoutes.removeLogo),
    entry: { ...inLog('organization'), before: { logoType: 'image/png' }, after: { logoType: null } },
  },
  'organization.set-utm': {
    act: (owner) => owner.call(organizationRoutes.setUtm, { utm: { source: 'news', medium: 'email' } }),
    entry: {
      ...inLog('organization'),
      before: { utm: null },
      after: { utm: { source: 'news', medium: 'email', campaign: '', term: '', content: '' } },
    },
  },
  'organization.set-colour': {
    act: (owner) => owner.call(organizationRoutes.setColour, { colour: '#0F766E' }),
    entry: { ...inLog('organization'), before: { colour: null }, after: { colour: '#0f766e' } },
  },
  'organization.delete': {
    act: (owner) => owner.call(organizationRoutes.delete, { name: 'Test organization' }),
    entry: { ...inLog('organization'), before: { deletesAt: null }, after: { deletesAt: expect.any(String) } },
  },
  'organization.keep': {
    arrange: async (owner) => (await owner.call(organizationRoutes.delete, { name: 'Test organization' })).id,
    act: (owner) => owner.call(organizationRoutes.keep),
    entry: { ...inLog('organization'), before: { deletesAt: expect.any(String) }, after: { deletesAt: null } },
  },
};
