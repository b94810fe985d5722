import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes, keyScopes, type KeyScope, membersRoutes, type NewApiKey } from '@engagex/domain/accounts';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { addresses } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

function newKey(owner: TestMember, scopes: KeyScope[] = [...keyScopes]): Promise<NewApiKey> {
  return owner.call(apiKeysRoutes.create, { name: 'Shop', scopes, expiresInDays: 30 });
}

async function statusOf(secret: string, path: string, init: RequestInit = {}): Promise<number> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  return (await fetch(new URL(path, api.url), { ...init, headers })).status;
}

test('a key reaches what its scopes name, in its own organization', async () => {
  const owner = await api.newOrganization();
  const { secret } = await newKey(owner, ['contacts:write']);
  const [email = ''] = addresses(1, 'by-key');
  expect(await statusOf(secret, '/api/contacts', { method: 'POST', body: JSON.stringify({ email }) })).toBe(201);
  expect(await statusOf(secret, '/api/contacts')).toBe(403); // reading is another scope
  expect(await statusOf(secret, '/api/campaigns')).toBe(403);
  expect((await owner.call(contactsRoutes.list, {})).items.map((contact) => contact.email)).toEqual([email]);
  const stranger = await api.newOrganization();
  expect((await stranger.call(contactsRoutes.list, {})).items).toEqual([]);
});

test('no key, whatever its scopes, reaches the team, other keys, the organization or a person', async () => {
  const { secret } = await newKey(await api.newOrganization());
  for (const path of [membersRoutes.list.path, apiKeysRoutes.list.path, '/api/organization', '/api/session'])
    expect(await statusOf(secret, path), path).toBe(403);
  expect(await statusOf(secret, '/internal/verify-password', { method: 'POST', body: '{}' })).toBe(403);
  expect(await statusOf(secret, campaignsRoutes.list.path)).toBe(200);
});

test('the secret is told once and stored as a hash only', async () => {
  const owner = await api.newOrganization();
  const { id, secret, hint } = await newKey(owner);
  expect(secret).toMatch(/^egx_[\w-]{43}$/);
  expect(secret.startsWith(hint)).toBe(true);
  expect(JSON.stringify(await owner.call(apiKeysRoutes.list, {}))).not.toContain(secret);
  const { rows } = await api.owner.query<{ stored: string }>(
    'select row_to_json(k)::text as stored from api_keys k where id = $1',
    [id],
  );
  expect(rows[0]?.stored).not.toContain(secret);
});

test('a key that was revoked, has expired or never was is refused with the next request', async () => {
  const owner = await api.newOrganization();
  const revoked = await newKey(owner);
  expect(await statusOf(revoked.secret, '/api/contacts')).toBe(200);
  await owner.call(apiKeysRoutes.revoke, { id: revoked.id });
  expect(await statusOf(revoked.secret, '/api/contacts')).toBe(401);
  const expired = await newKey(owner);
  await api.owner.query(`update api_keys set expires_at = now() - interval '1 second' where id = $1`, [expired.id]);
  expect(await statusOf(expired.secret, '/api/contacts')).toBe(401);
  expect(await statusOf(`egx_${'x'.repeat(43)}`, '/api/contacts')).toBe(401);
  expect(await statusOf('not-a-key', '/api/contacts')).toBe(401);
});

test('replacing a key leaves the old one a day and no more', async () => {
  const owner = await api.newOrganization();
  const old = await newKey(owner, ['reports:read']);
  const next = await owner.call(apiKeysRoutes.rotate, { id: old.id });
  expect(next.scopes).toEqual(['reports:read']);
  expect(Date.parse(next.expiresAt ?? '') - Date.parse(next.createdAt)).toBe(30 * 24 * 3_600_000); // as long as the old one
  expect(await statusOf(old.secret, '/api/dashboard')).toBe(200);
  expect(await statusOf(next.secret, '/api/dashboard')).toBe(200);
  const { items } = await owner.call(apiKeysRoutes.list, {});
  const left = Date.parse(items.find(({ id }) => id === old.id)?.expiresAt ?? '') - Date.now();
  expect(left).toBeGreaterThan(23 * 3_600_000);
  expect(left).toBeLessThanOrEqual(24 * 3_600_000 + 5_000);
});

test('its last use is noted', async () => {
  const owner = await api.newOrganization();
  const { id, secret } = await newKey(owner);
  await statusOf(secret, '/api/contacts');
  const { items } = await owner.call(apiKeysRoutes.list, {});
  expect(items.find((key) => key.id === id)?.lastUsedAt).not.toBeNull();
});

function newPublicKey(owner: TestMember): Promise<NewApiKey> {
  return owner.call(apiKeysRoutes.create, { kind: 'public', name: 'Web shop' });
}

test('a public key collects events, is shown again, replaced and revoked like the others, and opens nothing else', async () => {
  const owner = await api.newOrganization();
  const key = await newPublicKey(owner);
  expect(key).toMatchObject({ kind: 'public', scopes: ['events:write'], expiresAt: null });
  expect(key.secret).toMatch(/^egx_pub_[\w-]{43}$/);
  const { items } = await owner.call(apiKeysRoutes.list, {});
  expect(items.find(({ id }) => id === key.id)).toMatchObject({
    publicKey: key.secret,
    hint: key.secret.slice(0, 14),
  });
  for (const path of ['/api/contacts', '/api/dashboard', '/api/session', apiKeysRoutes.list.path]) {
    const answer = await fetch(new URL(path, api.url), { headers: { authorization: `Bearer ${key.secret}` } });
    expect(answer.status, path).toBe(403);
    expect(((await answer.json()) as { detail: string }).detail).toContain('can only collect events'); // a problem
  }
  const next = await owner.call(apiKeysRoutes.rotate, { id: key.id });
  expect(next).toMatchObject({ kind: 'public', scopes: ['events:write'] });
  expect(next.secret).toMatch(/^egx_pub_/);
  await owner.call(apiKeysRoutes.revoke, { id: next.id });
  expect(await statusOf(next.secret, '/api/key')).toBe(401);
  expect(await statusOf(key.secret, '/api/key')).toBe(200);
});

test('a secret key may send events besides, and a public key does nothing else, not even in the table', async () => {
  const owner = await api.newOrganization();
  const wrong = { status: 400, problem: { errors: [{ path: ['scopes'] }] } };
  const both = await owner.call(apiKeysRoutes.create, { name: 'x', scopes: ['contacts:read', 'events:write'] });
  expect(both).toMatchObject({ kind: 'secret', scopes: ['contacts:read', 'events:write'], origins: [] });
  await expect(
    owner.call(apiKeysRoutes.create, { kind: 'public', name: 'x', scopes: ['contacts:read'] }),
  ).rejects.toMatchObject(wrong);
  await expect(owner.call(apiKeysRoutes.create, { kind: 'other' as 'public', name: 'x' })).rejects.toMatchObject({
    status: 400,
  });
  for (const [kind, scopes] of [
    ['public', '{contacts:read}'],
    ['public', '{contacts:read,events:write}'],
  ]) {
    const stored = api.owner.query(
      `insert into api_keys (organization_id, kind, name, hint, key_hash, scopes) values ($1, $2, 'x', 'x', 'x', $3)`,
      [owner.organizationId, kind, scopes],
    );
    await expect(stored).rejects.toThrow('violates check constraint');
  }
});

test('a key says what it is, and only to whoever has one', async () => {
  const owner = await api.newOrganization();
  const told = async (secret: string) => {
    const answer = await fetch(new URL('/api/key', api.url), { headers: { authorization: `Bearer ${secret}` } });
    return answer.json();
  };
  const secret = await newKey(owner, ['contacts:read']);
  const organization = { id: owner.organizationId, name: 'Test organization' };
  expect(await told(secret.secret)).toEqual({
    kind: 'secret',
    name: 'Shop',
    scopes: ['contacts:read'],
    expiresAt: secret.expiresAt,
    organization,
  });
  expect(await told((await newPublicKey(owner)).secret)).toEqual({
    kind: 'public',
    name: 'Web shop',
    scopes: ['events:write'],
    expiresAt: null,
    organization,
  });
  expect((await owner.fetch('/api/key')).status).toBe(401);
  expect((await fetch(new URL('/api/key', api.url))).status).toBe(401);
});

test('what a campaign says can be done follows the scopes of the key, or the role', async () => {
  const owner = await api.newOrganization();
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  const { id } = await owner.call(campaignsRoutes.create, { name: 'Sale' });
  const { secret } = await newKey(owner, ['campaigns:read', 'campaigns:write']);
  const answer = await fetch(new URL(`/api/campaigns/${id}`, api.url), {
    headers: { authorization: `Bearer ${secret}` },
  });
  expect(((await answer.json()) as { can: string[] }).can).toEqual(['update', 'delete']);
  expect((await owner.call(campaignsRoutes.get, { id })).can).toEqual(['update', 'launch', 'schedule', 'delete']);
  expect((await analyst.call(campaignsRoutes.get, { id })).can).toEqual([]);
  expect((await owner.call(reportsRoutes.report, { id })).campaign.can).toContain('launch');
});

test('bad input gets a reason beside its field', async () => {
  const owner = await api.newOrganization();
  const none = owner.call(apiKeysRoutes.create, { name: 'x', scopes: [] });
  await expect(none).rejects.toMatchObject({ status: 400, problem: { errors: [{ path: ['scopes'] }] } });
  const unknown = owner.call(apiKeysRoutes.create, { name: 'x', scopes: ['members:write' as KeyScope] });
  await expect(unknown).rejects.toMatchObject({ status: 400 });
  const stranger = await api.newOrganization();
  const { id } = await newKey(owner);
  await expect(stranger.call(apiKeysRoutes.revoke, { id })).rejects.toMatchObject({ status: 404 });
});

test('a public key keeps its origins when it is replaced, and they are origins, not pages', async () => {
  const owner = await api.newOrganization();
  const create = (origins: string[], kind: 'public' | 'secret' = 'public') =>
    owner.call(apiKeysRoutes.create, { kind, name: 'x', origins, scopes: kind === 'secret' ? ['events:write'] : [] });
  const { id } = await create(['https://Shop.example', 'https://shop.example/']);
  expect((await owner.call(apiKeysRoutes.rotate, { id })).origins).toEqual(['https://shop.example']);
  for (const origin of ['shop.example', 'https://shop.example/cart', 'javascript:alert(1)', '*'])
    await expect(create([origin]), origin).rejects.toMatchObject({ status: 400 });
  await expect(create(['https://shop.example'], 'secret')).rejects.toMatchObject({ status: 400 });
});
