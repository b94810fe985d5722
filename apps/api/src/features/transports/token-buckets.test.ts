import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../tools/testing/database.ts';
import { returnTokens, takeTokens } from './transports.queries.ts';

const workers = 8;
const organization = '0198aaaa-0000-7000-8000-000000000001';

let database: TestDatabase;
let connections: pg.Client[];
beforeAll(async () => {
  database = await createTestDatabase();
  const owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  await owner.query(`insert into organizations (id, name) values ($1, 'Buckets')`, [organization]);
  await owner.end();
  connections = await Promise.all(
    Array.from({ length: workers }, async () => {
      const client = new pg.Client(database.appUrl);
      await client.connect();
      await client.query(`select set_config('app.organization_id', $1, false)`, [organization]);
      return client;
    }),
  );
});
afterAll(async () => {
  await Promise.all(connections.map((client) => client.end()));
  await database.drop();
});
beforeEach(async () => {
  await connections[0]?.query('delete from token_buckets');
});

interface Bucket {
  readonly key: string;
  readonly rate: number;
  readonly burst: number;
  readonly period?: string;
  readonly kept?: number;
}

async function take(client: pg.Client, buckets: readonly Bucket[], wanted: number) {
  const { rows } = await client.query<{ granted: number; scarce: string | null }>(takeTokens, [
    buckets.map(({ key }) => key),
    buckets.map(({ rate }) => rate),
    buckets.map(({ burst }) => burst),
    buckets.map(({ period = '' }) => period),
    wanted,
    buckets.map(({ kept = 0 }) => kept),
  ]);
  return rows[0]!;
}

test('eight workers never get more than rate × time + burst, and waste little of it', async () => {
  const bucket = { key: 'second', rate: 400, burst: 40 };
  const begun = performance.now();
  const granted = await Promise.all(
    connections.map(async (client) => {
      let sum = 0;
      while (performance.now() - begun < 1_200) sum += (await take(client, [bucket], 7)).granted;
      return sum;
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const total = granted.reduce((sum, each) => sum + each, 0);
  expect(total).toBeLessThanOrEqual(bucket.rate * seconds + bucket.burst);
  expect(total).toBeGreaterThan(bucket.burst);
});

test('a day gives what it holds, to the last one and not one more; the next day begins anew', async () => {
  const today = { key: 'day', rate: 0, burst: 100, period: '2026-11-21' };
  const granted = await Promise.all(
    connections.flatMap((client) => [take(client, [today], 7), take(client, [today], 7)]),
  );
  expect(granted.reduce((sum, each) => sum + each.granted, 0)).toBe(100);
  expect(await take(connections[0]!, [today], 1)).toEqual({ granted: 0, scarce: 'day' });
  expect(await take(connections[0]!, [{ ...today, period: '2026-11-22' }], 101)).toEqual({
    granted: 100,
    scarce: 'day',
  });
});

test('a limit that is raised in the middle of a day counts what has gone out', async () => {
  const today = { key: 'day', rate: 0, burst: 10, period: '2026-11-21' };
  await take(connections[0]!, [today], 8);
  expect((await take(connections[0]!, [{ ...today, burst: 15 }], 100)).granted).toBe(7);
  expect((await take(connections[0]!, [{ ...today, burst: 5 }], 100)).granted).toBe(0);
});

test('of several buckets the scarcest decides, and is named; none loses more than was granted', async () => {
  const [much, little] = [
    { key: 'b-much', rate: 0, burst: 100, period: 'p' },
    { key: 'a-little', rate: 0, burst: 4, period: 'p' },
  ];
  expect(await take(connections[0]!, [much, little], 50)).toEqual({ granted: 4, scarce: 'a-little' });
  expect((await take(connections[0]!, [much], 1_000)).granted).toBe(96);
});

test('campaigns leave the share of messages, which take from the whole', async () => {
  const today = { key: 'day', rate: 0, burst: 10, period: '2026-11-21' };
  expect(await take(connections[0]!, [{ ...today, kept: 2 }], 100)).toEqual({ granted: 8, scarce: 'day' });
  expect((await take(connections[0]!, [{ ...today, kept: 2 }], 1)).granted).toBe(0);
  expect((await take(connections[0]!, [today], 3)).granted).toBe(2);
});

test('what was not used comes back, of the same day only', async () => {
  const today = { key: 'day', rate: 0, burst: 10, period: '2026-11-21' };
  await take(connections[0]!, [today], 10);
  await connections[0]!.query(returnTokens, [['day'], ['2026-11-20'], 4]);
  expect((await take(connections[0]!, [today], 10)).granted).toBe(0);
  await connections[0]!.query(returnTokens, [['day'], ['2026-11-21'], 4]);
  expect((await take(connections[0]!, [today], 10)).granted).toBe(4);
});

test('workers that name the same buckets in another order do not lock each other out', async () => {
  const buckets = ['x', 'y', 'z'].map((key) => ({ key, rate: 1_000_000, burst: 1_000_000 }));
  const orders = [buckets, buckets.toReversed()];
  const granted = await Promise.all(
    connections.map(async (client, worker) => {
      let sum = 0;
      for (let round = 0; round < 40; round += 1) sum += (await take(client, orders[worker % 2]!, 3)).granted;
      return sum;
    }),
  );
  expect(granted).toEqual(Array.from({ length: workers }, () => 120));
});
