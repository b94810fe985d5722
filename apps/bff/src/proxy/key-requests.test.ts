import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes, organizationRoutes } from '@engagex/domain/accounts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-rates-'));
  const PLANS_FILE = join(folder, 'plans.json');
  const plans = [
    { key: 'default', name: 'Default', isDefault: true },
    { key: 'slow', name: 'Slow', requestsPerMinute: 7 },
  ];
  await writeFile(PLANS_FILE, JSON.stringify({ plans }));
  bff = await startTestBff({ API_KEY_LIMIT: '5' }, { settings: { BILLING: 'on', PLANS_FILE } });
});
afterAll(async () => {
  await bff.close();
  await rm(folder, { recursive: true });
});

async function keyOf(scopes: ('contacts:read' | 'contacts:write')[] = ['contacts:read']) {
  const owner = await bff.api.newOrganization();
  return (await owner.call(apiKeysRoutes.create, { name: 'Shop', scopes })).secret;
}

test('a key passes without a cookie, and forged identities beside it count for nothing', async () => {
  const owner = await bff.api.newOrganization();
  const authorization = `Bearer ${await keyOf()}`;
  const response = await bff.visitor().send('/api/contacts', { headers: { authorization } });
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie()).toEqual([]);
  const forged = await bff.visitor().send('/api/members', {
    headers: { authorization, 'x-engagex-identity': 'forged', 'x-organization': owner.organizationId },
  });
  expect(forged.status).toBe(403);
});

test('a cookie beside a key changes nothing about what the key may do', async () => {
  const visitor = await bff.signUp('with-a-cookie@example.com');
  const response = await visitor.send('/api/members', { headers: { authorization: `Bearer ${await keyOf()}` } });
  expect(response.status).toBe(403);
});

test('a public key is told what it is, and stopped at everything else', async () => {
  const owner = await bff.api.newOrganization();
  const { secret } = await owner.call(apiKeysRoutes.create, { kind: 'public', name: 'Web shop' });
  const ask = (path: string) => bff.visitor().send(path, { headers: { authorization: `Bearer ${secret}` } });
  const own = await ask('/api/key');
  expect(own.status).toBe(200);
  expect(await own.json()).toMatchObject({ kind: 'public', organization: { id: owner.organizationId } });
  expect((await ask('/api/contacts')).status).toBe(403);
  expect((await bff.visitor().send('/api/key')).status).toBe(401);
});

test('a logo may be kept by the browser, unlike every other answer', async () => {
  const visitor = await bff.signUp('logo@example.com');
  const image = `data:image/png;base64,${Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001', 'hex').toString('base64')}`;
  const set = await visitor.send(organizationRoutes.setLogo.path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ image }),
  });
  expect(set.headers.get('cache-control')).toBe('no-store');
  const { logo } = (await set.json()) as { logo: string }; // organizationView
  const answer = await visitor.send(logo);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  expect((await bff.visitor().send(logo)).status).toBe(401);
});

test('each key has a rate of its own, told in its headers', async () => {
  const [one, other] = [await keyOf(), await keyOf()];
  const ask = (secret: string) =>
    bff.visitor().send('/api/contacts', { headers: { authorization: `Bearer ${secret}` } });
  const first = await ask(one);
  expect(first.headers.get('ratelimit')).toMatch(/"api-key"; r=4; t=\d+/);
  for (let request = 0; request < 4; request += 1) expect((await ask(one)).status).toBe(200);
  const refused = await ask(one);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'api-key.too-many' });
  expect((await ask(other)).status).toBe(200);
});

test('a plan may limit all keys of an organization together', async () => {
  const owner = await bff.api.newOrganization();
  await bff.api.owner.query(
    `insert into organization_plans (organization_id, source, plan_key) values ($1, 'operator', 'slow')`,
    [owner.organizationId],
  );
  const secrets = [];
  for (const name of ['Shop', 'Warehouse', 'Till'])
    secrets.push((await owner.call(apiKeysRoutes.create, { name, scopes: ['contacts:read'] })).secret);
  const ask = (secret = '') => bff.visitor().send('/api/contacts', { headers: { authorization: `Bearer ${secret}` } });
  const answers = await Promise.all(secrets.flatMap((secret) => Array.from({ length: 4 }, () => ask(secret))));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
  expect(refused).toHaveLength(5);
  expect(await refused[0]!.json()).toMatchObject({ code: 'plan.too-many-requests' });
  expect((await ask(await keyOf())).status).toBe(200);
});

test('another kind of authorization is no key, and no sign-in either', async () => {
  for (const authorization of ['Basic YTpi', 'Bearer abc', 'Bearer'])
    expect((await bff.visitor().send('/api/contacts', { headers: { authorization } })).status).toBe(401);
});
