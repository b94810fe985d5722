import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes, keyScopes, type KeyScope, membersRoutes, type NewApiKey } from '@engagex/domain/accounts';
import { campaignsRoutes } from '@engagex/domain/campaigns';
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
