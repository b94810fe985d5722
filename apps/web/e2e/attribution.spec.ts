import { expect, test } from '@playwright/test';
import { withClient } from '../../../tools/stack/postgres/postgres.ts';
import { ownerUrlOf } from '../../../tools/testing/product-database.ts';
import { callApi, expectAccessible, expectNoOverflow, go, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('a purchase after a click appears in the report of the campaign, with its reason and in its currency', async ({
  page,
}) => {
  await signUp(page, 'attribution@example.com');
  const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  const key = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', {
    kind: 'secret',
    name: 'Shop',
    scopes: ['events:write'],
  });
  const contact = await callApi<{ id: string }>(page, 'POST', '/api/contacts', {
    email: 'grace@example.com',
    externalId: 'grace',
  });
  await withClient(await ownerUrlOf(process.env['E2E_DATA'] ?? ''), (client) =>
    client.query(
      `with k as (
         insert into campaigns (organization_id, name, status, audience, launched_at, finished_at)
         values ($1, 'Autumn sale', 'sent', 1, now(), now()) returning organization_id, id),
       l as (
         insert into campaign_links (organization_id, campaign_id, position, url)
         select organization_id, id, 0, 'https://shop.example/boots' from k returning 1),
       d as (
         insert into deliveries (organization_id, campaign_id, contact_id, address, state, accepted_at)
         select organization_id, id, $2, 'grace@example.com', 'accepted', now() - interval '5 h' from k returning organization_id, id, campaign_id)
       insert into engagements (organization_id, campaign_id, delivery_id, contact_id, kind, link_position, at)
       select d.organization_id, d.campaign_id, d.id, $2, 'click', 0, now() - interval '3 h' from d, l`,
      [organization, contact.id],
    ),
  );
  const order = (orderId: string, amount: number, currency: string) => ({
    type: 'track',
    event: 'purchase',
    userId: 'grace',
    properties: { order_id: orderId, order_amount: amount, currency, product_id: 'boots' },
  });
  const batch = [order('1001', 129.9, 'EUR'), order('1001', 129.9, 'EUR'), order('1002', 2_000, 'JPY')];
  const answer = await page.request.post(`${url}/v1/batch`, {
    data: { batch },
    headers: { authorization: `Bearer ${key.secret}` },
  });
  expect(answer.ok(), await answer.text()).toBe(true);

  await go(page, 'Campaigns');
  await page.getByRole('link', { name: 'Autumn sale' }).click();
  const card = page
    .getByRole('region', { name: 'Conversions and revenue' })
    .or(page.getByLabel('Conversions and revenue'));
  await expect(card.getByText('€129.90').first()).toBeVisible({ timeout: 15_000 });
  await expect(card.getByText('¥2,000').first()).toBeVisible();
  await expectAccessible(page);
  await card.getByRole('link', { name: 'Show 2 conversions' }).click();
  await expect(page.getByText('Clicked shop.example/boots').first()).toBeVisible();
  await expect(page.getByText('3 h before').first()).toBeVisible();
  await expect(page.getByText('May change').first()).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('link', { name: 'Autumn sale' }).click();
  await card.getByRole('button', { name: 'Goal' }).click();
  await page.getByLabel('Event', { exact: true }).fill('signed_up');
  await page.getByRole('button', { name: 'Save goal' }).click();
  await expect(card.getByText('“signed_up” up to 5 days after a click')).toBeVisible();

  await page.goto(`${url}/o/${organization}/settings/attribution`);
  await page.getByLabel('Days after a click').fill('7');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Attribution saved')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
});
