import { createHmac, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import { eventSettingsRoutes } from '@engagex/domain/events';
import { startTestApi, type TestApi } from '../../../testing/test-api.ts';
import { personIdOf } from '../person-id.ts';
import { newSender, type Sender, storedEvents } from '../testing/sender.ts';

let api: TestApi;
let shop: Sender;
beforeAll(async () => {
  api = await startTestApi({ settings: { EVENTS_PER_SECOND: '500' } });
  shop = await newSender(api);
});
afterAll(() => api.close());

const stored = (sender: Sender) => storedEvents(api, sender.member);
const pageView = (messageId: string, more: object = {}) => ({
  type: 'page',
  anonymousId: 'device',
  messageId,
  ...more,
});

test('an event that is answered with 202 is stored, with whose it is, and handed on once', async () => {
  const sender = await newSender(api);
  const answer = await sender.send('/v1/events', {
    event: 'purchase',
    user_id: 'ada',
    order_amount: 19.9,
    product_id: 'mug',
    timestamp: '2026-11-30T08:00:00Z',
    messageId: 'one',
  });
  expect(answer).toMatchObject({ status: 202, body: { status: 'ok', messageId: 'one' } });
  const { organizationId } = sender.member;
  const [event] = await stored(sender);
  expect(event).toMatchObject({
    name: 'purchase',
    kind: 'track',
    user_id: 'ada',
    person_id: personIdOf({ organizationId, kind: 'user', id: 'ada' }),
    properties: { order_amount: 19.9, product_id: 'mug', currency: 'USD' },
    trusted: false,
    occurred_at: new Date('2026-11-30T08:00:00Z'),
  });
  const { rows } = await api.owner.query('select event_ids from event_batches where organization_id = $1', [
    organizationId,
  ]);
  expect(rows).toEqual([{ event_ids: [event?.id] }]);
});

test('invalid JSON and invalid standard events are 400 and name the field', async () => {
  const refused = async (body: unknown) => {
    const answer = await shop.send('/v1/events', body);
    return [answer.status, answer.body['code'], (answer.body['errors'] as { path: string[] }[])[0]?.path.join('.')];
  };
  const of = { userId: 'ada', event: 'purchase' };
  expect(await refused('{"event": ')).toEqual([400, 'events.invalid-json', 'body']);
  expect(await refused({ ...of })).toEqual([400, 'events.invalid', 'properties.order_amount']);
  expect(await refused({ ...of, order_amount: '12' })).toEqual([400, 'events.invalid', 'properties.order_amount']);
  expect(await refused({ ...of, order_amount: -1 })).toEqual([400, 'events.invalid', 'properties.order_amount']);
  expect(await refused({ ...of, order_amount: 1, currency: 'XXXX' })).toEqual([
    400,
    'events.invalid',
    'properties.currency',
  ]);
  expect(await refused({ ...of, order_amount: 1, timestamp: 'yesterday' })).toEqual([
    400,
    'events.invalid',
    'timestamp',
  ]);
  expect(await refused({ ...of, order_amount: 1, timestamp: '+292277-01-01T00:00:00Z' })).toEqual([
    400,
    'events.invalid',
    'timestamp',
  ]);
  expect(await refused({ event: 'x' })).toEqual([400, 'events.invalid', 'userId']);
  expect(await refused({ userId: 'ada' })).toEqual([400, 'events.invalid', 'event']);
  expect(await refused({ userId: 'ada', event: 'x', blob: 'x'.repeat(33_000) })).toEqual([
    400,
    'events.invalid',
    'event',
  ]);
});

test('of a batch that is partly wrong the rest is stored, and each event is answered', async () => {
  const sender = await newSender(api);
  const { status, body } = await sender.send('/v1/batch', {
    batch: [
      pageView('a'),
      { type: 'track', event: 'purchase', anonymousId: 'device', messageId: 'b' },
      { type: 'track', event: 'add_to_cart', anonymousId: 'device', messageId: 'c' },
      'no event',
      { type: 'track', event: 'x', anonymousId: 'device', messageId: 'd', timestamp: '2026-11-30T08:00:00' },
    ],
  });
  expect(status).toBe(202);
  expect(body).toMatchObject({
    accepted: 3,
    rejected: 2,
    results: [
      { status: 'ok', messageId: 'a' },
      { status: 'rejected', messageId: 'b', field: 'properties.order_amount' },
      { status: 'warning', messageId: 'c', warnings: [expect.stringContaining('product_id')] },
      { status: 'rejected', messageId: null, field: 'event' },
      { status: 'warning', messageId: 'd', warnings: [expect.stringContaining('UTC was assumed')] },
    ],
  });
  expect((await stored(sender)).map(({ message_id: id }) => id)).toEqual(['a', 'c', 'd']);
});

test('the same message id is stored once, within a batch, between requests and over the turn of a month', async () => {
  const sender = await newSender(api);
  const { body } = await sender.send('/v1/batch', { batch: [pageView('x'), pageView('x'), pageView('y')] });
  expect(body['results']).toMatchObject([{ status: 'ok' }, { status: 'ok' }, { status: 'ok' }]);
  await Promise.all(Array.from({ length: 10 }, () => sender.send('/v1/page', pageView('x'))));
  await api.owner.query(`update event_ids set month = (month - interval '1 month')::date where organization_id = $1`, [
    sender.member.organizationId,
  ]);
  expect((await sender.send('/v1/page', pageView('y'))).status).toBe(202);
  expect(await stored(sender)).toHaveLength(2);
  const other = await newSender(api);
  await other.send('/v1/page', pageView('x'));
  expect(await stored(other)).toHaveLength(1); // ids are an organization's own
});

test('a poisonous event harms no neighbour: what cannot be stored is replaced, and said', async () => {
  const sender = await newSender(api);
  const neighbour = await newSender(api);
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const poison = [
    String.raw`{"type":"track","anonymousId":"d","messageId":"1","event":"a\u0000b","properties":{"x\u0000":"\ud800"}}`,
    `{"type":"track","anonymousId":"d","messageId":"2","event":"x","properties":{"__proto__":{"isAdmin":true},"n":1e999}}`,
    String.raw`{"type":"track","anonymousId":"d\u0000","messageId":"3\udc00","event":"x"}`,
    `{"type":"track","anonymousId":"d","messageId":"4","event":"x","timestamp":"9999-12-31T23:59:59Z"}`,
  ];
  const [answer, next] = await Promise.all([
    sender.send('/v1/batch', `{"batch":[${poison.join(',')}]}`),
    neighbour.send('/v1/page', pageView('n')),
  ]);
  expect(next.status).toBe(202);
  expect(answer.body).toMatchObject({ accepted: 4, rejected: 0 });
  expect((answer.body['results'] as { status: string }[]).map(({ status }) => status)).toEqual(
    Array(4).fill('warning'),
  );
  const [first, second] = await stored(sender);
  expect(first).toMatchObject({ name: 'a\u{FFFD}b', properties: { 'x\u{FFFD}': '\u{FFFD}' } });
  expect(second?.properties).toEqual({ n: null });
  const deeply = await sender.send('/v1/track', `{"anonymousId":"d","event":"deep","properties":{"a":${deep}}}`);
  expect(deeply.status).toBe(400); // it is more than 32 kB
  const nested = await sender.send(
    '/v1/track',
    `{"anonymousId":"d","event":"deep","properties":{"a":${deep.slice(95_000, 105_000)}}}`,
  );
  expect(nested.body).toMatchObject({ status: 'warning', warnings: [expect.stringContaining('nested')] });
});

test('a key is told in any of the ways clients tell it, and one that may not send is refused', async () => {
  const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:`).toString('base64')}` });
  const none = { authorization: '' };
  const of = (headers: Record<string, string>, more = {}) =>
    shop.send('/v1/page', pageView(randomUUID(), more), headers);
  expect((await of(basic(shop.key))).status).toBe(202);
  expect((await of({ ...none, 'x-write-key': `${shop.key}:web` })).status).toBe(202);
  expect((await of({ ...none, 'content-type': 'text/plain' }, { writeKey: shop.key })).status).toBe(202);
  expect((await shop.send(`/v1/page?writeKey=${shop.key}`, pageView(randomUUID()), none)).status).toBe(202);
  expect((await of(none)).body['code']).toBe('api-key.required');
  expect((await of(basic('egx_pub_nobody'))).body['code']).toBe('api-key.invalid');
  const { secret } = await shop.member.call(apiKeysRoutes.create, { name: 'x', scopes: ['contacts:read'] });
  expect((await of({ authorization: `Bearer ${secret}` })).body['code']).toBe('api-key.scope');
});

test('a body is read by what it is: gzip under any name, nothing beyond 4 MB unpacked, no more than 500 events', async () => {
  const packed = gzipSync(JSON.stringify({ batch: [pageView(randomUUID())] }));
  for (const headers of [
    { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'application/json' },
    { 'content-encoding': 'x-unknown' },
  ] as Record<string, string>[])
    expect((await shop.send('/v1/batch', packed, headers)).status).toBe(202);
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  expect((await shop.send('/v1/batch', bomb)).body['code']).toBe('events.too-large');
  expect((await shop.send('/v1/batch', packed.subarray(0, 40))).body['code']).toBe('events.damaged');
  expect((await shop.send('/v1/batch', { batch: Array.from({ length: 501 }, () => ({})) })).body['code']).toBe(
    'events.too-many',
  );
  expect((await shop.send('/v1/batch', { events: 'none' })).body['code']).toBe('events.no-batch');
});

test('only a secret key, or a user id signed with the secret of the organization, is trusted', async () => {
  const sender = await newSender(api);
  const server = await newSender(api, 'secret', { member: sender.member });
  const { secret } = await sender.member.call(eventSettingsRoutes.rotateIdentitySecret, {});
  await sender.member.call(eventSettingsRoutes.rotateIdentitySecret, {}); // the one before works for a day
  const signed = (userId: string, by: string) => createHmac('sha256', by).update(userId).digest('hex');
  const identify = (messageId: string, more: object) => ({
    userId: 'ada',
    messageId,
    traits: { plan: 'pro' },
    ...more,
  });
  const fresh = await newSender(api, 'public', { member: sender.member }); // keys are remembered for a moment
  await fresh.send('/v1/identify', identify('plain', {}));
  await fresh.send('/v1/identify', identify('signed', { userIdHash: signed('ada', secret) }));
  const forged = await fresh.send('/v1/identify', identify('forged', { userIdHash: signed('eve', secret) }));
  expect(forged.body['warnings']).toEqual([expect.stringContaining('not trusted')]);
  await server.send('/v1/identify', identify('server', {}));
  const trusted = (await stored(sender)).map(({ message_id: id, trusted: is }) => [id, is]);
  expect(Object.fromEntries(trusted)).toEqual({ plain: false, signed: true, forged: false, server: true });
});

test('a public key is accepted from its own pages, and any page may ask first', async () => {
  const sender = await newSender(api, 'public', { origins: ['https://shop.example'] });
  const from = (origin: string) => sender.send('/v1/page', pageView(randomUUID()), { origin });
  expect((await from('https://shop.example')).status).toBe(202);
  expect((await from('https://evil.example')).body['code']).toBe('api-key.origin');
  expect((await sender.send('/v1/page', pageView(randomUUID()))).status).toBe(202); // no browser
  const preflight = await fetch(new URL('/v1/batch', api.url), { method: 'OPTIONS' });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-retry-count');
  expect((await from('https://evil.example')).headers.get('access-control-allow-origin')).toBe('*');
});

test('a key that sends more than its rate is told how long to wait, and others go on', async () => {
  const sender = await newSender(api);
  const batch = () => sender.send('/v1/batch', { batch: Array.from({ length: 500 }, () => pageView(randomUUID())) });
  const answers = await Promise.all(Array.from({ length: 16 }, batch));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body['code']).toBe('events.too-many-for-key');
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await shop.send('/v1/page', pageView(randomUUID()))).status).toBe(202);
  const accepted = answers.filter(({ status }) => status === 202).length;
  expect(await stored(sender)).toHaveLength(accepted * 500);
});

test('the rules of the organization are applied before anything is stored', async () => {
  const sender = await newSender(api);
  await sender.member.call(eventSettingsRoutes.update, {
    retentionDays: 90,
    currency: 'chf',
    privacy: {
      rules: [
        { property: 'email', action: 'hash' },
        { property: '*token*', action: 'drop' },
        { property: 'phone', action: 'truncate' },
      ],
      cleansUrls: true,
    },
  });
  await sender.send('/v1/track', {
    userId: 'ada',
    event: 'purchase',
    properties: { order_amount: 5, email: 'ada@example.com', session_token: 'x', phone: '+41791234567' },
    context: { page: { url: 'https://shop.example/reset/8cc2f1e09?utm_source=mail&email=ada%40example.com#top' } },
  });
  const [event] = await stored(sender);
  expect(event?.properties).toEqual({
    order_amount: 5,
    currency: 'CHF',
    email: expect.stringMatching(/^sha256:[\da-f]{32}$/),
    phone: '+41…',
  });
  expect(event?.context['page']).toEqual({ url: 'https://shop.example/reset/[redacted]?utm_source=mail' });
});

test('health says that events can be stored, and other paths and methods are refused', async () => {
  const health = await fetch(new URL('/v1/health', api.url));
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  expect((await fetch(new URL('/v1/events', api.url))).status).toBe(405);
  expect((await shop.send('/v1/nothing', {})).status).toBe(404);
});
