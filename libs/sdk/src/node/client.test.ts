import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type FaultyDoor, openFaultyDoor } from '../testing/faulty-door.ts';
import { createNodeClient, openNodeClient } from './client.ts';
import type { NodeClientOptions } from './node-client.ts';

const uuid = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const ada = { userId: 'ada' };
let door: FaultyDoor;

beforeAll(async () => {
  door = await openFaultyDoor();
});
beforeEach(() => {
  door.requests.length = door.faults.length = 0;
  door.stored.clear();
  door.rejects = () => null;
});
afterAll(() => door.close());

/** What it waits for between two attempts is over at once. */
const openClient = (options: Partial<NodeClientOptions> = {}) => {
  let now = Date.now();
  return openNodeClient(
    { key: 'egx_test', host: door.url, ...options },
    {
      now: () => now,
      async pause(ms) {
        now += ms;
      },
    },
  );
};

const sent = () => door.requests.flatMap(({ batch }) => batch);

test('event_has_required_fields, event_has_uuid, event_has_lib_properties, event_has_timestamp, distinct_id_is_string', async () => {
  const client = openClient();
  client.track({ userId: 'test_user_123' }, 'test_event');
  await client.flush();
  expect(sent()).toMatchObject([
    { type: 'track', event: 'test_event', userId: 'test_user_123', context: { library: { name: 'engagex-node' } } },
  ]);
  expect(sent()[0]?.messageId).toMatch(uuid);
  expect(sent()[0]?.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('token_is_present: the key is in the header and in the body', async () => {
  const client = openClient();
  client.track(ada, 'test_event');
  await client.flush();
  expect(door.requests[0]).toMatchObject({ writeKey: 'egx_test', headers: { authorization: 'Bearer egx_test' } });
});

test('custom_properties_preserved', async () => {
  const properties = { custom_string: 'hello', custom_number: 42, custom_bool: true, nested: { list: [1, null] } };
  const client = openClient();
  client.track(ada, 'test_event', properties);
  await client.flush();
  expect(sent()[0]?.properties).toEqual(properties);
});

test('non_utc_event_timestamp_is_converted_to_utc: the same moment, and properties stay as they are', async () => {
  const local = '2025-01-02T08:34:05+05:30';
  const client = openClient();
  client.track(ada, 'test_event', { timestamp_like: local }, { timestamp: local });
  await client.flush();
  expect(sent()[0]).toMatchObject({ timestamp: '2025-01-02T03:04:05.000Z', properties: { timestamp_like: local } });
});

test('every verb has the shape that Segment gives it', async () => {
  const client = openClient();
  client.page({ anonymousId: 'a-1' }, 'Home', { path: '/' });
  client.identify({ userId: 'ada', anonymousId: 'a-1' }, { plan: 'pro' }, { userIdHash: 'f00' });
  client.alias('ada', 'a-1');
  client.group(ada, 'g-1', { seats: 5 });
  await client.flush();
  expect(sent()).toMatchObject([
    { type: 'page', anonymousId: 'a-1', name: 'Home', properties: { path: '/' } },
    { type: 'identify', userId: 'ada', anonymousId: 'a-1', traits: { plan: 'pro' }, userIdHash: 'f00' },
    { type: 'alias', userId: 'ada', previousId: 'a-1' },
    { type: 'group', userId: 'ada', groupId: 'g-1', traits: { seats: 5 } },
  ]);
});

test.each([503, 500, 502, 504, 408, 429, 404])('retries_on_%i', async (status) => {
  door.faults.push(status);
  const client = openClient();
  client.track(ada, 'test_event');
  await client.flush();
  expect(door.requests.length).toBe(2);
  expect(door.requests[1]?.headers['x-retry-count']).toBe('1');
  expect(door.stored.size).toBe(1);
});

test.each([400, 401, 403, 413])('does_not_retry_on_%i: the event fails by name', async (status) => {
  door.faults.push(status);
  const failures = vi.fn<NonNullable<NodeClientOptions['onFailure']>>();
  const client = openClient({ onFailure: failures });
  client.track(ada, 'test_event');
  await client.flush();
  expect(door.requests.length).toBe(1);
  expect(failures.mock.calls).toMatchObject([
    [{ type: 'track', event: 'test_event', reason: `the server answered ${status}` }],
  ]);
});

test('max_retries_respected: after the last one the event fails by name', async () => {
  door.faults.push(503, 503, 503, 503, 503);
  const client = openClient({ maxRetries: 3 });
  client.track(ada, 'test_event');
  expect(await client.closeAndFlush()).toMatchObject({ acknowledged: 0, failed: [{ event: 'test_event' }] });
  expect(door.requests.length).toBe(4);
});

test('preserves_uuid_on_retry, preserves_uuid_and_timestamp_on_retry, different_events_have_different_uuids', async () => {
  door.faults.push(503, 'answer lost', 'half an answer', 'lost');
  const client = openClient();
  for (let n = 0; n < 3; n++) client.track(ada, 'test_event', { key: 'value' });
  await client.flush();
  expect(door.requests.length).toBe(5);
  for (const { batch } of door.requests) expect(batch).toEqual(door.requests[0]?.batch);
  expect(door.stored.size).toBe(3);
});

test('sends_gzip_when_enabled: what is larger than a kilobyte is compressed', async () => {
  const client = openClient();
  client.track(ada, 'small');
  await client.flush();
  client.track(ada, 'large', { text: 'x'.repeat(2000) });
  await client.flush();
  expect(door.requests.map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip']);
  expect(door.stored.size).toBe(2);
});

test('uses_proper_batch_structure, multiple_events_batched_together, no_duplicate_events_in_batch', async () => {
  const client = openClient();
  for (let n = 0; n < 5; n++) client.track(ada, `test_event_${n}`);
  await client.flush();
  expect(door.requests.length).toBe(1);
  expect(new Set(sent().map(({ messageId }) => messageId)).size).toBe(5);
});

test('flush_with_no_events_sends_nothing', async () => {
  await openClient().flush();
  expect(door.requests).toEqual([]);
});

test('closing accounts for every event: acknowledged, or named with the reason', async () => {
  door.rejects = ({ event, properties }) =>
    event === 'purchase' && properties?.['order_amount'] === undefined
      ? { field: 'properties.order_amount', message: 'A purchase needs an amount.' }
      : null;
  door.faults.push('lost', 500, 'answer lost', 'half an answer', 429);
  const client = openClient({ maxQueued: 300 });
  for (let n = 0; n < 297; n++) client.track(ada, `event ${n}`);
  client.track(ada, 'purchase');
  client.track(ada, 'huge', { text: 'x'.repeat(40_000) });
  client.track(ada, 'circular', circular());
  client.track(ada, 'one more');
  client.track(ada, 'the last');
  client.track(ada, 'too many');
  const { acknowledged, failed } = await client.closeAndFlush();
  expect(acknowledged).toBe(299);
  expect(failed.map(({ event, reason }) => [event, reason])).toEqual([
    ['huge', 'it is larger than 32 kB'],
    ['circular', expect.stringContaining('cannot be written as JSON')],
    ['too many', '300 events are waiting already'],
    ['purchase', 'properties.order_amount: A purchase needs an amount.'],
  ]);
  expect(door.stored.size).toBe(300); // this server stores what it rejects, too
  client.track(ada, 'afterwards');
  expect((await client.closeAndFlush()).failed.at(-1)).toMatchObject({
    event: 'afterwards',
    reason: 'the client is closed',
  });
});

function circular(): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  properties['self'] = properties;
  return properties;
}

test('closing ends after its time-out, and names what was not acknowledged', async () => {
  const client = createNodeClient({ key: 'egx_test', host: 'http://127.0.0.1:9' });
  client.track(ada, 'test_event');
  expect(await client.closeAndFlush({ timeout: 30 })).toMatchObject({
    acknowledged: 0,
    failed: [{ event: 'test_event', reason: expect.stringContaining('not acknowledged within 30 ms') }],
  });
});

test('events are numbered, and what never left the program is counted apart', async () => {
  const client = openClient({ maxQueued: 2 });
  client.track(ada, 'first');
  client.track(ada, 'too_large', { text: 'x'.repeat(40_000) });
  client.track(ada, 'second');
  client.track(ada, 'one_too_many');
  await client.flush();
  client.track(ada, 'third');
  await client.closeAndFlush();
  const places = sent().map(({ context }) => Object(context['queue']) as { boot: string; sequence: number });
  expect(places).toMatchObject([{ sequence: 1 }, { sequence: 3, dropped: 1 }, { sequence: 5, dropped: 2 }]);
  expect(new Set(places.map(({ boot }) => boot)).size).toBe(1);
});
