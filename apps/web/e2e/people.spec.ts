import { expect, test } from '@playwright/test';
import { withClient } from '../../../tools/stack/postgres/postgres.ts';
import { ownerUrlOf } from '../../../tools/testing/product-database.ts';
import { callApi, expectAccessible, expectNoOverflow, go, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('somebody sees why two IDs are one person, separates them, and decides on an event that failed', async ({
  page,
}) => {
  await signUp(page, 'people@example.com');
  const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  const key = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', {
    kind: 'secret',
    name: 'Server',
    scopes: ['events:write'],
  });
  await callApi(page, 'POST', '/api/contacts', { email: 'grace@example.com', externalId: 'grace' });
  const batch = [
    { type: 'track', event: 'add_to_cart', anonymousId: 'phone-77', properties: { product_id: 'mug' } },
    { type: 'identify', anonymousId: 'phone-77', userId: 'grace', traits: { plan: 'pro' } },
    { type: 'identify', anonymousId: 'phone-77', userId: 'linus' },
  ];
  const headers = { authorization: `Bearer ${key.secret}` };
  for (const event of batch) {
    const answer = await page.request.post(`${url}/v1/batch`, { data: { batch: [event] }, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  await go(page, 'Contacts');
  await page.getByRole('button', { name: 'More about contacts' }).click();
  await page.getByRole('menuitem', { name: 'People', exact: true }).click();
  await expect(page.getByRole('link', { name: 'linus' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'grace', exact: true }).click();
  await expect(page.getByRole('link', { name: 'grace@example.com' })).toBeVisible();
  await expect(page.getByText('named both IDs')).toBeVisible();
  await expect(page.getByText('add_to_cart')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Separate' }).click();
  await expect(page.getByText('Separated by Ada Lovelace')).toBeVisible();
  await expect(page.getByText('add_to_cart')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('add_to_cart')).toBeVisible();
  await page.getByRole('link', { name: 'phone-77' }).click();
  await expect(page.getByText('linus signed in on this device too')).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);

  await withClient(await ownerUrlOf(process.env['E2E_DATA'] ?? ''), (client) =>
    client.query(
      `insert into failed_events (organization_id, stage, event_id, received_at, event_name, state, attempts, problem)
       select organization_id, 'contacts', id, received_at, name, 'failed', 8, 'No room for this event'
       from events where organization_id = $1 and name = 'add_to_cart'`,
      [organization],
    ),
  );
  await page.goto(`${url}/o/${organization}/event-processing`);
  await expect(page.getByText('1 failed', { exact: true })).toBeVisible();
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expectAccessible(page);
  await page.getByText('add_to_cart').click();
  await expect(page.getByRole('dialog').getByText('"mug"')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('add_to_cart').click();
  await page.getByRole('button', { name: 'Replay this stage' }).click();
  await expect(page.getByText('No event has failed for good')).toBeVisible();
});
