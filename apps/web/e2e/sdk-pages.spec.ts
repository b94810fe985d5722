import { expect, type Page, test } from '@playwright/test';
import type { FaultyDoor, Fault } from '../../../libs/sdk/src/testing/faulty-door.ts';
import { openShop } from './event-pages.ts';

/** What the script does in a page: events as they are sent, repeated requests, consent, page views. */

const uuid = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
let door: FaultyDoor;
test.beforeEach(async () => {
  door = await openShop();
});
test.afterEach(() => door.close());

const sent = () => door.requests.flatMap(({ batch }) => batch);
const flush = (page: Page) => page.evaluate(() => window.engagex.flush());

test('an event has all that a server needs', async ({ page }) => {
  await page.goto(door.url);
  await flush(page);
  expect(door.requests, 'flush_with_no_events_sends_nothing').toEqual([]);
  await page.evaluate(() => {
    const timestamp = '2025-01-02T08:34:05+05:30';
    window.engagex.identify('test_user_123', { plan: 'pro' }, { userIdHash: 'f00' });
    window.engagex.track('test_event', { custom_string: 'hello', custom_number: 42, custom_bool: true });
    window.engagex.track('test_event', { timestamp_like: timestamp }, { timestamp });
    window.engagex.track('test_event');
    window.engagex.track('test_event');
  });
  await flush(page);
  const [identify, event, dated, ...same] = sent();
  expect(door.requests.length).toBe(1);
  expect(door.requests[0]?.writeKey, 'token_is_present_client').toBe('egx_pub_test');
  expect(door.requests[0]?.headers['content-type'], 'no preflight').toContain('text/plain');
  expect(identify).toMatchObject({
    type: 'identify',
    userId: 'test_user_123',
    userIdHash: 'f00',
    traits: { plan: 'pro' },
  });
  expect(event, 'event_has_required_fields_client, distinct_id_is_string_client').toMatchObject({
    type: 'track',
    event: 'test_event',
    userId: 'test_user_123',
    anonymousId: expect.stringMatching(uuid),
  });
  expect(event?.messageId, 'event_has_uuid').toMatch(uuid);
  expect(event?.timestamp, 'event_has_timestamp').toMatch(/Z$/);
  expect(event?.context, 'event_has_lib_properties').toMatchObject({
    library: { name: 'engagex.js', version: '0.1.0' },
    page: { path: '/', title: 'Shop /' },
    queue: { boot: expect.stringMatching(uuid), sequence: 2 },
  });
  expect(event?.properties, 'custom_properties_preserved').toEqual({
    custom_string: 'hello',
    custom_number: 42,
    custom_bool: true,
  });
  expect(dated, 'non_utc_event_timestamp_is_converted_to_utc').toMatchObject({
    timestamp: '2025-01-02T03:04:05.000Z',
    properties: { timestamp_like: '2025-01-02T08:34:05+05:30' },
  });
  expect(same[0]?.messageId, 'different_events_have_different_uuids').not.toBe(same[1]?.messageId);
});

const repeated: readonly Fault[] = [
  503,
  500,
  502,
  504,
  408,
  { status: 429, headers: { 'retry-after': '3' } },
  'lost',
  'answer lost',
  'half an answer',
];

test('retries_on_503, 500, 502, 504, 408 and 429, and when the connection fails: as it was, until it is acknowledged', async ({
  page,
}) => {
  await page.clock.install();
  await page.goto(door.url);
  door.faults.push(...repeated);
  await page.evaluate(() => {
    for (let n = 0; n < 3; n++) window.engagex.track(`test_event_${n}`);
  });
  const faultsLeft = async () => {
    await page.clock.fastForward(400_000);
    return door.faults.length;
  };
  await expect.poll(faultsLeft).toBe(0);
  // Until it is acknowledged, and no longer. Browsers repeat some lost requests themselves, so these are not counted.
  const isQuiet = async () => {
    const before = door.requests.length;
    await page.clock.fastForward(400_000);
    await flush(page);
    return door.requests.length === before;
  };
  await expect.poll(isQuiet).toBe(true);
  expect(door.stored.size).toBe(3);
  // preserves_uuid_on_retry, preserves_uuid_and_timestamp_on_retry, preserves_uuid_and_timestamp_on_batch_retry
  for (const { batch } of door.requests) expect(batch).toEqual(door.requests[0]?.batch);
});

test('does_not_retry_on_400, 401, 403 and 413', async ({ page }) => {
  const warnings: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  for (const status of [400, 413, 401, 403]) {
    await page.goto(door.url);
    await page.evaluate(() => window.engagex.track('test_event'));
    door.requests.length = 0;
    door.faults.push(status);
    await flush(page);
    await flush(page);
    expect(door.requests.length, String(status)).toBe(1);
    expect(warnings.at(-1)).toContain(`the server answered ${status}`);
  }
  // A key that is refused may be put right: those events wait, the ones refused for themselves are given up.
  await page.goto(door.url);
  await flush(page);
  expect(door.stored.size).toBe(2);
});

test('respects_retry_after_header', async ({ page }) => {
  await page.clock.install();
  await page.goto(door.url);
  door.faults.push({ status: 429, headers: { 'retry-after': '600' } });
  await page.evaluate(() => window.engagex.track('test_event'));
  await flush(page);
  await page.clock.fastForward(599_000);
  await flush(page);
  expect(door.requests.length).toBe(1);
  await page.clock.fastForward(2_000);
  await expect.poll(() => door.stored.size).toBe(1);
});

test('nothing is stored on the device before consent, and nothing is left after it is withdrawn', async ({ page }) => {
  const stored = () =>
    page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      document.cookie,
      ...(await indexedDB.databases()).map(({ name }) => name),
    ]);
  await page.goto(`${door.url}/memory`);
  await page.evaluate(() => window.engagex.track('before'));
  await flush(page);
  expect(door.stored.size).toBe(1);
  expect(await stored()).toEqual(['']);
  await page.evaluate(() => window.engagex.consent('granted'));
  await page.evaluate(() => window.engagex.track('after'));
  await flush(page);
  await page.reload();
  await page.evaluate(() => window.engagex.track('reloaded'));
  await flush(page);
  const [before, after, reloaded] = sent();
  expect([after?.anonymousId, reloaded?.anonymousId]).toEqual([before?.anonymousId, before?.anonymousId]);
  await page.evaluate(() => window.engagex.track('never'));
  await page.evaluate(() => window.engagex.consent('denied'));
  await page.evaluate(() => window.engagex.track('never'));
  await flush(page);
  await expect.poll(stored).toEqual(['egx.egx_pub_test', '']);
  expect(await page.evaluate(() => localStorage.getItem('egx.egx_pub_test'))).toBe('{"consent":"denied"}');
  await page.reload();
  await page.evaluate(() => window.engagex.track('never'));
  await flush(page);
  expect(sent().map(({ event }) => event)).toEqual(['before', 'after', 'reloaded']);
});

test('an opt-out holds on every page until the opt-in, whatever consent there is', async ({ page }) => {
  await page.goto(door.url);
  await page.evaluate(() => window.engagex.optOut());
  await page.reload();
  await page.evaluate(() => window.engagex.track('never'));
  await flush(page);
  expect(door.requests).toEqual([]);
  await page.evaluate(() => {
    window.engagex.optIn();
    window.engagex.track('again');
  });
  await flush(page);
  expect(sent().map(({ event }) => event)).toEqual(['again']);
});

for (const [signal, value] of [
  ['globalPrivacyControl', true],
  ['doNotTrack', '1'],
] as const)
  test(`${signal} counts as a refusal until the person consents here`, async ({ page }) => {
    await page.addInitScript(
      ([signal, value]) => Object.defineProperty(navigator, signal, { value, configurable: true }),
      [signal, value] as const,
    );
    await page.goto(`${door.url}/memory`);
    await page.evaluate(() => window.engagex.track('never'));
    await flush(page);
    expect(door.requests).toEqual([]);
    await page.evaluate(() => {
      window.engagex.consent('granted');
      window.engagex.track('with consent');
    });
    await flush(page);
    expect(sent().map(({ event }) => event)).toEqual(['with consent']);
  });

test('signing out rotates the anonymous id, and another user without it is told about', async ({ page }) => {
  const warnings: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.goto(door.url);
  await page.evaluate(() => {
    const { track, identify, alias, group, reset } = window.engagex;
    track('anonymous');
    identify('ada');
    group('g-1', { seats: 5 });
    alias('ada-2');
    reset();
    track('somebody else');
    identify('grace');
    identify('lin');
  });
  await flush(page);
  const [anonymous, ada, group, alias, other] = sent();
  expect(anonymous?.userId).toBeUndefined();
  expect(ada).toMatchObject({ userId: 'ada', anonymousId: anonymous?.anonymousId });
  expect(group).toMatchObject({ type: 'group', groupId: 'g-1', traits: { seats: 5 }, userId: 'ada' });
  expect(alias).toMatchObject({ type: 'alias', userId: 'ada-2', previousId: 'ada' });
  expect(other?.userId).toBeUndefined();
  expect(other?.anonymousId).not.toBe(anonymous?.anonymousId);
  const [before, after] = [anonymous, other].map((event) => Object(event?.context['queue']) as { boot: string });
  expect(after).toMatchObject({ sequence: 1 });
  expect(after?.boot, 'numbers link two people').not.toBe(before?.boot);
  expect(warnings).toEqual([expect.stringContaining('call reset()')]);
});

test('a page view is another path or query, without what may be secret in its address', async ({ page }) => {
  await page.goto(`${door.url}/views?utm_source=mail&token=s3cret#top`);
  await page.evaluate(async () => {
    const settled = () => new Promise((resolve) => setTimeout(resolve));
    history.replaceState({}, '', location.href); // as routers do after each push
    await settled();
    history.pushState({}, '', '/reset/Zk3vQ9xT1mB7nW5cR8yL2pH6');
    history.replaceState({ scroll: 0 }, '', location.href);
    document.title = 'New password';
    await settled();
    history.pushState({}, '', '#section');
    await settled();
    history.back();
  });
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('');
  await flush(page);
  expect(
    sent().map(({ type, properties }) => [type, properties?.['path'], properties?.['search'], properties?.['title']]),
  ).toEqual([
    ['page', '/views', '?utm_source=mail', 'Shop /views'],
    ['page', '/reset/redacted', '', 'New password'],
  ]);
  expect(sent()[1]?.properties?.['referrer']).toBe(`${door.url}/views?utm_source=mail`);
});

test('calls made before the script is loaded are kept, and a second start is ignored', async ({ page }) => {
  const warnings: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.goto(`${door.url}/bare`);
  await page.evaluate((host) => {
    Object.assign(window, { engagex: { q: [['track', ['early', { n: 1 }]]] } });
    for (let n = 0; n < 2; n++) {
      const script = document.createElement('script');
      Object.assign(script.dataset, { key: 'egx_pub_test', pageViews: 'off' });
      script.src = `${host}/sdk/engagex.js`;
      document.head.append(script);
    }
  }, door.url);
  await expect.poll(() => warnings.length).toBe(1);
  await flush(page);
  expect(warnings[0]).toContain('already started');
  expect(sent()).toMatchObject([{ event: 'early', properties: { n: 1 } }]);
});

test('a mistake in a call never reaches the page', async ({ page }) => {
  await page.goto(door.url);
  const answers = await page.evaluate(() => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    return [
      window.engagex.track('circular', circular),
      window.engagex.track('dated', {}, { timestamp: 'yesterday' }),
      window.engagex.track('large', { text: 'x'.repeat(40_000) }),
      window.engagex.track('fine'),
    ];
  });
  expect(answers).toEqual([undefined, undefined, undefined, undefined]);
  await flush(page);
  expect(sent().map(({ event }) => event)).toEqual(['fine']);
});
