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
import { approvalsRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import {
  attributesRoutes,
  bulkActionsRoutes,
  contactPageRoutes,
  contactsRoutes,
  contactViewsRoutes,
  exportsRoutes,
  groupsRoutes,
  type ImportView,
  importsRoutes,
} from '@engagex/domain/contacts';
import { formsRoutes } from '@engagex/domain/forms';
import { type SegmentBranch, segmentsRoutes } from '@engagex/domain/segments';
import { personalDataRoutes } from '@engagex/domain/personal-data';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { templatesRoutes } from '@engagex/domain/templates';
import { wishesRoutes } from '@engagex/domain/wishes';
import { topicsRoutes } from '@engagex/domain/topics';
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
const attribute = async (owner: TestMember) =>
  (await owner.call(attributesRoutes.create, { name: 'city', label: 'City', type: 'text' })).id;
const bulk = async (owner: TestMember) => {
  const who = { by: 'ids' as const, ids: [await contact(owner)] };
  return (await owner.call(bulkActionsRoutes.start, { action: { kind: 'delete' }, who })).id;
};
const view = async (owner: TestMember) => (await owner.call(contactViewsRoutes.create, { name: 'Regulars' })).id;
const group = async (owner: TestMember) => (await owner.call(groupsRoutes.create, { name: 'Friends' })).id;
const german: SegmentBranch = {
  kind: 'all',
  of: [{ kind: 'field', field: 'country', test: { op: 'is', value: 'DE' } }],
};
const segment = async (owner: TestMember) =>
  (await owner.call(segmentsRoutes.create, { name: 'Germans', tree: german })).id;
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
const inTime = { kind: 'at', time: new Date(Date.now() + 86_400_000).toISOString().slice(0, 16) } as const;
const scheduled = async (owner: TestMember) => {
  const id = await campaign(owner);
  await owner.call(campaignsRoutes.schedule, { id, plan: inTime });
  return id;
};
/** A draft whose approval a colleague has asked for. */
const asked = async (owner: TestMember) => {
  const id = await campaign(owner);
  await (await api.newMember(owner.organizationId, 'campaign_manager')).call(approvalsRoutes.ask, { id });
  await api.owner.query('update campaigns set updated_by_id = null where id = $1', [id]);
  return id;
};
const latestApproval = async (owner: TestMember, id: string) =>
  (await owner.call(approvalsRoutes.get, { id })).latest?.id ?? '';
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
const suppressed = async (owner: TestMember) =>
  (await owner.call(suppressionsRoutes.create, { address: 'ada@example.com', note: 'Asked by phone' })).id;
const topic = async (owner: TestMember) => (await owner.call(topicsRoutes.create, { name: 'Events' })).id;
const form = async (owner: TestMember) =>
  (await owner.call(formsRoutes.create, { name: 'Footer', wording: 'Yes, write to me' })).id;
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
  'attributes.create': {
    act: attribute,
    entry: { ...inLog('attributes', 'City'), before: null, after: { name: 'city', label: 'City', type: 'text' } },
  },
  'attributes.update': {
    arrange: attribute,
    act: (owner, id) => owner.call(attributesRoutes.update, { id, label: 'Town' }),
    entry: { ...inLog('attributes', 'Town'), before: { label: 'City' }, after: { label: 'Town' } },
  },
  'attributes.delete': {
    arrange: attribute,
    act: (owner, id) => owner.call(attributesRoutes.delete, { id }),
    entry: { ...inLog('attributes', 'City'), before: { label: 'City' }, after: null },
  },
  'attributes.restore': {
    arrange: deleted(attribute, '/api/attributes'),
    act: (owner, id) => owner.call(attributesRoutes.restore, { id }),
    entry: { ...inLog('attributes', 'City'), before: null, after: { label: 'City' } },
  },
  'bulk-actions.start': {
    arrange: contact,
    act: (owner, id) =>
      owner.call(bulkActionsRoutes.start, { action: { kind: 'delete' }, who: { by: 'ids', ids: [id] } }),
    entry: { ...inLog('bulk-actions', 'delete'), before: null, after: { kind: 'delete', contacts: 1 } },
  },
  'bulk-actions.cancel': {
    arrange: bulk,
    act: (owner, id) => owner.call(bulkActionsRoutes.cancel, { id }),
    entry: { ...inLog('bulk-actions'), before: { status: 'queued' }, after: { status: 'cancelled' } },
  },
  'bulk-actions.undo': {
    arrange: async (owner) => {
      const id = await bulk(owner);
      await api.owner.query('update bulk_action_contacts set changed = true where bulk_action_id = $1', [id]);
      return id;
    },
    act: (owner, id) => owner.call(bulkActionsRoutes.undo, { id }),
    entry: { ...inLog('bulk-actions', 'restore') },
  },
  'contact-views.create': {
    act: view,
    entry: { ...inLog('contact-views', 'Regulars'), before: null },
  },
  'contact-views.update': {
    arrange: view,
    act: (owner, id) => owner.call(contactViewsRoutes.update, { id, name: 'Friends' }),
    entry: { ...inLog('contact-views', 'Friends'), before: { name: 'Regulars' }, after: { name: 'Friends' } },
  },
  'contact-views.delete': {
    arrange: view,
    act: (owner, id) => owner.call(contactViewsRoutes.delete, { id }),
    entry: { ...inLog('contact-views', 'Regulars'), after: null },
  },
  'contact-views.restore': {
    arrange: deleted(view, '/api/contact-views'),
    act: (owner, id) => owner.call(contactViewsRoutes.restore, { id }),
    entry: { ...inLog('contact-views', 'Regulars'), before: null },
  },
  'contacts.create': {
    arrange: attribute,
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
  'contacts.merge': {
    arrange: contact,
    act: async (owner, id) => {
      const { rows } = await api.owner.query<{ id: string }>(
        `insert into contacts (organization_id, email, last_name) values ($1, 'other@example.com', 'Byron') returning id`,
        [owner.organizationId],
      );
      await owner.call(contactPageRoutes.merge, { id, otherId: rows[0]!.id });
    },
    entry: { ...inLog('contacts'), after: { merged: 'other@example.com', lastName: 'Byron' } },
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
  'wishes.set-topic': {
    arrange: contact,
    act: async (owner, id) => {
      const { topics } = await owner.call(wishesRoutes.get, { id });
      await owner.call(wishesRoutes.setTopic, { id, topicId: topics[0]!.id, wanted: false });
    },
    entry: { ...inLog('wishes'), before: { 'News and offers': true }, after: { 'News and offers': false } },
  },
  'topics.create': { act: topic, entry: { ...inLog('topics', 'Events'), before: null, after: { name: 'Events' } } },
  'topics.update': {
    arrange: topic,
    act: (owner, id) => owner.call(topicsRoutes.update, { id, name: 'Fairs' }),
    entry: { ...inLog('topics', 'Fairs'), before: { name: 'Events' }, after: { name: 'Fairs' } },
  },
  'topics.make-default': {
    arrange: topic,
    act: (owner, id) => owner.call(topicsRoutes.makeDefault, { id }),
    entry: { ...inLog('topics', 'Events'), before: { isDefault: false }, after: { isDefault: true } },
  },
  'topics.delete': {
    arrange: topic,
    act: (owner, id) => owner.call(topicsRoutes.delete, { id }),
    entry: { ...inLog('topics', 'Events'), before: { name: 'Events' }, after: null },
  },
  'topics.restore': {
    arrange: deleted(topic, '/api/topics'),
    act: (owner, id) => owner.call(topicsRoutes.restore, { id }),
    entry: { ...inLog('topics', 'Events'), before: null, after: { name: 'Events' } },
  },
  'forms.create': { act: form, entry: { ...inLog('forms', 'Footer'), before: null, after: { doubleOptIn: true } } },
  'forms.update': {
    arrange: form,
    act: (owner, id) => owner.call(formsRoutes.update, { id, wording: 'Write to me' }),
    entry: {
      ...inLog('forms', 'Footer'),
      before: { wording: 'Yes, write to me', wordingVersion: 1 },
      after: { wording: 'Write to me', wordingVersion: 2 },
    },
  },
  'forms.delete': {
    arrange: form,
    act: (owner, id) => owner.call(formsRoutes.delete, { id }),
    entry: { ...inLog('forms', 'Footer'), after: null },
  },
  'forms.restore': {
    arrange: deleted(form, '/api/forms'),
    act: (owner, id) => owner.call(formsRoutes.restore, { id }),
    entry: { ...inLog('forms', 'Footer'), before: null },
  },
  'personal-data.erase': {
    arrange: async (owner) => (await owner.call(contactsRoutes.create, { email: 'ada@example.com' })).id,
    act: (owner, id) => owner.call(personalDataRoutes.erase, { id, address: 'ada@example.com' }),
    entry: { objectType: 'personal-data', objectId: expect.any(String), objectName: null, before: null },
  },
  'suppressions.create': {
    act: suppressed,
    entry: {
      ...inLog('suppressions', 'ada@example.com'),
      before: null,
      after: { reason: 'manual', note: 'Asked by phone' },
    },
  },
  'suppressions.import': {
    act: async (owner) => {
      const form = new FormData();
      form.set('file', new Blob(['email\nada@example.com\n']), 'left.csv');
      await owner.fetch('/api/suppressions/import', { method: 'POST', body: form });
    },
    entry: { objectType: 'suppressions', objectName: 'left.csv', after: { added: 1 } },
  },
  'suppressions.remove': {
    arrange: suppressed,
    act: (owner, id) => owner.call(suppressionsRoutes.remove, { id }),
    entry: {
      ...inLog('suppressions', 'ada@example.com'),
      before: { reason: 'manual', note: 'Asked by phone' },
      after: null,
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
  'segments.create': {
    act: segment,
    entry: { ...inLog('segments', 'Germans'), before: null, after: { name: 'Germans', tree: german } },
  },
  'segments.update': {
    arrange: segment,
    act: (owner, id) => owner.call(segmentsRoutes.update, { id, name: 'Customers' }),
    entry: { ...inLog('segments', 'Customers'), before: { name: 'Germans' }, after: { name: 'Customers' } },
  },
  'segments.delete': {
    arrange: segment,
    act: (owner, id) => owner.call(segmentsRoutes.delete, { id }),
    entry: { ...inLog('segments', 'Germans'), before: { name: 'Germans' }, after: null },
  },
  'segments.restore': {
    arrange: deleted(segment, '/api/segments'),
    act: (owner, id) => owner.call(segmentsRoutes.restore, { id }),
    entry: { ...inLog('segments', 'Germans'), before: null, after: { name: 'Germans' } },
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
  'campaigns.schedule': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.schedule, { id, plan: inTime, expectedPeople: 3 }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { status: 'draft', startsAt: null, plan: { kind: 'now' } },
      after: { status: 'scheduled', startsAt: expect.any(String), plan: inTime, people: 3 },
    },
  },
  'campaigns.reschedule': {
    arrange: scheduled,
    act: (owner, id) =>
      owner.call(campaignsRoutes.reschedule, { id, plan: { kind: 'local', time: inTime.time, passed: 'skip' } }),
    entry: { ...inLog('campaigns'), before: { plan: inTime }, after: { plan: { kind: 'local', passed: 'skip' } } },
  },
  'campaigns.unschedule': {
    arrange: scheduled,
    act: (owner, id) => owner.call(campaignsRoutes.unschedule, { id }),
    entry: { ...inLog('campaigns'), before: { status: 'scheduled' }, after: { status: 'draft', startsAt: null } },
  },
  'campaigns.duplicate': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.duplicate, { id }),
    entry: { ...inLog('campaigns', 'Copy of Summer sale'), after: { duplicateOf: 'Summer sale' } },
  },
  'campaigns.test': {
    arrange: campaign,
    act: async (owner, id) => {
      const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [
        owner.userId,
      ]);
      await owner.call(campaignsRoutes.test, { id, to: [rows[0]!.email] });
    },
    entry: { ...inLog('campaigns', 'Summer sale'), after: { testSentTo: [expect.any(String)] } },
  },
  'campaigns.ask-approval': {
    arrange: campaign,
    act: (owner, id) => owner.call(approvalsRoutes.ask, { id, note: 'Please' }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: { approval: 'asked', people: 3, note: 'Please' } },
  },
  'campaigns.withdraw-approval': {
    arrange: asked,
    act: (owner, id) => owner.call(approvalsRoutes.withdraw, { id }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: { approval: 'withdrawn' } },
  },
  'campaigns.approve': {
    arrange: asked,
    act: async (owner, id) => owner.call(approvalsRoutes.approve, { id, approvalId: await latestApproval(owner, id) }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: { approval: 'approved' } },
  },
  'campaigns.decline': {
    arrange: asked,
    act: async (owner, id) =>
      owner.call(approvalsRoutes.decline, { id, approvalId: await latestApproval(owner, id), note: 'Not yet' }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: { approval: 'declined', note: 'Not yet' } },
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
