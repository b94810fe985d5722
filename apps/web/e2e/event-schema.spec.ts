import { expect, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('somebody sees which events arrive, accepts a new type, blocks an event, and finds it all by keyboard', async ({
  page,
}) => {
  await signUp(page, 'schema@example.com');
  const base = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  const settings = page.getByRole('navigation', { name: 'Settings' });
  const key = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', {
    kind: 'secret',
    name: 'Server',
    scopes: ['events:write'],
  });
  const send = async (...events: { event: string; properties?: object }[]) => {
    const batch = events.map((each) => ({ type: 'track', anonymousId: 'phone', ...each }));
    const headers = { authorization: `Bearer ${key.secret}` };
    return (await page.request.post(`${url}/v1/batch`, { data: { batch }, headers })).json() as Promise<object>;
  };

  await page.goto(`${base}/settings`);
  await settings.getByRole('list', { name: 'Events' }).getByRole('link', { name: 'Schema' }).press('Enter');
  await expect(page.getByText('their names and properties will be listed here')).toBeVisible();
  await expectAccessible(page);
  await send({ event: 'purchase', properties: { order_amount: 49, productId: 'mug', email: 'ada@example.com' } });
  await send({ event: 'debug_ping' }, { event: 'Order Completed', properties: { order_amount: '49' } });
  await expect(page.getByRole('link', { name: 'Order Completed' })).toBeVisible();
  await expect(page.getByRole('row', { name: /purchase/ })).toContainText('1 warning');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'purchase', exact: true }).click();
  await expect(page.getByRole('row', { name: /order_amount/ })).toContainText('49');
  await expect(page.getByRole('row', { name: /email/ })).toContainText('—'); // an example that would be somebody's
  await page.getByLabel('Description').fill('A paid order');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Event saved')).toBeVisible();
  await page.getByRole('row', { name: /productId/ }).click();
  await expect(page.getByText('Reports only read “product_id”.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('dialog').getByLabel('Expected').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('row', { name: /productId/ })).toContainText('Expected');
  await expectAccessible(page);

  await page.goto(`${base}/settings/event-schema`);
  await page.getByRole('link', { name: 'debug_ping' }).click();
  await page.getByRole('button', { name: 'Block…' }).click();
  await page.getByRole('button', { name: 'Block event' }).click();
  await expect(page.getByText('This event is blocked')).toBeVisible();
  await expect.poll(() => send({ event: 'debug_ping' }), { timeout: 15_000 }).toMatchObject({ rejected: 1 });

  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await expectAccessible(page);
  await page.getByText('Events › Schema').press('Enter');
  await settings.getByRole('link', { name: 'Storage and privacy' }).click();
  await expect(page.getByText('Events › Storage and privacy')).toBeVisible();
  await expectNoOverflow(page);
  for (const old of ['event-sources', 'events', 'people']) {
    await page.goto(`${base}/settings/${old}`);
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  }
});
