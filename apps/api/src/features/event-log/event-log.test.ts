import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import { eventLogRoutes } from '@engagex/domain/events';
import { liveRoutes } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { personIdOf } from '../events/index.ts';
import { newSender } from '../events/testing/sender.ts';
import { acceptEvents, applyEvents } from '../people/testing/accepted-events.ts';
import { EventLogService } from './event-log.service.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const list = (member: TestMember, input: Parameters<typeof member.call<typeof eventLogRoutes.list>>[1] = {}) =>
  member.call(eventLogRoutes.list, input);

async function namesIn(member: TestMember, input: Parameters<typeof list>[1]) {
  return (await list(member, input)).items.map(({ name }) => name);
}

test('events are listed as they were stored, with what was assumed and the key they came with', async () => {
  const shop = await newSender(api, 'secret');
  await shop.send('/v1/events', {
    event: 'purchase',
    userId: 'ada',
    messageId: 'order-1',
    timestamp: '2026-11-01T08:00:00Z',
    properties: { order_amount: 49.9, currency: 'EUR' },
  });
  const { items, nextCursor } = await list(shop.member);
  expect(nextCursor).toBeNull();
  expect(items).toMatchObject([
    {
      name: 'purchase',
      kind: 'track',
      userId: 'ada',
      anonymousId: null,
      isTrusted: true,
      messageId: 'order-1',
      occurredAt: '2026-11-01T08:00:00.000Z',
      keyName: 'Shop',
      properties: { order_amount: 49.9, currency: 'EUR' },
      warnings: ['product_id is recommended: reports on products need it'],
    },
  ]);
  const stranger = await api.newOrganization();
  expect((await list(stranger)).items).toEqual([]);
});

test('events of one commit are on pages without gaps and without repeats', async () => {
  const member = await api.newOrganization();
  const visits = (seconds: number) => Array.from({ length: 7 }, () => ({ anonymousId: 'phone', second: seconds }));
  const stored = await acceptEvents(api, member, visits(1), visits(2.000001), visits(2.000002));
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 20; pages += 1) {
    const page = await list(member, { limit: 4, cursor });
    seen.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(seen).toHaveLength(21);
  expect(seen.toSorted()).toEqual(stored.map(({ id }) => id).toSorted());
  await expect(list(member, { cursor: 'nonsense' })).rejects.toMatchObject({ problem: { code: 'page.cursor' } });
});

test('filters combine: name, key, warnings and the time they were received', async () => {
  const web = await newSender(api);
  const server = await newSender(api, 'secret', { member: web.member });
  await web.send('/v1/batch', {
    batch: [
      { event: 'page_view', anonymousId: 'a' },
      { event: 'add_to_cart', anonymousId: 'a' },
      { event: 'add_to_cart', anonymousId: 'a', properties: { product_id: 'mug' } },
    ],
  });
  await server.send('/v1/events', { event: 'add_to_cart', userId: 'ada', properties: { product_id: 'mug' } });
  const { member } = web;
  expect(await namesIn(member, { name: 'page_view' })).toEqual(['page_view']);
  expect(await namesIn(member, { name: 'add_to_cart' })).toHaveLength(3);
  expect(await namesIn(member, { name: 'add_to_cart', warnings: 'only' })).toHaveLength(1);
  const keys = (await member.call(apiKeysRoutes.list)).items;
  const key = keys.find(({ kind }) => kind === 'secret')?.id;
  expect(await namesIn(member, { key })).toEqual(['add_to_cart']);
  expect(await namesIn(member, { key, to: new Date(Date.now() + 60_000).toISOString() })).toEqual(['add_to_cart']);
  const [latest] = (await list(member)).items;
  expect(await namesIn(member, { from: latest?.receivedAt, name: 'page_view' })).toEqual([]);
  expect(await namesIn(member, { to: latest?.receivedAt })).toHaveLength(3);
  expect(await namesIn(member, { kind: 'identify' })).toEqual([]);
  expect(await namesIn(member, { kind: 'track', property: 'product_id', value: 'mug' })).toHaveLength(2);
  expect(await namesIn(member, { name: 'page_view', property: 'product_id', value: 'mug' })).toEqual([]);
  await expect(list(member, { property: 'product_id' })).rejects.toMatchObject({ status: 400 });
  await expect(list(member, { from: 'yesterday' })).rejects.toMatchObject({ status: 400 });
});

test('a person’s events are those of all ids that are theirs today', async () => {
  const member = await api.newOrganization();
  await acceptEvents(
    api,
    member,
    [{ anonymousId: 'phone', name: 'page_view', second: 1 }],
    [{ kind: 'identify', anonymousId: 'phone', userId: 'ada', isTrusted: true, second: 2 }],
    [{ userId: 'ada', name: 'purchase', isTrusted: true, second: 3 }],
    [{ anonymousId: 'tablet', name: 'page_view', second: 4 }],
  );
  await applyEvents(api, member);
  const ada = personIdOf({ organizationId: member.organizationId, kind: 'user', id: 'ada' });
  expect(await namesIn(member, { person: ada })).toEqual(['purchase', 'identify', 'page_view']);
});

test('a program reads events, people and numbers with a key that may, and with no other', async () => {
  const shop = await newSender(api, 'secret');
  await shop.send('/v1/events', { event: 'page_view', userId: 'ada' });
  await applyEvents(api, shop.member);
  const read = async (path: string, key: string) => {
    const response = await fetch(new URL(path, api.url), { headers: { authorization: `Bearer ${key}` } });
    return { status: response.status, body: (await response.json()) as { items?: unknown[]; pageViews?: number } };
  };
  const { secret } = await shop.member.call(apiKeysRoutes.create, {
    kind: 'secret',
    name: 'Warehouse',
    scopes: ['people:read', 'reports:read'],
  });
  expect((await read('/api/events', secret)).body.items).toMatchObject([{ name: 'page_view' }]);
  expect((await read('/api/users', secret)).body.items).toMatchObject([{ key: 'ada' }]);
  expect((await read('/api/analytics', secret)).body.pageViews).toBe(1);
  for (const path of ['/api/events', '/api/users', '/api/analytics'])
    expect((await read(path, shop.key)).status).toBe(403);
});

test('open pages are told that events were stored', async () => {
  const shop = await newSender(api);
  const stop = new AbortController();
  const stream = await shop.member.fetch(liveRoutes.changes.path, { signal: stop.signal });
  await shop.send('/v1/events', { event: 'page_view', anonymousId: 'phone' });
  let told = '';
  for await (const bytes of stream.body ?? []) {
    told += Buffer.from(bytes).toString();
    if (told.includes('"events"')) break;
  }
  stop.abort();
  expect(told).toContain('"noun":"events"');
});

test('a search that takes too long is given up, and says what to do', async () => {
  const member = await api.newOrganization();
  const scope = { organizationId: member.organizationId, actor: { kind: 'system', name: 'test' } } as const;
  const db = api.app.get(TenantDb);
  const limit = await runInScope(scope, () =>
    db.transaction(async () => {
      await api.app.get(EventLogService).list({ limit: 1 });
      return db.row(`select current_setting('statement_timeout') as "endsAfter"`);
    }),
  );
  expect(limit).toEqual({ endsAfter: '5s' });
  const writer = await api.owner.connect();
  try {
    await writer.query('begin; lock table events in access exclusive mode');
    const asked = list(member).catch((error: unknown) => error);
    // What PostgreSQL does by itself after those five seconds.
    const cancelled = () =>
      api.owner.query(
        `select pg_cancel_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%from events%'`,
      );
    await expect.poll(async () => (await cancelled()).rowCount).toBe(1);
    expect(await asked).toMatchObject({ status: 503, problem: { code: 'events.search-too-slow' } });
  } finally {
    await writer.query('rollback');
    writer.release();
  }
});
