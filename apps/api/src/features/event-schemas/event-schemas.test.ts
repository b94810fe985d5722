import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventSchemaLimits, eventSchemasRoutes } from '@engagex/domain/event-schemas';
import { eventStagesRoutes } from '@engagex/domain/event-stages';
import type { OutputOf } from '@engagex/domain/shared';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { BlockedEvents } from '../events/index.ts';
import { newSender } from '../events/testing/sender.ts';
import { type AcceptedEvent, acceptEvents, applyEvents } from '../people/testing/accepted-events.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const did = (name: string, properties: object = {}, second = 0): AcceptedEvent => ({
  name,
  anonymousId: 'phone',
  properties: { ...properties },
  second,
});

/** Applies each list of events by itself. */
async function receive(member: TestMember, ...batches: AcceptedEvent[][]): Promise<void> {
  for (const batch of batches) {
    await acceptEvents(api, member, batch);
    await applyEvents(api, member);
  }
}

const listed = async (member: TestMember, filter: 'all' | 'new' | 'warnings' | 'blocked' | 'expected' = 'all') =>
  (await member.call(eventSchemasRoutes.list, { filter })).items;

async function nameOf(member: TestMember, name: string) {
  const found = (await listed(member)).find((each) => each.name === name);
  return found ?? expect.unreachable(`${name} is not listed`);
}

async function propertiesOf(member: TestMember, name: string) {
  const { id } = await nameOf(member, name);
  return (await member.call(eventSchemasRoutes.properties, { id })).items;
}

test('names and properties are listed as they are seen, with types, times and an example that is nobody’s own', async () => {
  const member = await api.newOrganization();
  await receive(
    member,
    [did('signed_up', { plan: 'pro', email: 'ada@example.com', seats: 3 }, 1), did('signed_up', { plan: 'free' }, 2)],
    [did('signed_up', { plan: null, tags: ['a'], of: { a: 1 }, trial: false }, 60)],
    [{ ...did('', { plan: 'gold' }, 61), kind: 'identify', name: 'identify' }],
  );
  expect((await listed(member)).map(({ name, kind, events }) => [name, kind, events])).toEqual([
    ['identify', 'identify', 1],
    ['signed_up', 'track', 3],
  ]);
  expect(await nameOf(member, 'signed_up')).toMatchObject({
    firstSeenAt: '2026-01-01T00:00:01.000Z',
    lastSeenAt: '2026-01-01T00:01:00.000Z',
    properties: 6,
    warnings: [],
    blocked: null,
  });
  const seen = (await propertiesOf(member, 'signed_up')).map(({ name, type, counts, example }) => {
    return [name, type, counts, example];
  });
  expect(seen).toEqual([
    ['email', 'text', { text: 1 }, null],
    ['of', 'object', { object: 1 }, null],
    ['plan', 'text', { text: 2, null: 1 }, 'free'],
    ['seats', 'number', { number: 1 }, '3'],
    ['tags', 'list', { list: 1 }, null],
    ['trial', 'boolean', { boolean: 1 }, 'false'],
  ]);
  expect(await propertiesOf(member, 'identify')).toMatchObject([{ name: 'plan', example: null }]); // a trait of one person
  expect(await listed(await api.newOrganization())).toEqual([]);
});

test('a property whose type changes is a warning until a member expects it, and one more change is one again', async () => {
  const member = await api.newOrganization();
  await receive(member, [did('purchase', { order_amount: 10 }, 1)], [did('purchase', { order_amount: '10' }, 2)]);
  const changed = (from: string, to: string) => ({ kind: 'type_changed', from, to });
  expect(await propertiesOf(member, 'purchase')).toMatchObject([{ warnings: [changed('number', 'text')] }]);
  expect(await listed(member, 'warnings')).toMatchObject([{ name: 'purchase', propertiesWithWarnings: 1 }]);
  await receive(member, [did('purchase', { order_amount: 5 }, 0)]); // one that was late says nothing about today
  expect(await propertiesOf(member, 'purchase')).toMatchObject([{ type: 'text', counts: { number: 2, text: 1 } }]);
  await receive(member, [did('purchase', { order_amount: '11' }, 3)]);
  expect(await propertiesOf(member, 'purchase'), 'more of the new type').toMatchObject([
    { warnings: [changed('number', 'text')] },
  ]);
  const { id } = await nameOf(member, 'purchase');
  await member.call(eventSchemasRoutes.updateProperty, { id, name: 'order_amount', isExpected: true });
  expect(await listed(member, 'warnings')).toEqual([]);
  await receive(member, [did('purchase', { order_amount: 1 }, 4), did('purchase', { order_amount: [1] }, 5)]);
  expect(await propertiesOf(member, 'purchase')).toMatchObject([
    { type: 'list', isExpected: true, warnings: [changed('number', 'list')] },
  ]);
});

test('what is nearly a standard name is told', async () => {
  const member = await api.newOrganization();
  await receive(member, [did('purchase', { Total: 5, order_amount: 5 }), did('Order Completed'), did('search')]);
  const warning = (standard: string) => [{ kind: 'standard_name', standard }];
  expect((await listed(member, 'warnings')).map(({ name, warnings }) => [name, warnings])).toEqual([
    ['Order Completed', warning('purchase')],
    ['purchase', []],
  ]);
  expect((await propertiesOf(member, 'purchase')).map(({ warnings }) => warnings)).toEqual([
    warning('order_amount'),
    [],
  ]);
  await member.call(eventSchemasRoutes.update, { id: (await nameOf(member, 'Order Completed')).id, isExpected: true });
  expect((await listed(member, 'warnings')).map(({ name }) => name)).toEqual(['purchase']);
});

test('names and properties without end are counted beyond what is listed, and pages hold them', async () => {
  const member = await api.newOrganization();
  const { names, properties } = eventSchemaLimits;
  const many = (count: number, of: string) => Array.from({ length: count }, (_, n) => `${of} ${n % 9}${n}`);
  const manyValues = Object.fromEntries(many(properties - 10, 'a').map((name) => [name, 1]));
  const more = Object.fromEntries(many(50, 'b').map((name) => [name, 1]));
  await receive(member, [did('wide', manyValues)], [did('wide', { ...manyValues, ...more }), did('wide', more)]);
  expect(await nameOf(member, 'wide')).toMatchObject({ properties, unlistedValues: 80 });
  await receive(
    member,
    many(names - 1, 'n').map((name) => did(name)),
    [...many(20, 'x'), ...many(3, 'n'), 'mail to ada@example.com'].map((name) => did(name)),
  );
  const { id } = (await member.call(eventSchemasRoutes.list, { search: 'WIDE' })).items[0]!;
  expect(await member.call(eventSchemasRoutes.summary)).toMatchObject({ names, unlistedEvents: 21 });
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: OutputOf<typeof eventSchemasRoutes.list> = await member.call(eventSchemasRoutes.list, {
      limit: 200,
      ...(cursor === '' ? {} : { cursor }),
    });
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(seen).toHaveLength(names);
  expect(new Set(seen).size).toBe(names);
  expect((await member.call(eventSchemasRoutes.properties, { id, search: 'b 0' })).items.length).toBeLessThan(10);
  // A name that is taken off the list makes room for another.
  await member.call(eventSchemasRoutes.delete, { id });
  await receive(member, [did('fresh', {}, 1), did('beyond', {}, 2)]);
  expect((await member.call(eventSchemasRoutes.list, { search: 'fresh' })).items).toHaveLength(1);
  expect(await member.call(eventSchemasRoutes.summary)).toMatchObject({ names, unlistedEvents: 22 });
});

test('hostile names are names: of prototypes, in any script, and of any length the door takes', async () => {
  const member = await api.newOrganization();
  const properties = JSON.parse('{"constructor":1,"toString":"x","hasOwnProperty":true,"":5,"ä😀":1}') as object;
  await receive(member, [
    did('constructor', { ...properties, ['x'.repeat(201)]: 1 }),
    did('toString'),
    did('😀'.repeat(100)),
  ]);
  expect((await listed(member)).map(({ name }) => name)).toEqual(['constructor', 'toString', '😀'.repeat(100)]);
  expect((await propertiesOf(member, 'constructor')).map(({ name, type }) => [name, type])).toEqual([
    ['constructor', 'number'],
    ['hasOwnProperty', 'boolean'],
    ['toString', 'text'],
    ['ä😀', 'number'],
  ]);
  expect(await nameOf(member, 'constructor')).toMatchObject({ unlistedValues: 2 });
  expect((await member.call(eventStagesRoutes.list)).items).toContainEqual(
    expect.objectContaining({ stage: 'event_schema', applied: 3, failed: 0, retrying: 0 }),
  );
});

test('a blocked name is refused at the door and counted, and others of the batch are stored', async () => {
  const sender = await newSender(api);
  const { member } = sender;
  await receive(member, [did('debug_ping'), { ...did('identify'), kind: 'identify' }]);
  const { id } = await nameOf(member, 'debug_ping');
  await expect(
    member.call(eventSchemasRoutes.block, { id: (await nameOf(member, 'identify')).id }),
  ).rejects.toMatchObject({ problem: { code: 'event-name.needed' } });
  await member.call(eventSchemasRoutes.block, { id });
  const other = await newSender(api); // whose door knows nothing of it
  const batch = ['debug_ping', 'signed_up', 'debug_ping'].map((event, n) => {
    return { type: 'track', event, anonymousId: 'phone', messageId: `${n}` };
  });
  const { status, body } = await sender.send('/v1/batch', { batch });
  expect(status).toBe(202);
  expect(body).toMatchObject({
    accepted: 1,
    rejected: 2,
    results: [
      { status: 'rejected', messageId: '0', field: 'event', message: 'Events named “debug_ping” are blocked.' },
      { status: 'ok' },
      { status: 'rejected' },
    ],
  });
  expect((await sender.send('/v1/track', { event: ' debug_ping ', userId: 'ada' })).status).toBe(400);
  expect((await other.send('/v1/track', { event: 'debug_ping', userId: 'ada' })).status).toBe(202);
  await api.app.get(BlockedEvents).write();
  expect(await listed(member, 'blocked')).toMatchObject([{ name: 'debug_ping', blocked: { refused: 3 } }]);
  await expect(member.call(eventSchemasRoutes.delete, { id })).rejects.toMatchObject({
    problem: { code: 'event-name.blocked' },
  });
  expect(await member.call(eventSchemasRoutes.unblock, { id })).toMatchObject({ blocked: null });
});

test('builders get the events that can be asked for, with the types of their properties', async () => {
  const member = await api.newOrganization();
  await receive(member, [
    did('order', { total: 1, shop: 'Bern', items: ['a'], gift: true }),
    { ...did('identify', { plan: 'pro' }), kind: 'identify' },
    did('Signed in'),
  ]);
  expect(await member.call(eventSchemasRoutes.suggestions)).toEqual({
    items: [
      { name: 'Signed in', description: '', properties: [] },
      {
        name: 'order',
        description: '',
        properties: [
          { name: 'gift', type: 'boolean' },
          { name: 'shop', type: 'text' },
          { name: 'total', type: 'number' },
        ],
      },
    ],
  });
});
