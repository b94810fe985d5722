import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accountsRoutes,
  addressRoutes,
  apiKeysRoutes,
  identityRoutes,
  invitationsRoutes,
  invitedRoutes,
  membersRoutes,
  organizationRoutes,
  passwordRoutes,
  profileRoutes,
  secondFactorRoutes,
  signInPolicyRoutes,
  singleSignOnRoutes,
} from '@engagex/domain/accounts';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes, exportsRoutes, groupsRoutes, type ImportView, importsRoutes } from '@engagex/domain/contacts';
import { templatesRoutes } from '@engagex/domain/templates';
import { newToken } from '../../features/accounts/tokens.ts';
import { newAuthenticator } from '../../testing/authenticator.ts';
import { addresses, body, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { entriesOf, type StoredEntry } from '../../testing/audit.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { OpenApi } from '../openapi/openapi.ts';
import { changes } from './audit-trail.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const entries = (of: TestMember | string) => entriesOf(api.owner, typeof of === 'string' ? of : of.organizationId);

interface Change {
  /** What must be there first, through the API where that is possible; its entries are not counted. */
  readonly arrange?: (owner: TestMember) => Promise<string>;
  /** Makes the change; resolves to the organization whose log must tell of it, when it is another one. */
  readonly act: (owner: TestMember, id: string) => Promise<unknown>;
  readonly entry: Partial<Omit<StoredEntry, 'seq' | 'action'>>;
}

const one = () => addresses(1)[0]!;
const contact = async (owner: TestMember) =>
  (await owner.call(contactsRoutes.create, { email: one(), firstName: 'Ada' })).id;
const group = async (owner: TestMember) => (await owner.call(groupsRoutes.create, { name: 'Friends' })).id;
const template = async (owner: TestMember) => (await owner.call(templatesRoutes.create, content)).id;
const campaign = async (owner: TestMember) =>
  (await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(3)))).id;
const launched = async (owner: TestMember) => {
  const id = await campaign(owner);
  await owner.call(campaignsRoutes.launch, { id });
  return id;
};
/** As the worker would have left it. */
const sending = async (owner: TestMember) => {
  const id = await launched(owner);
  await api.owner.query(`update campaigns set status = 'sending', audience = 3 where id = $1`, [id]);
  return id;
};
const key = async (owner: TestMember) =>
  (await owner.call(apiKeysRoutes.create, { name: 'Shop', scopes: ['contacts:read'] })).id;
const colleague = async (owner: TestMember) => {
  const { userId } = await api.newMember(owner.organizationId, 'editor');
  const { items } = await owner.call(membersRoutes.list);
  return items.find((member) => member.userId === userId)!.id;
};
const invitation = async (owner: TestMember) => {
  const { id } = await owner.call(invitationsRoutes.create, { email: one(), role: 'editor' });
  await api.owner.query(`update invitations set updated_at = now() - interval '1 hour' where id = $1`, [id]);
  return id;
};
/** An invitation whose link is known here; resolves to its secret. */
const invitationLink = async (owner: TestMember) => {
  const { token, hash } = newToken();
  await api.owner.query(
    `insert into invitations (organization_id, email, role, token_hash, expires_at) values ($1, $2, 'editor', $3, now() + interval '1 day')`,
    [owner.organizationId, one(), hash],
  );
  return token;
};
const upload = async (owner: TestMember): Promise<string> => {
  const form = new FormData();
  form.set('file', new Blob(['email\nada@example.com\n']), 'people.csv');
  const response = await owner.fetch('/api/imports', { method: 'POST', body: form });
  const view = (await response.json()) as ImportView; // the shape the route promises
  return view.id;
};
const deleted =
  (make: (owner: TestMember) => Promise<string>, path: string) =>
  async (owner: TestMember): Promise<string> => {
    const id = await make(owner);
    await owner.fetch(`${path}/${id}`, { method: 'DELETE' });
    return id;
  };
const withApp = async (owner: TestMember) => {
  const { secret } = await owner.call(secondFactorRoutes.beginTotp, {});
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await owner.call(secondFactorRoutes.confirmTotp, { code });
  return '';
};
const withPasskey = async (owner: TestMember) => {
  const challenge = String((await owner.call(secondFactorRoutes.newPasskeyOptions, {}))['challenge']);
  const authenticator = newAuthenticator({ origin: 'http://localhost:3000', userId: owner.userId });
  const response = authenticator.register({ challenge });
  await owner.call(secondFactorRoutes.addPasskey, { name: 'Laptop', challenge, response });
  return (await owner.call(secondFactorRoutes.get)).passkeys[0]!.id;
};
const policy = {
  requiresSecondFactor: false,
  requiresSingleSignOn: false,
  provider: {
    issuer: 'https://id.example',
    clientId: 'engagex',
    clientSecret: 'something only the two of us know',
    allowedDomains: ['example.com'],
    defaultRole: 'editor',
  },
} as const;
const policied = async (owner: TestMember) => {
  await owner.call(signInPolicyRoutes.update, {
    ...policy,
    provider: { ...policy.provider, allowedDomains: ['example.com'] },
  });
  return '';
};
const arrivalAt = ({ organizationId }: TestMember, email: string) => ({
  organizationId,
  issuer: 'https://id.example',
  subject: email,
  email,
  isEmailVerified: true,
  name: 'Olga',
});
const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const content = { name: 'Sale', subject: 'A sale', format: 'html', body } as const;

const inLog = (objectType: string, objectName: unknown = expect.any(String)) => ({
  objectType,
  objectName: objectName as string, // or a matcher in its place
  objectId: expect.any(String) as string,
});

/** How each operation that changes something is performed, and what its one entry says. A new one belongs here. */
const performed: Readonly<Record<string, Change>> = {
  'contacts.create': {
    act: (owner) => owner.call(contactsRoutes.create, { email: 'ada@example.com', attributes: { city: 'Bern' } }),
    entry: {
      ...inLog('contacts', 'ada@example.com'),
      before: null,
      after: { email: 'ada@example.com', attributes: { city: 'Bern' }, subscription: 'subscribed' },
    },
  },
  'contacts.update': {
    arrange: contact,
    act: (owner, id) => owner.call(contactsRoutes.update, { id, firstName: 'Grace' }),
    entry: { ...inLog('contacts'), before: { firstName: 'Ada' }, after: { firstName: 'Grace' } },
  },
  'contacts.unsubscribe': {
    arrange: contact,
    act: (owner, id) => owner.call(contactsRoutes.unsubscribe, { id }),
    entry: {
      ...inLog('contacts'),
      before: { subscription: 'subscribed', unsubscribedAt: null },
      after: { subscription: 'unsubscribed', unsubscribedAt: expect.any(String) },
    },
  },
  'contacts.delete': {
    arrange: contact,
    act: (owner, id) => owner.call(contactsRoutes.delete, { id }),
    entry: {
      ...inLog('contacts'),
      before: { email: expect.any(String), firstName: 'Ada', subscription: 'subscribed' },
      after: null,
    },
  },
  'contacts.restore': {
    arrange: deleted(contact, '/api/contacts'),
    act: (owner, id) => owner.call(contactsRoutes.restore, { id }),
    entry: {
      ...inLog('contacts'),
      before: null,
      after: { email: expect.any(String), firstName: 'Ada', subscription: 'subscribed' },
    },
  },
  'groups.create': {
    act: group,
    entry: { ...inLog('groups', 'Friends'), before: null, after: { name: 'Friends' } },
  },
  'groups.update': {
    arrange: group,
    act: (owner, id) => owner.call(groupsRoutes.update, { id, name: 'Family' }),
    entry: { ...inLog('groups', 'Family'), before: { name: 'Friends' }, after: { name: 'Family' } },
  },
  'groups.delete': {
    arrange: group,
    act: (owner, id) => owner.call(groupsRoutes.delete, { id }),
    entry: { ...inLog('groups', 'Friends'), before: { name: 'Friends' }, after: null },
  },
  'groups.restore': {
    arrange: deleted(group, '/api/groups'),
    act: (owner, id) => owner.call(groupsRoutes.restore, { id }),
    entry: { ...inLog('groups', 'Friends'), before: null, after: { name: 'Friends' } },
  },
  'groups.add-member': {
    arrange: group,
    act: async (owner, id) => {
      const { rows } = await api.owner.query<{ id: string }>(
        `insert into contacts (organization_id, email) values ($1, 'ada@example.com') returning id`,
        [owner.organizationId],
      );
      await owner.call(groupsRoutes.addMember, { id, contactId: rows[0]!.id });
    },
    entry: { ...inLog('groups', 'Friends'), before: null, after: { contact: 'ada@example.com' } },
  },
  'groups.remove-member': {
    arrange: (owner) => buildGroup(api.owner, owner, ['ada@example.com']),
    act: async (owner, id) => {
      const { rows } = await api.owner.query<{ id: string }>('select id from contacts where organization_id = $1', [
        owner.organizationId,
      ]);
      await owner.call(groupsRoutes.removeMember, { id, contactId: rows[0]!.id });
    },
    entry: { ...inLog('groups'), before: { contact: 'ada@example.com' }, after: null },
  },
  'exports.create': {
    arrange: contact,
    act: (owner) => owner.call(exportsRoutes.create, {}),
    entry: { ...inLog('exports', expect.stringMatching(/^contacts-.+\.csv$/)), before: null },
  },
  'imports.upload': {
    act: upload,
    entry: { ...inLog('imports', 'people.csv'), before: null },
  },
  'imports.start': {
    arrange: upload,
    act: (owner, id) => owner.call(importsRoutes.start, { id, mapping: ['email'], newGroupName: 'Friends' }),
    entry: { ...inLog('imports', 'people.csv'), after: { status: 'queued', groupId: expect.any(String) } },
  },
  'imports.reread': {
    arrange: upload,
    act: (owner, id) => owner.call(importsRoutes.reread, { id, encoding: 'utf-8', delimiter: ';' }),
    entry: { ...inLog('imports', 'people.csv'), after: { delimiter: ';' } },
  },
  'imports.rehearse': {
    arrange: upload,
    act: (owner, id) => owner.call(importsRoutes.rehearse, { id, mapping: ['email'] }),
    entry: { ...inLog('imports', 'people.csv'), after: { status: 'rehearsing' } },
  },
  'imports.undo': {
    arrange: async (owner) => {
      const id = await upload(owner);
      await api.owner.query(
        `update imports set status = 'done', unchanged = row_count, stamp = now(), finished_at = now() where id = $1`,
        [id],
      );
      return id;
    },
    act: (owner, id) => owner.call(importsRoutes.undo, { id }),
    entry: { ...inLog('imports', 'people.csv'), after: { status: 'undoing' } },
  },
  'imports.cancel': {
    arrange: upload,
    act: (owner, id) => owner.call(importsRoutes.cancel, { id }),
    entry: { ...inLog('imports', 'people.csv') },
  },
  'templates.create': {
    act: template,
    entry: { ...inLog('templates', 'Sale'), before: null },
  },
  'templates.update': {
    arrange: template,
    act: (owner, id) => owner.call(templatesRoutes.update, { id, subject: 'The sale' }),
    entry: { ...inLog('templates', 'Sale'), before: { subject: 'A sale' }, after: { subject: 'The sale' } },
  },
  'templates.delete': {
    arrange: template,
    act: (owner, id) => owner.call(templatesRoutes.delete, { id }),
    entry: { ...inLog('templates', 'Sale'), after: null },
  },
  'templates.restore': {
    arrange: deleted(template, '/api/templates'),
    act: (owner, id) => owner.call(templatesRoutes.restore, { id }),
    entry: { ...inLog('templates', 'Sale'), before: null },
  },
  'campaigns.create': {
    act: (owner) => owner.call(campaignsRoutes.create, { name: 'Summer' }),
    entry: { ...inLog('campaigns', 'Summer'), before: null, after: { name: 'Summer', status: 'draft' } },
  },
  'campaigns.update': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.update, { id, name: 'Autumn sale' }),
    entry: { ...inLog('campaigns', 'Autumn sale'), before: { name: 'Summer sale' }, after: { name: 'Autumn sale' } },
  },
  'campaigns.delete': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.delete, { id }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: null },
  },
  'campaigns.restore': {
    arrange: deleted(campaign, '/api/campaigns'),
    act: (owner, id) => owner.call(campaignsRoutes.restore, { id }),
    entry: { ...inLog('campaigns', 'Summer sale'), before: null },
  },
  'campaigns.launch': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.launch, { id, expectedPeople: 3 }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { status: 'draft', launchedAt: null },
      after: { status: 'launching', launchedAt: expect.any(String), people: 3 },
    },
  },
  'campaigns.pause': {
    arrange: sending,
    act: (owner, id) => owner.call(campaignsRoutes.pause, { id }),
    entry: { ...inLog('campaigns'), before: { status: 'sending' }, after: { status: 'paused' } },
  },
  'campaigns.resume': {
    arrange: async (owner) => {
      const id = await sending(owner);
      await owner.call(campaignsRoutes.pause, { id });
      return id;
    },
    act: (owner, id) => owner.call(campaignsRoutes.resume, { id }),
    entry: { ...inLog('campaigns'), before: { status: 'paused' }, after: { status: 'sending' } },
  },
  'campaigns.cancel': {
    arrange: sending,
    act: (owner, id) => owner.call(campaignsRoutes.cancel, { id }),
    entry: { ...inLog('campaigns'), before: { status: 'sending', finishedAt: null } },
  },
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
    act: async (owner) => (await api.newMember(owner.organizationId, 'analyst')).call(membersRoutes.leave),
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
    act: async (_owner, token) =>
      (await api.newOrganization()).call(invitationsRoutes.accept, { token, asMyself: true }),
    entry: { ...inLog('invitations'), after: { role: 'editor' } },
  },
  'invited.sign-up': {
    arrange: invitationLink,
    act: (_owner, token) =>
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
  'organizations.create': {
    act: async (owner) => (await owner.call(accountsRoutes.createOrganization, { name: 'Second' })).id,
    entry: { ...inLog('organization', 'Second'), before: null, after: { name: 'Second' } },
  },
  'identity.sign-up': {
    act: async () => {
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
  'profile.update': {
    act: (owner) => owner.call(profileRoutes.update, { name: 'Grace Hopper' }),
    entry: { ...inLog('profile'), before: { name: 'Test person' }, after: { name: 'Grace Hopper' } },
  },
  'password.change': {
    arrange: async () => {
      const email = one();
      await api.asService(identityRoutes.signUp, {
        name: 'Ada',
        email,
        password: 'long enough',
        organizationName: 'x',
      });
      return email;
    },
    act: async (owner, email) => {
      // Hashing is the API's own, so the password is one that somebody signed up with.
      await api.owner.query(
        `update users set password_hash = (select password_hash from users where email = $2) where id = $1`,
        [owner.userId, email],
      );
      await owner.call(passwordRoutes.change, { current: 'long enough', password: 'even longer' });
    },
    entry: { ...inLog('password'), before: null, after: null },
  },
  'members.transfer': {
    arrange: colleague,
    act: (owner, memberId) => owner.call(membersRoutes.transfer, { memberId }),
    entry: { ...inLog('members'), before: { role: 'editor' }, after: { role: 'owner' } },
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
  'organization.delete': {
    act: (owner) => owner.call(organizationRoutes.delete, { name: 'Test organization' }),
    entry: { ...inLog('organization'), before: { deletesAt: null }, after: { deletesAt: expect.any(String) } },
  },
  'organization.keep': {
    arrange: async (owner) => (await owner.call(organizationRoutes.delete, { name: 'Test organization' })).id,
    act: (owner) => owner.call(organizationRoutes.keep),
    entry: { ...inLog('organization'), before: { deletesAt: expect.any(String) }, after: { deletesAt: null } },
  },
  'sign-in-policy.update': {
    act: policied,
    entry: {
      objectType: 'sign-in-policy',
      before: { provider: null },
      after: { credentials: 'replaced', provider: { issuer: 'https://id.example', allowedDomains: ['example.com'] } },
    },
  },
  'single-sign-on.arrive': {
    arrange: policied,
    act: (owner) => api.asService(singleSignOnRoutes.arrive, arrivalAt(owner, 'new-here@example.com')),
    entry: { ...inLog('members', 'new-here@example.com'), before: null, after: { role: 'editor' } },
  },
  'single-sign-on.link': {
    arrange: async (owner) => {
      await policied(owner);
      const email = one();
      await api.asService(identityRoutes.signUp, {
        name: 'Ada',
        email,
        password: 'long enough',
        organizationName: 'x',
      });
      return email;
    },
    act: async (owner, email) => {
      const arrival = arrivalAt(owner, email);
      const result = await api.asService(singleSignOnRoutes.arrive, arrival);
      if (result.kind !== 'link') throw new Error('An account with a password is linked by it.');
      await api.asService(singleSignOnRoutes.link, { userId: result.userId, arrival, password: 'long enough' });
    },
    entry: { objectType: 'single-sign-on', after: { issuer: 'https://id.example' } },
  },
  'address.confirm': {
    arrange: async ({ userId }) => {
      const { token, hash } = newToken();
      await api.owner.query(
        `insert into address_confirmations (token_hash, user_id, email, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
        [hash, userId, one()],
      );
      return token;
    },
    act: (_owner, token) => api.asService(addressRoutes.confirm, { token }),
    entry: { ...inLog('address'), before: { email: expect.any(String) }, after: { email: expect.any(String) } },
  },
  'totp.confirm': {
    act: withApp,
    entry: { ...inLog('totp'), before: null, after: null },
  },
  'totp.remove': {
    arrange: withApp,
    act: (owner) => owner.call(secondFactorRoutes.removeTotp),
    entry: { ...inLog('totp'), before: null, after: null },
  },
  'recovery-codes.renew': {
    arrange: withApp,
    act: (owner) => owner.call(secondFactorRoutes.renewRecoveryCodes, {}),
    entry: { ...inLog('recovery-codes'), before: null, after: null },
  },
  'passkeys.create': {
    act: withPasskey,
    entry: { ...inLog('passkeys'), before: null, after: { name: 'Laptop' } },
  },
  'passkeys.delete': {
    arrange: withPasskey,
    act: (owner, id) => owner.call(secondFactorRoutes.removePasskey, { id }),
    entry: { ...inLog('passkeys'), before: { name: 'Laptop' }, after: null },
  },
  'password.reset': {
    arrange: async ({ userId }) => {
      const { token, hash } = newToken();
      await api.owner.query(
        `insert into password_resets (token_hash, user_id, expires_at) values ($1, $2, now() + interval '1 hour')`,
        [hash, userId],
      );
      return token;
    },
    act: (_owner, token) => api.asService(passwordRoutes.reset, { token, password: 'even longer' }),
    entry: { ...inLog('password'), before: null, after: null },
  },
};

/** Why these leave no entry although they are no plain reading. */
const exempt = new Map([
  ['address.resend', 'only using the link changes anything: address.confirm'],
  ['address.change', 'the same'],
  ['password.request-reset', 'nobody is signed in, and only using the link changes anything: password.reset'],
]);

test('every operation that changes something is performed below, or exempt for a reason', () => {
  const changing = api.app
    .get(OpenApi)
    .routes()
    .filter(changes)
    .map(({ id }) => id);
  expect([...Object.keys(performed), ...exempt.keys()].toSorted()).toEqual(changing.toSorted());
});

test.for(Object.entries(performed))('%s writes exactly one entry', async ([action, { arrange, act, entry }]) => {
  const owner = await api.newOrganization();
  const id = (await arrange?.(owner)) ?? '';
  const before = await entries(owner);
  const place = await act(owner, id);
  const isElsewhere = action === 'organizations.create' || action === 'identity.sign-up';
  const written = isElsewhere ? await entries(String(place)) : (await entries(owner)).slice(before.length);
  expect(written).toMatchObject([{ action, actorKind: 'user', ...entry }]);
  expect(written[0]!.requestId).toMatch(/^[\w-]{36}$/);
  expect(JSON.stringify(written)).not.toMatch(/hash|token|long enough|even longer|two of us know/i);
});
