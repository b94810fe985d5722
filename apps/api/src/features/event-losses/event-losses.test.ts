import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eventLossesRoutes, lossLimits } from '@engagex/domain/event-losses';
import { runInScope } from '@engagex/tenancy';
import { createNodeClient } from '../../../../../libs/sdk/src/node/index.ts';
import { openFaultyDoor } from '../../../../../libs/sdk/src/testing/faulty-door.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { Clock } from '../../ports/clock.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { newSender, type Sender } from '../events/testing/sender.ts';
import { applyEvents } from '../people/testing/accepted-events.ts';
import { EventLosses } from './event-losses.service.ts';
import { newPageLoad } from './testing/page-load.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { EVENTS_PER_SECOND: '100000' } });
});
afterAll(() => api.close());

const safari = {
  'user-agent': 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
};
const hourMs = 3_600_000;

/** Applies what arrived, and counts as the worker does so many hours later. */
async function countAfter(hours: number, ...members: TestMember[]): Promise<void> {
  for (const member of members) await applyEvents(api, member);
  const clock = vi.spyOn(api.app.get(Clock), 'now').mockReturnValue(new Date(Date.now() + hours * hourMs));
  for (const { organizationId } of members)
    await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
      api.app.get(EventLosses).countDue(new AbortController().signal),
    );
  clock.mockRestore();
}

const lossesOf = (member: TestMember) => member.call(eventLossesRoutes.get, { days: 30 });

const send = ({ send: post }: Sender, ...batch: object[]) => post('/v1/batch', { batch }, safari);

test('events that a broken proxy swallows are found exactly, once they are a day late', async () => {
  const server = await newSender(api, 'secret');
  const door = await openFaultyDoor({ behind: api.url });
  const client = createNodeClient({ key: server.key, host: door.url });
  const sent = 730;
  for (let n = 0; n < sent; n += 1) client.track({ userId: 'ada' }, 'numbered', { n });
  door.faults.push('swallowed', 'swallowed', 'answer lost');
  await client.flush();
  client.track({ userId: 'ada' }, 'last');
  await client.closeAndFlush();
  await door.close();
  const swallowed = sent + 1 - door.stored.size;
  expect(swallowed).toBe(120);
  await countAfter(23, server.member);
  expect((await lossesOf(server.member)).total).toMatchObject({ expected: 0, lost: 0 });
  await countAfter(26, server.member);
  const losses = await lossesOf(server.member);
  const counts = { boots: 1, expected: 731, stored: 611, refused: 0, dropped: 0, lost: 120 };
  expect(losses.total).toEqual(counts);
  expect(losses.byBrowser).toEqual([{ browser: 'server', ...counts }]);
  expect(losses.byRelease).toEqual([{ library: 'node', release: '0.1.0', ...counts }]);
  expect(losses.bySource).toMatchObject([{ name: 'Shop', ...counts }]);
  expect(losses.days).toMatchObject([counts]);
});

test('what arrives late fills its gap, also when it counted as lost, and what arrives twice counts once', async () => {
  const shop = await newSender(api);
  const page = newPageLoad();
  await send(shop, page.event(1), page.event(2), page.event(5));
  await send(shop, page.event(2), { ...page.event(5), messageId: randomUUID() });
  await countAfter(26, shop.member);
  expect((await lossesOf(shop.member)).byBrowser).toMatchObject([
    { browser: 'safari', expected: 5, stored: 3, lost: 2 },
  ]);
  await countAfter(27, shop.member);
  expect((await lossesOf(shop.member)).total).toMatchObject({ boots: 1, expected: 5, lost: 2 });
  await send(shop, page.event(3));
  await countAfter(26, shop.member);
  expect((await lossesOf(shop.member)).total).toMatchObject({ boots: 1, expected: 5, stored: 4, lost: 1 });
  await countAfter(24 * 9, shop.member);
  expect((await lossesOf(shop.member)).total).toMatchObject({ boots: 1, expected: 5, stored: 4, lost: 1 });
  const left = await api.owner.query('select from event_boots where organization_id = $1', [
    shop.member.organizationId,
  ]);
  expect(left.rowCount).toBe(0);
});

test('what the door refuses and what the client gives up is not lost on the way', async () => {
  const shop = await newSender(api);
  await api.owner.query(`insert into blocked_events (organization_id, name) values ($1, 'noise')`, [
    shop.member.organizationId,
  ]);
  const page = newPageLoad();
  await send(shop, page.event(1), page.event(2, { event: 'noise' }), page.event(3, { event: 'purchase' }));
  await send(shop, page.event(2, { event: 'noise' }));
  await send(shop, page.event(8, { dropped: 3 }));
  await countAfter(26, shop.member);
  expect((await lossesOf(shop.member)).total).toEqual({
    boots: 1,
    expected: 8,
    stored: 2,
    refused: 2,
    dropped: 3,
    lost: 1,
  });
});

test('numbers that no client of ours sends change nothing, and are told', async () => {
  const shop = await newSender(api);
  const [good, far, old, ahead] = [
    newPageLoad(),
    newPageLoad(),
    newPageLoad(new Date(Date.now() - 8 * 24 * hourMs)),
    newPageLoad(new Date(Date.now() + 3 * hourMs)),
  ];
  const hostile = [
    null,
    1,
    'x',
    [],
    {},
    { boot: randomUUID(), sequence: 1 },
    { boot: good.boot, sequence: -1 },
    { boot: good.boot, sequence: 1.5 },
    { boot: good.boot, sequence: 1e9 },
    { boot: good.boot, sequence: '1' },
    { boot: `${good.boot}'`, sequence: 1 },
  ];
  await send(
    shop,
    good.event(1),
    good.event(2, { dropped: -5 }),
    far.event(99_999),
    old.event(7),
    ahead.event(7),
    ...hostile.map((queue) => ({ type: 'track', event: 'x', anonymousId: 'a', context: { queue } })),
    { type: 'track', event: 'x', anonymousId: 'a', context: 'queue' },
  );
  await countAfter(26, shop.member);
  const { total, implausible, unmeasured } = await lossesOf(shop.member);
  expect(total).toEqual({ boots: 1, expected: 2, stored: 2, refused: 0, dropped: 0, lost: 0 });
  expect({ implausible, unmeasured }).toEqual({ implausible: 1, unmeasured: 2 });
});

test('whoever makes up page loads, gaps and releases fills no table', async () => {
  const shop = await newSender(api);
  await send(shop, newPageLoad().event(1));
  await applyEvents(api, shop.member);
  const { organizationId } = shop.member;
  await api.owner.query('update event_boot_hours set boots = $2 where organization_id = $1', [
    organizationId,
    lossLimits.bootsPerHour - 210,
  ]);
  const scattered = newPageLoad();
  for (let from = 0; from < 3; from += 1)
    await send(shop, ...Array.from({ length: 400 }, (_, n) => scattered.event((from * 400 + n) * 2 + 1)));
  await send(shop, ...Array.from({ length: 300 }, (_, n) => newPageLoad().event(1, { version: `${n}.0.0` })));
  await countAfter(26, shop.member);
  const { total, byRelease, implausible, unmeasured } = await lossesOf(shop.member);
  expect(total).toMatchObject({ boots: 210, expected: 210, lost: 0 });
  expect(implausible).toBe(1);
  expect(unmeasured).toBe(91);
  expect(byRelease.length).toBeLessThanOrEqual(lossLimits.rowsPerDay + 1);
  const { rows } = await api.owner.query<{ size: number; boots: string }>(
    'select max(pg_column_size(stored)) as size, count(*) as boots from event_boots where organization_id = $1',
    [organizationId],
  );
  expect(rows[0]?.boots).toBe('211');
  expect(rows[0]?.size).toBeLessThan(20_000);
});

test(`losses are those that were planted, in whatever order what is left arrives (SEED=${seed})`, async () => {
  const chance = chanceOf('event losses');
  const [shop, stranger] = [await newSender(api), await newSender(api)];
  const expected = { boots: 0, expected: 0, stored: 0, lost: 0 };
  const arriving: object[] = [];
  for (let n = 0; n < 40; n += 1) {
    const page = newPageLoad();
    const kept = Array.from({ length: chance.between(1, 60) }, (_, at) => at + 1).filter(() => chance() < 0.9);
    if (kept.length === 0) continue;
    expected.boots += 1;
    expected.expected += kept.at(-1) ?? 0;
    expected.stored += kept.length;
    for (const sequence of kept) arriving.push(page.event(sequence));
    if (chance() < 0.3) arriving.push(page.event(chance.oneOf([kept[0] ?? 1])));
  }
  expected.lost = expected.expected - expected.stored;
  const shuffled = arriving.map((event) => ({ event, at: chance() })).toSorted((one, other) => one.at - other.at);
  for (let from = 0; from < shuffled.length;) {
    const size = chance.between(1, 200);
    await send(shop, ...shuffled.slice(from, from + size).map(({ event }) => event));
    from += size;
    if (chance() < 0.4) await countAfter(chance.oneOf([0, 26, 30]), shop.member);
  }
  await countAfter(26, shop.member, stranger.member);
  expect((await lossesOf(shop.member)).total).toMatchObject(expected);
  expect((await lossesOf(stranger.member)).total).toMatchObject({ boots: 0, expected: 0 });
});
