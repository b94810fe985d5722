import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff({ API_KEY_LIMIT: '5' });
});
afterAll(() => bff.close());

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

test('another kind of authorization is no key, and no sign-in either', async () => {
  for (const authorization of ['Basic YTpi', 'Bearer abc', 'Bearer'])
    expect((await bff.visitor().send('/api/contacts', { headers: { authorization } })).status).toBe(401);
});
