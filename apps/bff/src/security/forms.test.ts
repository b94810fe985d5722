import { afterAll, beforeAll, expect, test } from 'vitest';
import { formsRoutes } from '@engagex/domain/forms';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff({ FORM_LIMIT: '3' });
});
afterAll(() => bff.close());

test('a page of another site can send a form, without cookies, until there are too many', async () => {
  const owner = await bff.api.newOrganization();
  const form = await owner.call(formsRoutes.create, { name: 'Footer', wording: 'Yes' });
  const send = () =>
    bff.visitor().send(`/f/${form.id}`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example', cookie: 'engagex=forged' },
      body: new URLSearchParams({ email: 'ada@example.com' }),
    });
  for (let time = 0; time < 3; time += 1) {
    const answer = await send();
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
  }
  expect((await send()).status).toBe(429);
});
