import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
let behindProxy: TestBff;
beforeAll(async () => {
  [bff, behindProxy] = await Promise.all([startTestBff(), startTestBff({ TRUSTED_PROXIES: '1' })]);
});
afterAll(() => Promise.all([bff.close(), behindProxy.close()]));

const forged = { 'x-engagex-address': '192.0.2.66', 'x-forwarded-for': '198.51.100.7' };

async function addressesIn({ api }: TestBff): Promise<{ action: string; address: string | null }[]> {
  const { rows } = await api.owner.query('select action, address from audit_entries order by at, action');
  await api.owner.query('truncate audit_entries, audit_heads');
  return rows;
}

async function changeThings({ api, signUp, visitor }: TestBff) {
  const person = await signUp(`${Math.random()}@example.com`); // through the BFF's own call to the API
  await person.post('/auth/password', { current: 'correct horse', password: 'battery staple' }, forged);
  await person.post('/api/groups', { name: 'Friends' }, forged);
  const owner = await api.newOrganization();
  const { secret } = await owner.call(apiKeysRoutes.create, { name: 'Shop', scopes: ['contacts:write'] });
  await visitor().post('/api/groups', { name: 'Family' }, { ...forged, authorization: `Bearer ${secret}` });
}

test('the audit log has the address of the connection, whatever the client says', async () => {
  await changeThings(bff);
  expect(await addressesIn(bff)).toEqual([
    { action: 'identity.sign-up', address: '127.0.0.1' },
    { action: 'password.change', address: '127.0.0.1' },
    { action: 'groups.create', address: '127.0.0.1' },
    { action: 'api-keys.create', address: null }, // straight to the API
    { action: 'groups.create', address: '127.0.0.1' },
  ]);
});

test('behind a trusted proxy it has the address that the proxy tells', async () => {
  await changeThings(behindProxy);
  expect((await addressesIn(behindProxy)).map(({ address }) => address)).toEqual([
    '127.0.0.1',
    '198.51.100.7',
    '198.51.100.7',
    null,
    '198.51.100.7',
  ]);
});
