import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff();
});
afterAll(() => bff.close());

const fromElsewhere = { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example', cookie: 'engagex=forged' };

test('events come from pages of any site, with a key in any place, packed or not, and without a session', async () => {
  const owner = await bff.api.newOrganization();
  const { secret } = await owner.call(apiKeysRoutes.create, { kind: 'public', name: 'Shop' });
  const basic = `Basic ${Buffer.from(`${secret}:`).toString('base64')}`;
  const page = (messageId: string) => ({ type: 'page', anonymousId: 'device', messageId });
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
    fetch(new URL(path, bff.url), { method: 'POST', body, headers: { ...fromElsewhere, ...headers } });
  const preflight = await fetch(new URL('/v1/batch', bff.url), { method: 'OPTIONS', headers: fromElsewhere });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  const beacon = await post('/v1/p', JSON.stringify({ ...page('beacon'), writeKey: secret }), {
    'content-type': 'text/plain',
  });
  const packed = await post('/v1/batch', gzipSync(JSON.stringify({ batch: [page('packed')] })), {
    authorization: basic,
    'content-encoding': 'gzip',
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect([beacon.status, packed.status]).toEqual([202, 202]);
  expect((await post('/v1/batch', '{}', {})).status).toBe(401);
  const { rows } = await bff.api.owner.query(
    'select message_id as id from events where organization_id = $1 order by 1',
    [owner.organizationId],
  );
  expect(rows).toEqual([{ id: 'beacon' }, { id: 'packed' }]);
  expect((await fetch(new URL('/v1/health', bff.url))).status).toBe(200);
});
