import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes, invitationsRoutes, membersRoutes, organizationRoutes } from '@engagex/domain/accounts';
import { auditRoutes } from '@engagex/domain/audit';
import { contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { templatesRoutes } from '@engagex/domain/templates';
import { checkLogs } from '../../../../../migrations/audit-chain.ts';
import { entriesOf } from '../../testing/audit.ts';
import { addresses, body } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const entries = ({ organizationId }: TestMember) => entriesOf(api.owner, organizationId);
const newContact = (member: TestMember, email = addresses(1)[0]!, firstName = 'Ada') =>
  member.call(contactsRoutes.create, { email, firstName });

async function problemOf({ organizationId }: TestMember): Promise<string | null> {
  const client = new pg.Client({ connectionString: api.database.ownerUrl });
  await client.connect();
  try {
    for await (const log of checkLogs(client, { organizationId })) return log.problem;
    throw new Error('The organization was not checked.');
  } finally {
    await client.end();
  }
}

test('fifty changes at the same time are fifty entries without a gap, in an intact chain', async () => {
  const owner = await api.newOrganization();
  await Promise.all(addresses(50).map((email) => newContact(owner, email)));
  const written = await entries(owner);
  expect(written.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(new Set(written.map(({ objectId }) => objectId)).size).toBe(50);
  expect(await problemOf(owner)).toBeNull();
});

test('a request that is refused, fails or changes nothing leaves no entry', async () => {
  const owner = await api.newOrganization();
  const contact = await newContact(owner);
  const group = await owner.call(groupsRoutes.create, { name: 'Friends' });
  const membership = { id: group.id, contactId: contact.id };
  await owner.call(groupsRoutes.addMember, membership);
  const template = await owner.call(templatesRoutes.create, { name: 'A', subject: 'A', format: 'html', body });
  const before = (await entries(owner)).length;

  const analyst = await api.newMember(owner.organizationId, 'analyst');
  const refusals = [
    analyst.call(contactsRoutes.delete, { id: contact.id }), // not allowed
    owner.call(contactsRoutes.create, { email: contact.email }), // a conflict
    owner.call(contactsRoutes.delete, { id: group.id }), // nothing there
    owner.call(contactsRoutes.update, { id: contact.id, email: 'no address' }), // invalid
    owner.call(templatesRoutes.update, { id: template.id, body: '{{ unclosed' }), // invalid, found by the handler
    owner.call(membersRoutes.leave), // the last owner
    owner.call(invitationsRoutes.create, { email: 'nobody', role: 'editor' }),
  ];
  for (const { status } of await Promise.allSettled(refusals)) expect(status).toBe('rejected');

  await owner.call(contactsRoutes.update, { id: contact.id, firstName: contact.firstName });
  await owner.call(groupsRoutes.addMember, membership); // is there already
  await owner.call(templatesRoutes.update, { id: template.id, name: 'A' });
  expect((await entries(owner)).slice(before)).toEqual([]);
});

test('a change whose entry cannot be written does not happen either', async () => {
  const owner = await api.newOrganization();
  const contact = await newContact(owner);
  const template = await owner.call(templatesRoutes.create, { name: 'A', subject: 'A', format: 'html', body });
  await api.owner.query(
    `create function break_entry() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
     create trigger broken before insert on audit_entries for each row
       when (new.action in ('contacts.update', 'templates.update')) execute function break_entry()`,
  );
  const change = owner.call(contactsRoutes.update, { id: contact.id, firstName: 'Eve' });
  await expect(change).rejects.toMatchObject({ status: 500 });
  const changeOfItsOwn = owner.call(templatesRoutes.update, { id: template.id, name: 'B' });
  await expect(changeOfItsOwn).rejects.toMatchObject({ status: 500 });
  await api.owner.query('drop trigger broken on audit_entries; drop function break_entry');
  expect(await owner.call(contactsRoutes.get, { id: contact.id })).toMatchObject({ firstName: 'Ada' });
  expect(await owner.call(templatesRoutes.get, { id: template.id })).toMatchObject({ name: 'A' });
  expect((await entries(owner)).map(({ action }) => action)).toEqual(['contacts.create', 'templates.create']);
});

test('an entry says where the request came from; an address that is none is not believed', async () => {
  const owner = await api.newOrganization();
  const from = (headers: Record<string, string>) =>
    owner.fetch('/api/groups', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ name: `Group ${Math.random()}` }),
    });
  await from({ 'x-engagex-address': '2001:db8::7', 'x-request-id': 'request-of-mine' });
  await from({ 'x-engagex-address': '<script>' });
  await from({});
  expect(await entries(owner)).toMatchObject([
    { address: '2001:db8::7', requestId: 'request-of-mine' },
    { address: null },
    { address: null },
  ]);
});

test('what a program does stands under the name of its key, also after the key was revoked', async () => {
  const owner = await api.newOrganization();
  const key = await owner.call(apiKeysRoutes.create, { name: 'Shop', scopes: ['contacts:write', 'templates:write'] });
  const headers = { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' };
  const post = (path: string, content: unknown) =>
    fetch(new URL(path, api.url), { method: 'POST', headers, body: JSON.stringify(content) });
  await post('/api/groups', { name: 'Friends' });
  await post('/api/templates', { name: 'A', subject: 'A', format: 'html', body }); // in a transaction of its own
  await owner.call(apiKeysRoutes.revoke, { id: key.id });
  const byKey = { actorKind: 'key', actorId: key.id, actorName: 'Shop' };
  expect((await entries(owner)).slice(1)).toMatchObject([
    { action: 'groups.create', ...byKey },
    { action: 'templates.create', ...byKey },
    { action: 'api-keys.revoke', actorKind: 'user', objectName: 'Shop' },
  ]);
});

test('the log is listed newest first and found by person, thing, noun, operation and time', async () => {
  const owner = await api.newOrganization();
  const admin = await api.newMember(owner.organizationId, 'admin');
  const contact = await newContact(owner, 'ada@example.com');
  await admin.call(contactsRoutes.update, { id: contact.id, firstName: 'Grace' });
  await admin.call(groupsRoutes.create, { name: 'Friends' });
  const all = await admin.call(auditRoutes.list);
  expect(all.items.map(({ seq, action }) => [seq, action])).toEqual([
    [3, 'groups.create'],
    [2, 'contacts.update'],
    [1, 'contacts.create'],
  ]);
  expect(all.items[1]).toMatchObject({
    actor: { kind: 'user', id: admin.userId, name: 'Test person' },
    noun: 'contacts',
    object: { id: contact.id, name: 'ada@example.com' },
    before: { firstName: 'Ada' },
    after: { firstName: 'Grace' },
    address: null,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const seqs = async (filter: Parameters<typeof admin.call<typeof auditRoutes.list>>[1]) =>
    (await admin.call(auditRoutes.list, filter)).items.map(({ seq }) => seq);
  expect(await seqs({ actorId: admin.userId })).toEqual([3, 2]);
  expect(await seqs({ objectId: contact.id })).toEqual([2, 1]);
  expect(await seqs({ noun: 'groups' })).toEqual([3]);
  expect(await seqs({ action: 'contacts.update' })).toEqual([2]);
  expect(await seqs({ noun: 'contacts', actorId: admin.userId })).toEqual([2]);

  await api.owner.query(
    `update audit_entries set at = '2026-01-01T00:00:00Z'::timestamptz + seq * interval '1 day' where organization_id = $1`,
    [owner.organizationId],
  );
  expect(await seqs({ from: '2026-01-03T00:00:00Z' })).toEqual([3, 2]);
  expect(await seqs({ to: '2026-01-03T00:00:00Z' })).toEqual([1]); // the end is not part of it
  expect(await seqs({ from: '2026-01-03T00:00:00+00:00', to: '2026-01-04T00:00:00Z' })).toEqual([2]);
  expect(await seqs({ from: '2027-01-01T00:00:00Z' })).toEqual([]);
  expect(await seqs({ to: '2025-01-01T00:00:00Z' })).toEqual([]);
});

test.for([
  ['wishes', 'preferences'],
  ['pressure', 'frequency'],
  ['notices', 'notifications'],
  ['receivers', 'mailbox-providers'],
  ['examinations', 'delivery-tests'],
] as const)('an entry about %s is read and found as one about %s, in an intact chain', async ([former, today]) => {
  const owner = await api.newOrganization();
  for (const noun of [former, today]) await appendAs(owner, `${noun}.update`, noun);
  const entry = { action: `${today}.update`, noun: today };
  for (const filter of [{}, { noun: today }, { action: entry.action }])
    expect((await owner.call(auditRoutes.list, filter)).items).toMatchObject([entry, entry]);
  expect(await problemOf(owner)).toBeNull();
});

test('codes of former spelling are read in today’s, and what people wrote stays', async () => {
  const owner = await api.newOrganization();
  const filter = { conditions: [{ field: 'city', operator: 'is-not', value: 'add-to-group' }] };
  await appendAs(owner, 'bulk-actions.start', 'bulk-actions', {
    label: 'add-to-group',
    after: { kind: 'add-to-group', filter, note: '"kind": "add-to-group"', reasons: ['content', 'retries-exhausted'] },
  });
  expect((await owner.call(auditRoutes.list, {})).items[0]).toMatchObject({
    object: { name: 'add_to_group' },
    after: {
      kind: 'add_to_group',
      filter: { conditions: [{ operator: 'is_not', value: 'add-to-group' }] },
      note: '"kind": "add-to-group"',
      reasons: ['content', 'retries_exhausted'],
    },
  });
  expect(await problemOf(owner)).toBeNull();
});

test('tests that members were sent, A/B tests and predicates of segments are found and read under their own names', async () => {
  const owner = await api.newOrganization();
  await appendAs(owner, 'campaigns.test', 'campaigns');
  await appendAs(owner, 'campaigns.update', 'campaigns', { label: null, after: { test: { share: 20 }, name: 'test' } });
  const condition = { kind: 'field', field: 'email', test: { op: 'is', value: '"test": {"op": ' } };
  await appendAs(owner, 'segments.update', 'segments', {
    label: null,
    after: { tree: { kind: 'all', of: [condition] } },
  });
  const { items } = await owner.call(auditRoutes.list, {});
  expect(items.map(({ action, after }) => ({ action, after }))).toEqual([
    {
      action: 'segments.update',
      after: { tree: { kind: 'all', of: [{ kind: 'field', field: 'email', predicate: condition.test }] } },
    },
    { action: 'campaigns.update', after: { abTest: { share: 20 }, name: 'test' } },
    { action: 'campaigns.send-test', after: { News: true } },
  ]);
  expect((await owner.call(auditRoutes.list, { action: 'campaigns.send-test' })).items).toHaveLength(1);
});

async function appendAs(
  { organizationId, userId }: TestMember,
  action: string,
  noun: string,
  { label, after }: { label: string | null; after: object } = { label: null, after: { News: true } },
): Promise<void> {
  const client = new pg.Client({ connectionString: api.database.appUrl });
  await client.connect();
  try {
    await client.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
    await client.query(`select append_audit_entry('user', $1, 'Ada', $2, $3, null, $4, null, $5, 'r', null)`, [
      userId,
      action,
      noun,
      label,
      after,
    ]);
  } finally {
    await client.end();
  }
}

test('pages follow one another without gap or repetition while the log grows', async () => {
  const owner = await api.newOrganization();
  for (const email of addresses(5)) await newContact(owner, email);
  const first = await owner.call(auditRoutes.list, { limit: 2 });
  await newContact(owner);
  const second = await owner.call(auditRoutes.list, { limit: 2, cursor: first.nextCursor! });
  const third = await owner.call(auditRoutes.list, { limit: 2, cursor: second.nextCursor! });
  expect([first, second, third].flatMap(({ items }) => items.map(({ seq }) => seq))).toEqual([5, 4, 3, 2, 1]);
  expect(third.nextCursor).toBeNull();
});

test.for([
  'cursor=soon',
  'cursor=-1',
  'from=yesterday',
  'to=2026-13-01T00:00:00Z',
  'actorId=me',
  'noun=Contacts%27',
  'action=contacts',
  'limit=0',
])('a filter that cannot be meant is refused: %s', async (query) => {
  const owner = await api.newOrganization();
  const response = await owner.fetch(`/api/audit-entries?${query}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: expect.stringMatching(/^(input\.invalid|page\.cursor)$/) });
});

test('the export has every entry that matches, and nothing that a spreadsheet would run', async () => {
  const owner = await api.newOrganization();
  await owner.call(organizationRoutes.update, { name: '=HYPERLINK("evil")' });
  await api.owner.query(`update users set name = '@SUM(1)' where id = $1`, [owner.userId]);
  await owner.call(groupsRoutes.create, { name: 'Friends, "close" ones' });
  const response = await owner.fetch('/api/audit-entries/export');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="audit-log.csv"');
  const [header, newest = '', oldest = '', ...rest] = (await response.text()).split('\r\n');
  expect(header).toMatch(/^Number,Time,Who,/);
  expect(newest).toContain(`2,`);
  expect(newest).toContain(`,'@SUM(1),person,`);
  expect(newest).toContain(`"Friends, ""close"" ones"`);
  expect(oldest).toContain(`"'=HYPERLINK(""evil"")"`);
  expect(rest).toEqual(['']);
  const groups = await owner.fetch('/api/audit-entries/export?noun=groups');
  expect((await groups.text()).split('\r\n')).toHaveLength(3);
});

test('an export of several pages is whole, also for a slow reader, and can be left halfway', async () => {
  const owner = await api.newOrganization();
  await api.owner.query(
    `insert into audit_entries (organization_id, seq, at, actor_kind, actor_id, actor_name, action, object_type, after, request_id, previous_hash, hash)
     select $1, n, now(), 'user', $2, 'Ada', 'contacts.update', 'contacts', jsonb_build_object('text', repeat('x', 2000)), 'r', '', ''
     from generate_series(1, 5500) n`,
    [owner.organizationId, owner.userId],
  );
  const response = await owner.fetch('/api/audit-entries/export');
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk, { stream: true });
    await sleep(2);
  }
  const lines = text.trimEnd().split('\r\n').slice(1);
  expect(lines.map((line) => Number(line.split(',', 1)[0]))).toEqual(
    Array.from({ length: 5500 }, (_, index) => 5500 - index),
  );

  const left = await owner.fetch('/api/audit-entries/export');
  await left.body?.cancel();
  expect((await owner.call(auditRoutes.list, { limit: 1 })).items[0]?.seq).toBe(5500);
});

test('the log of another organization is not there', async () => {
  const [owner, stranger] = [await api.newOrganization(), await api.newOrganization()];
  const contact = await newContact(owner);
  expect((await stranger.call(auditRoutes.list)).items).toEqual([]);
  expect((await stranger.call(auditRoutes.list, { objectId: contact.id })).items).toEqual([]);
});
