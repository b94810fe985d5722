import { afterAll, beforeAll, expect, test } from 'vitest';
import { domainsRoutes } from '@engagex/domain/domains';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff();
});
afterAll(() => bff.close());

test('the records of a domain are shown to whoever has the link, without an account and only so often', async () => {
  const owner = await bff.api.newOrganization();
  const { id } = await owner.call(domainsRoutes.create, { domain: 'shop.example' });
  const { link } = await owner.call(domainsRoutes.createLink, { id });
  const token = new URL(link!.url).pathname.replace('/dns/', '');
  const get = (path: string) => fetch(new URL(path, bff.url));

  const page = await get(`/api/dns-pages/${token}`);
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(await page.json()).toMatchObject({ domain: 'shop.example', state: 'pending' });
  const wrong = await get('/api/dns-pages/nothing');
  expect([wrong.status, await wrong.json()]).toMatchObject([404, { code: 'domain.link-expired' }]);
  expect((await get(`/api/domains/${id}`)).status).toBe(401);

  let status = 0;
  for (let n = 0; n < 60 && status !== 429; n += 1) ({ status } = await get('/api/dns-pages/nothing'));
  expect(status).toBe(429);
});
