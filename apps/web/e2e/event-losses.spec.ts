import { expect, test } from '@playwright/test';
import { withClient } from '../../../tools/stack/postgres/postgres.ts';
import { ownerUrlOf } from '../../../tools/testing/product-database.ts';
import { openShop, trackMany } from './event-pages.ts';
import { callApi, expectAccessible, expectNoOverflow, signUp, url } from './person.ts';

test.use({ baseURL: url });

const inDatabase = async <Row extends object>(sql: string, values: readonly unknown[]) =>
  withClient(
    await ownerUrlOf(process.env['E2E_DATA'] ?? ''),
    async (client) => (await client.query<Row>(sql, [...values])).rows,
  );

test('events whose requests are blocked and whose storage is cleared are missing exactly, and the page tells them', async ({
  page,
  context,
}) => {
  await signUp(page, 'losses@example.com');
  const home = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  const organization = home.split('/').at(-1) ?? '';
  const { secret } = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', {
    kind: 'public',
    name: 'Shop',
    scopes: [],
  });
  await page.goto(`${home}/settings/event-losses`);
  await expect(page.getByText('Nothing is measured yet.')).toBeVisible();
  await expectAccessible(page);

  const door = await openShop({ behind: url, key: secret });
  const shop = await context.newPage();
  await shop.goto(door.url);
  await trackMany(shop, 10);
  await shop.evaluate(() => window.engagex.flush());
  await shop.route('**/v1/batch', (route) => route.abort());
  await trackMany(shop, 5, 10);
  await shop.evaluate(() => window.engagex.flush());
  const devtools = await context.newCDPSession(shop);
  await devtools.send('Storage.clearDataForOrigin', { origin: door.url, storageTypes: 'indexeddb,local_storage' });
  await shop.unroute('**/v1/batch');
  await trackMany(shop, 3, 15);
  await expect
    .poll(async () => {
      await shop.evaluate(() => {
        dispatchEvent(new Event('online')); // it does not wait for its next attempt
        return window.engagex.flush();
      });
      return inDatabase(
        `select upper(stored) - 1 as sent, (select sum(upper(r) - lower(r))::int from unnest(stored) r) as stored, browser, library
         from event_boots where organization_id = $1`,
        [organization],
      );
    })
    .toEqual([{ sent: 18, stored: 13, browser: 'chrome', library: 'browser' }]);
  expect(door.stored.size).toBe(13);
  await door.close();

  await inDatabase(
    `insert into event_losses (organization_id, day, key_id, browser, library, release, boots, expected, stored, refused, dropped)
     select $1, current_date - d, k.id, b.name, 'browser', '0.1.0', 300, 1000, 1000 - case when d < 3 then b.lost else 1 end, 0, 0
     from api_keys k, generate_series(0, 9) d, (values ('chrome', 1), ('safari', 40)) b (name, lost) where k.organization_id = $1`,
    [organization],
  );
  await page.reload();
  await expect(page.getByText('Most losses are with Safari')).toBeVisible();
  await expect(page.getByRole('region', { name: 'By browser' }).getByRole('row', { name: /Safari/ })).toContainText(
    '1.27%',
  );
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoOverflow(page);
});
