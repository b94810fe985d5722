import { createHash, createHmac } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type EventExportSettingsInput,
  eventExportSettingsRoutes,
  eventExportsRoutes,
  type EventSummary,
} from '@engagex/domain/event-exports';
import { runInScope } from '@engagex/tenancy';
import { S3Files } from '../../adapters/s3-files.ts';
import { s3Keys, startS3, type TestS3 } from '../../testing/s3.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { acceptEvents, type AcceptedEvent, applyEvents } from '../people/testing/accepted-events.ts';
import { RunExports } from './run-exports.ts';
import { startReceiver } from './testing/receiver.ts';

const dayMs = 86_400_000;
const midnight = Math.floor(Date.now() / dayMs) * dayMs;
/** Seconds of the builder of events, for a second of yesterday. */
const second = (ofDay: number) => (midnight - dayMs - Date.UTC(2026, 0, 1)) / 1_000 + ofDay;

let api: TestApi;
let s3: TestS3;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  [s3, receiver] = await Promise.all([startS3(), startReceiver()]);
  api = await startTestApi({ settings: { PRIVATE_NETWORKS: 'true' } });
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.behaviour.answer = async () => 200;
});
afterAll(async () => {
  await api.close();
  await s3.close();
  receiver.close();
});

const none = { isOn: true, includesEvents: false, destination: { kind: 'none' } } as const;
const toWebhook = () => ({ ...none, destination: { kind: 'webhook', url: receiver.url } }) as const;
const toBucket = (folder = '') =>
  ({ ...none, destination: { kind: 's3', endpoint: s3.endpoint, bucket: 'files', folder, ...s3Keys } }) as const;

async function exporting(settings: EventExportSettingsInput | object, { daysAgo = 0 } = {}): Promise<TestMember> {
  const member = await api.newOrganization();
  await member.call(eventExportSettingsRoutes.update, settings as EventExportSettingsInput);
  await due(member, daysAgo);
  return member;
}

/** As if it had been switched on before the 10:00 that has just passed, or some days before it. */
async function due({ organizationId }: TestMember, daysAgo = 0): Promise<void> {
  await api.owner.query('update event_export_settings set next_due_at = $2 where organization_id = $1', [
    organizationId,
    new Date(dueTime() - daysAgo * dayMs),
  ]);
}

/** The last 10:00 UTC. */
const dueTime = () => Math.floor((Date.now() - 10 * 3_600_000) / dayMs) * dayMs + 10 * 3_600_000;
const isBeforeTen = new Date().getUTCHours() < 10;

async function run({ organizationId }: TestMember): Promise<void> {
  await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () => api.app.get(RunExports).run());
}

async function runAgain(member: TestMember): Promise<void> {
  // By a second: the API's clock has milliseconds only, and may be that little behind.
  await api.owner.query(
    `update event_exports set next_attempt_at = now() - interval '1 second' where organization_id = $1`,
    [member.organizationId],
  );
  await run(member);
}

const exportsOf = async (member: TestMember) => (await member.call(eventExportsRoutes.list, {})).items;
const fileOf = async (member: TestMember, id: string, kind: 'summary' | 'events') =>
  Buffer.from(await (await member.fetch(`/api/event-exports/${id}/${kind}`)).arrayBuffer());

/** Events of the day that the last due export is about. */
const dayBefore = isBeforeTen ? -dayMs / 1_000 : 0;
const purchase = (amount: number, currency: string, ofDay: number, userId: string): AcceptedEvent => ({
  name: 'purchase',
  userId,
  isTrusted: true,
  properties: { order_amount: amount, currency },
  second: second(ofDay) + dayBefore,
});
const view = (ofDay: number, anonymousId: string): AcceptedEvent => ({
  name: 'page_view',
  anonymousId,
  second: second(ofDay) + dayBefore,
});

test('the summary of a day counts by name and quarter hour, purchases by currency, and people once', async () => {
  const member = await exporting({ ...none, includesEvents: true });
  await acceptEvents(api, member, [
    view(-1, 'a'), // the day before
    view(0, 'a'),
    view(899.999, 'a'),
    view(900, 'b'),
    { kind: 'identify', anonymousId: 'a', userId: 'ann', isTrusted: true, second: second(1_000) + dayBefore },
    purchase(19.9, 'EUR', 86_399, 'ann'),
    purchase(0.1, 'EUR', 5_000, 'bob'),
    purchase(5, 'CHF', 5_000, 'bob'),
    view(86_400, 'c'), // the day after
  ]);
  await applyEvents(api, member);
  await run(member);
  const [made, ...others] = await exportsOf(member);
  expect(others).toEqual([]);
  expect(made).toMatchObject({ state: 'done', problem: null, deliveredTo: null, attempts: 1 });
  expect(made!.files.map(({ name }) => name)).toEqual([`events-${made!.day}.json`, `events-${made!.day}.ndjson.gz`]);
  const raw = await fileOf(member, made!.id, 'summary');
  expect(createHash('sha256').update(raw).digest('hex')).toBe(made!.files[0]!.sha256);
  const summary = JSON.parse(raw.toString()) as EventSummary;
  expect(summary).toMatchObject({ version: 1, id: made!.id, day: made!.day, events: 7, people: 3 });
  const at = (minutes: number) => new Date(Date.parse(summary.from) + minutes * 60_000).toISOString();
  expect(summary.byName.find(({ name }) => name === 'page_view')).toEqual({
    kind: 'track',
    name: 'page_view',
    count: 3,
    quarterHours: [
      { at: at(0), count: 2 },
      { at: at(15), count: 1 },
    ],
  });
  expect(summary.purchases).toEqual([
    { currency: 'CHF', count: 1, total: 5, average: 5, minimum: 5, maximum: 5 },
    { currency: 'EUR', count: 2, total: 20, average: 10, minimum: 0.1, maximum: 19.9 },
  ]);
  const events = await fileOf(member, made!.id, 'events');
  expect(summary.eventsFile).toMatchObject({
    bytes: events.length,
    sha256: createHash('sha256').update(events).digest('hex'),
  });
  const lines = gunzipSync(events).toString().trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)).toHaveLength(7);
});

test('a day without events is exported with zeros', async () => {
  const member = await exporting({ ...none, includesEvents: true });
  await run(member);
  const [made] = await exportsOf(member);
  const summary = JSON.parse((await fileOf(member, made!.id, 'summary')).toString()) as EventSummary;
  expect(summary).toMatchObject({ events: 0, people: 0, byName: [], purchases: [] });
  expect(gunzipSync(await fileOf(member, made!.id, 'events')).toString()).toBe('');
});

test('more events than fit on a page are each in the file once, in the order of their arrival', async () => {
  const member = await exporting({ ...none, includesEvents: true });
  await acceptEvents(
    api,
    member,
    Array.from({ length: 2_500 }, (_, i) => view(Math.floor(i / 700), `person ${i}`)),
  );
  await run(member);
  const [made] = await exportsOf(member);
  const lines = gunzipSync(await fileOf(member, made!.id, 'events'))
    .toString()
    .trim()
    .split('\n');
  const rows = lines.map((line) => JSON.parse(line) as { id: string; receivedAt: string });
  expect(new Set(rows.map(({ id }) => id)).size).toBe(2_500);
  expect(rows.map(({ receivedAt }) => receivedAt)).toEqual(rows.map(({ receivedAt }) => receivedAt).toSorted());
});

test('each due time has one export however often and from wherever it is run, and missed days follow', async () => {
  const member = await exporting(toWebhook(), { daysAgo: 3 });
  await Promise.all([run(member), run(member), run(member)]);
  await run(member);
  const days = (await exportsOf(member)).map(({ day }) => day);
  expect(days).toHaveLength(4);
  expect(new Set(days).size).toBe(4);
  const ids = receiver.received.map(({ headers }) => String(headers['webhook-id']));
  expect(ids.toSorted()).toEqual((await exportsOf(member)).map(({ id }) => id).toSorted());
});

test('switched off and on again, a day that was exported is not exported again', async () => {
  const member = await exporting(none);
  await run(member);
  await member.call(eventExportSettingsRoutes.update, { ...none, isOn: false });
  await member.call(eventExportSettingsRoutes.update, none);
  await due(member);
  await run(member);
  expect(await exportsOf(member)).toHaveLength(1);
});

test('a day that is not over by the clock of the database is not exported, should the other clock be ahead', async () => {
  const member = await exporting(none);
  await run(member);
  await api.owner.query(
    `update event_export_settings set next_due_at = next_due_at - interval '1 second' where organization_id = $1`,
    [member.organizationId],
  );
  const { rows } = await api.owner.query<{ organization_id: string }>(
    `select organization_id from due_event_exports(now() + interval '10 days')`,
  );
  expect(rows.map((row) => row.organization_id)).toContain(member.organizationId);
  await run(member);
  expect(await exportsOf(member)).toHaveLength(1);
});

test('a webhook gets the summary, signed as Standard Webhooks says', async () => {
  const member = await exporting(toWebhook());
  await run(member);
  const [made] = await exportsOf(member);
  expect(made).toMatchObject({ state: 'done', deliveredTo: receiver.url });
  const { secret } = await member.call(eventExportSettingsRoutes.signingSecret, {});
  const [{ headers, body } = receiver.received[0]!] = receiver.received;
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body.toString()}`;
  const digest = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(signed)
    .digest('base64');
  expect(headers).toMatchObject({ 'webhook-signature': `v1,${digest}`, 'idempotency-key': made!.id });
  expect(body).toEqual(await fileOf(member, made!.id, 'summary'));
});

test('a webhook that refuses is tried again with the same id and the same bytes, later each time, then given up', async () => {
  const member = await exporting(toWebhook());
  receiver.behaviour.answer = async () => 500;
  await run(member);
  await run(member); // not due yet
  expect(receiver.received).toHaveLength(1);
  const [waiting] = await exportsOf(member);
  expect(waiting).toMatchObject({ state: 'stored', attempts: 1, problem: expect.stringContaining('status 500') });
  expect(Date.parse(waiting!.nextAttemptAt!) - Date.now()).toBeGreaterThan(30_000);
  await runAgain(member);
  expect(receiver.received[1]!.headers['webhook-id']).toBe(receiver.received[0]!.headers['webhook-id']);
  expect(receiver.received[1]!.body).toEqual(receiver.received[0]!.body);
  await api.owner.query(`update event_exports set tried_since = now() - interval '1 day' where organization_id = $1`, [
    member.organizationId,
  ]);
  await runAgain(member);
  expect(await exportsOf(member)).toMatchObject([{ state: 'failed', attempts: 3, nextAttemptAt: null }]);
  receiver.behaviour.answer = async () => 204;
  await member.call(eventExportsRoutes.retry, { id: waiting!.id });
  await run(member);
  expect(await exportsOf(member)).toMatchObject([{ state: 'done', problem: null, attempts: 4 }]);
  await expect(member.call(eventExportsRoutes.retry, { id: waiting!.id })).rejects.toThrow('event-export.not-failed');
});

test('owners and admins are told once that exports keep failing, and once that they work again', async () => {
  receiver.behaviour.answer = async () => 500;
  const member = await exporting(toWebhook(), { daysAgo: 1 });
  const { organizationId } = member;
  const admin = await api.newMember(organizationId, 'admin');
  await api.newMember(organizationId, 'campaign_manager');
  const told = async () => {
    const { rows } = await api.owner.query<{ kind: string; state: string; userId: string; why: string }>(
      'select kind, state, why, user_id as "userId" from notifications where organization_id = $1 order by id',
      [organizationId],
    );
    return rows;
  };
  await run(member);
  expect(await told(), 'what may pass by itself').toEqual([]);
  await api.owner.query(
    `update event_exports set tried_since = now() - interval '2 hours' where organization_id = $1`,
    [organizationId],
  );
  await runAgain(member);
  await runAgain(member);
  const first = await told();
  expect(new Set(first.map(({ userId }) => userId))).toEqual(new Set([member.userId, admin.userId]));
  expect(first.map(({ kind }) => kind)).toEqual(['event_export_failed', 'event_export_failed']);
  expect(first[0]!.why).toContain('answered with status 500');

  await api.owner.query(`update notifications set state = 'accepted' where organization_id = $1`, [organizationId]);
  receiver.behaviour.answer = async () => 200;
  await runAgain(member);
  await runAgain(member);
  expect((await told()).map(({ kind }) => kind).toSorted()).toEqual([
    'event_export_failed',
    'event_export_failed',
    'event_export_mended',
    'event_export_mended',
  ]);
});

test('a bucket gets both files under the names of the day, and a bucket that refuses is told in words', async () => {
  const refused = await exporting({ ...toBucket(), destination: { ...toBucket().destination, bucket: 'missing' } });
  await run(refused);
  expect(await exportsOf(refused)).toMatchObject([
    { state: 'stored', problem: 'The bucket missing does not exist. Create it, or correct its name.' },
  ]);
  const member = await exporting({ ...toBucket('shop/events'), includesEvents: true });
  await acceptEvents(api, member, [view(5, 'a')]);
  await run(member);
  const [made] = await exportsOf(member);
  expect(made).toMatchObject({ state: 'done', deliveredTo: `${s3.endpoint}/files/shop/events` });
  const bucket = new S3Files({ endpoint: s3.endpoint, bucket: 'files', ...s3Keys });
  for (const { name, kind } of made!.files) {
    const stored = Buffer.concat(await (await bucket.read(`shop/events/${name}`)).toArray());
    expect(stored).toEqual(await fileOf(member, made!.id, kind));
  }
});

test('an export that a clock put off for days is tried again once the clock is right', async () => {
  const member = await exporting(toWebhook());
  receiver.behaviour.answer = async () => 500;
  await run(member);
  const isDue = async (offMinutes: number) => {
    await api.owner.query(
      `update event_exports set next_attempt_at = now() + $2 * interval '1 minute' where organization_id = $1`,
      [member.organizationId, offMinutes],
    );
    const due = await api.owner.query<{ organization_id: string }>('select * from due_event_exports(now())');
    return due.rows.some((row) => row.organization_id === member.organizationId);
  };
  expect(await isDue(60)).toBe(false);
  expect(await isDue(3 * 1_440)).toBe(true);
  receiver.behaviour.answer = async () => 200;
  await run(member);
  expect(await exportsOf(member)).toMatchObject([{ state: 'done', attempts: 2 }]);
});

test('a bucket that is down for a moment gets the export when it is tried again', async () => {
  const member = await exporting(toBucket('down'));
  s3.behaviour.before = async () => 503;
  await run(member);
  expect(await exportsOf(member)).toMatchObject([{ state: 'stored', problem: expect.stringContaining('503') }]);
  s3.behaviour.before = async () => 200;
  await runAgain(member);
  const [made] = await exportsOf(member);
  expect(made).toMatchObject({ state: 'done', attempts: 2, problem: null });
  expect(await s3.keys('down/')).toEqual([`down/events-${made!.day}.json`]);
});

test('a destination can be tested before it is saved, and what is wrong is said', async () => {
  const member = await api.newOrganization();
  const tried = (destination: object) =>
    member.call(eventExportSettingsRoutes.test, { destination: destination as { kind: 'none' } });
  await tried(toWebhook().destination);
  expect(JSON.parse(receiver.received[0]!.body.toString())).toMatchObject({ test: true });
  receiver.behaviour.answer = async () => 302;
  await expect(tried(toWebhook().destination)).rejects.toThrow('status 302');
  await tried(toBucket('tests').destination);
  const { destination } = toBucket();
  await expect(tried({ ...destination, secretAccessKey: 'wrong' })).rejects.toThrow('refused the signature');
  await expect(tried({ ...destination, accessKeyId: 'wrong' })).rejects.toThrow('refused the access key ID');
  await expect(tried({ ...destination, region: 'us-east-1' })).rejects.toThrow('another region');
  await expect(tried({ ...destination, secretAccessKey: '' })).rejects.toThrow('event-export.secret-missing');
  await expect(tried({ ...destination, endpoint: 'http://127.0.0.1:1' })).rejects.toThrow('could not be reached');
  for (const folder of ['..', 'a/../b', 'a//b', 'a?b', '.'])
    await expect(tried({ ...destination, folder }), folder).rejects.toThrow('400');
  for (const url of ['ftp://a.example', 'file:///etc/passwd', 'shop.example', ''])
    await expect(tried({ kind: 'webhook', url }), url).rejects.toThrow('400');
});

test('secrets are sealed, never told, and kept when settings are saved without them', async () => {
  const member = await exporting(toBucket());
  const { secretAccessKey: _, ...without } = toBucket().destination;
  const saved = await member.call(eventExportSettingsRoutes.update, { ...none, destination: without });
  expect(JSON.stringify(saved)).not.toContain(`"secretAccessKey"`);
  expect(saved).toMatchObject({ hasSecretAccessKey: true });
  await run(member);
  expect(await exportsOf(member)).toMatchObject([{ state: 'done' }]);
  const { rows } = await api.owner.query<{ kept: string }>(
    `select encode(secret_access_key, 'escape') as kept from event_export_settings where organization_id = $1`,
    [member.organizationId],
  );
  expect(rows[0]!.kept).not.toContain(s3Keys.secretAccessKey);
  const { secret } = await member.call(eventExportSettingsRoutes.rotateSigningSecret, {});
  expect(await member.call(eventExportSettingsRoutes.signingSecret, {})).toEqual({ secret });
});

test('files go when their time is over, the history stays, and a failed export can be made anew', async () => {
  const member = await exporting(none);
  await run(member);
  await api.owner.query(`update event_exports set expires_at = now() where organization_id = $1`, [
    member.organizationId,
  ]);
  await run(member);
  const [made] = await exportsOf(member);
  expect(made).toMatchObject({ state: 'done', files: [], expiresAt: null });
  expect((await member.fetch(`/api/event-exports/${made!.id}/summary`)).status).toBe(409);
});

test('addresses inside the network of the installation are not reached', async () => {
  const guarded = await startTestApi();
  try {
    const member = await guarded.newOrganization();
    for (const destination of [toWebhook().destination, toBucket().destination])
      await expect(member.call(eventExportSettingsRoutes.test, { destination })).rejects.toThrow('private network');
    expect(receiver.received).toEqual([]);
  } finally {
    await guarded.close();
  }
});
