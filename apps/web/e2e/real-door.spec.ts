import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { withClient } from '../../../tools/stack/postgres/postgres.ts';
import { ownerUrlOf } from '../../../tools/testing/product-database.ts';
import { openShop, trackMany, upTo } from './event-pages.ts';
import { callApi, signUp, url } from './person.ts';

/** Browsers against the door of the product itself: what they were told is stored, is stored, once. */

test.use({ baseURL: url });

interface Stored {
  readonly id: string;
  readonly name: string;
  readonly n: number | null;
}

async function newKey(page: Page, email: string): Promise<{ organization: string; key: string }> {
  await signUp(page, email);
  const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  const source = { kind: 'public', name: 'Shop', scopes: [] };
  const { secret } = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', source);
  return { organization, key: secret };
}

async function storedIn(organization: string): Promise<Stored[]> {
  return withClient(await ownerUrlOf(process.env['E2E_DATA'] ?? ''), async (client) => {
    const { rows } = await client.query<Stored>(
      `select message_id as id, name, (properties ->> 'n')::int as n from events where organization_id = $1 order by n`,
      [organization],
    );
    return rows;
  });
}

test('our script over a connection that fails: every event is stored once, in a page that is left as well', async ({
  page,
}) => {
  const { organization, key } = await newKey(page, 'real-door@example.com');
  const door = await openShop({ behind: url, key });
  door.faults.push('answer lost');
  await page.goto(door.url);
  await trackMany(page, 200);
  await page.goto(`${door.url}/next`);
  await trackMany(page, 50, 200);
  await page.evaluate(() => window.engagex.flush());
  await expect.poll(async () => (await storedIn(organization)).length).toBe(250);
  const rows = await storedIn(organization);
  expect(rows.map(({ n }) => n)).toEqual(upTo(250));
  expect(rows.map(({ id }) => id).toSorted()).toEqual([...door.stored.keys()].toSorted());
  await door.close();
});

const segment = join(
  dirname(createRequire(import.meta.url).resolve('@segment/analytics-next/package.json')),
  'dist/umd',
);

/** A page of another site that has the files of the package as they are published. */
async function openForeignShop() {
  const server = createServer((request, response) => {
    const file = basename(new URL(request.url ?? '/', 'http://shop').pathname);
    if (!file.endsWith('.js'))
      return void response.end('<!doctype html><title>Shop</title><script src="/index.js"></script>');
    readFile(join(segment, file)).then(
      (code) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(code),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** As its manual shows it. */
interface SegmentPage {
  readonly AnalyticsNext: {
    readonly AnalyticsBrowser: {
      load(
        settings: object,
        options: object,
      ): {
        track(event: string, properties: object): Promise<{ event: { messageId: string } }>;
        identify(userId: string, traits: object): Promise<{ event: { messageId: string } }>;
        page(): Promise<{ event: { messageId: string } }>;
      };
    };
  };
}

for (const [name, delivery] of [
  ['one by one', undefined],
  ['in batches', { strategy: 'batching', config: { size: 20, timeout: 200 } }],
] as const)
  test(`@segment/analytics-next, unmodified, ${name}: rows are the ids it sent`, async ({ page }) => {
    const { organization, key } = await newKey(page, `segment-${name.replaceAll(' ', '-')}@example.com`);
    const shop = await openForeignShop();
    await page.goto(shop.url);
    const sent = await page.evaluate(
      async ({ key, host, delivery }) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the script of the package adds
        const { AnalyticsBrowser } = (window as unknown as SegmentPage).AnalyticsNext;
        const apiHost = `${host.replace(/^https?:\/\//, '')}/v1`;
        const client = AnalyticsBrowser.load(
          { writeKey: key, cdnURL: host },
          {
            integrations: {
              'Segment.io': { apiHost, protocol: 'http', ...(delivery && { deliveryStrategy: delivery }) },
            },
          },
        );
        const calls = [client.page(), client.identify('customer-17', { plan: 'pro' })];
        for (let n = 0; n < 60; n++) calls.push(client.track('numbered', { n }));
        return (await Promise.all(calls)).map(({ event }) => event.messageId);
      },
      { key, host: url, delivery },
    );
    await expect.poll(async () => (await storedIn(organization)).length).toBe(62);
    const rows = await storedIn(organization);
    expect(rows.map(({ id }) => id).toSorted()).toEqual(sent.toSorted());
    expect(rows.filter((row) => row.name === 'numbered').map(({ n }) => n)).toEqual(upTo(60));
    expect(
      rows
        .filter((row) => row.name !== 'numbered')
        .map((row) => row.name)
        .toSorted(),
    ).toEqual(['identify', 'page_view']);
    shop.close();
  });
