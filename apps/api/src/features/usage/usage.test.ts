import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { messagesRoutes } from '@engagex/domain/messages';
import { type Meter, usageRoutes } from '@engagex/domain/usage';
import { runInScope } from '@engagex/tenancy';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { buildDeliveries } from '../../testing/receipts.ts';
import { type Fault, startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { FreezeUsage, lastEveningIn } from './freeze-usage.ts';

const hourMs = 3_600_000;
const faults = new Map<string, Fault>();

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp((to) => faults.get(to) ?? null);
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url, BILLING: 'on' } });
  const isOn = async () => (await api.owner.query('select from usage_switch where is_on')).rowCount === 1;
  await vi.waitUntil(isOn);
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const today = () => new Date().toISOString().slice(0, 10);
const yesterday = () => new Date(Date.now() - 24 * hourMs).toISOString().slice(0, 10);

/** What was used yesterday and today, by meter and kind. */
async function used(member: TestMember): Promise<Record<string, number>> {
  const { days } = await member.call(usageRoutes.days, { from: yesterday(), to: today() });
  const sums: Record<string, number> = {};
  for (const { meter, kind, quantity } of days) {
    const name = [meter, kind].filter(Boolean).join(' ');
    sums[name] = (sums[name] ?? 0) + quantity;
  }
  return sums;
}

/** Hours of Unix time from now: 0 is the one that runs. */
const hourFromNow = (hours: number) => new Date((Math.floor(Date.now() / hourMs) + hours) * hourMs);

async function frozenAt({ organizationId }: TestMember, until: Date): Promise<void> {
  await api.owner.query('update usage_accounts set frozen_until = $2 where organization_id = $1', [
    organizationId,
    until,
  ]);
}

async function enter(member: TestMember, hour: Date, quantity: number, meter: Meter = 'events'): Promise<void> {
  await api.owner.query(
    'insert into usage_entries (organization_id, meter, hour, act_id, quantity) values ($1, $2, $3, uuidv7(), $4)',
    [member.organizationId, meter, hour, quantity],
  );
}

const freeze = ({ organizationId }: TestMember) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () => api.app.get(FreezeUsage).run());

test('an email is billed once a server accepted it: not when it was refused, skipped or never known', async () => {
  const owner = await api.newOrganization();
  const [accepted = '', refused = '', unknown = '', left = ''] = addresses(4);
  faults.set(refused, { at: 'rcpt', code: 550 });
  faults.set(unknown, { at: 'answer', code: 'drop' });
  const campaign = await buildCampaign(
    owner,
    await buildGroup(api.owner, owner, [accepted, refused, unknown, left], [left]),
  );
  await owner.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(owner, campaign.id, ({ closed }) => closed);
  expect(await used(owner)).toEqual({ 'emails campaign': 1 });
  const [hour] = (await owner.call(usageRoutes.hours, { day: today(), meter: 'emails' })).hours;
  const { items } = await owner.call(usageRoutes.entries, { meter: 'emails', hour: hour!.hour });
  const { rows } = await api.owner.query('select id from deliveries where address = $1', [accepted]);
  expect(items).toMatchObject([
    { actId: rows[0].id, quantity: 1, kind: 'campaign', channel: 'email', about: 'Summer sale' },
  ]);
  expect(hour).toMatchObject({ isFrozen: false, entries: 1, quantity: 1 });
});

test('what was unknown is billed when it turns out to be accepted, in the hour in which it does', async () => {
  const owner = await api.newOrganization();
  const { ids } = await buildDeliveries(api, owner, addresses(3), ['unknown']);
  expect(await used(owner)).toEqual({});
  const settle = `update deliveries set state = 'accepted', accepted_at = now() - interval '3 days', claim_id = null where id = any ($1)`;
  await api.owner.query(settle, [ids.slice(0, 2)]);
  await api.owner.query('update deliveries set response = null where id = any ($1)', [ids]); // changed again, not billed again
  expect(await used(owner)).toEqual({ 'emails campaign': 2 });
});

test('a single message is billed, mail about accounts is not', async () => {
  const owner = await api.newOrganization();
  const [to = ''] = addresses(1);
  await owner.call(messagesRoutes.create, {
    to: { address: to },
    from: { name: 'Shop', address: 'hello@shop.example' },
    subject: 'Your receipt',
    text: 'Thank you.',
  });
  await expect.poll(() => used(owner)).toEqual({ 'emails message': 1 });
});

test('hours are frozen once, whoever comes first, and nothing that comes later changes them', async () => {
  const owner = await api.newOrganization();
  await frozenAt(owner, hourFromNow(-3));
  for (const [hours, quantity] of [
    [-3, 5],
    [-3, 7],
    [-2, 11],
    [0, 13],
  ] as const)
    await enter(owner, hourFromNow(hours), quantity);
  await Promise.all([freeze(owner), freeze(owner), freeze(owner)]);
  const { rows } = await api.owner.query(
    `select hour, entries::int, quantity::int from usage_hours where organization_id = $1 and meter = 'events' order by hour`,
    [owner.organizationId],
  );
  expect(rows).toEqual([
    { hour: hourFromNow(-3), entries: 2, quantity: 12 },
    { hour: hourFromNow(-2), entries: 1, quantity: 11 },
  ]);
  expect(await used(owner)).toMatchObject({ events: 36 });
  expect(await freeze(owner)).toBe(false);
});

test('an hour is not frozen before whoever records in it has committed', async () => {
  const owner = await api.newOrganization();
  const writer = await api.owner.connect();
  const freezer = await api.owner.connect();
  try {
    await writer.query('begin');
    const { rows } = await writer.query<{ n: number }>(`select extract(epoch from hold_usage_hour())::int / 3600 as n`);
    const n = rows[0]!.n;
    await freezer.query('begin');
    await freezer.query(`set local lock_timeout = '50ms'`);
    const end = (hour: number) => freezer.query(`select pg_advisory_xact_lock(hashtext('usage_hour'), $1)`, [hour]);
    await end(n - 1);
    await expect(end(n)).rejects.toThrow('lock timeout');
    await freezer.query('rollback');
    await writer.query('commit');
    await freezer.query('begin');
    await end(n);
  } finally {
    await freezer.query('rollback');
    writer.release();
    freezer.release();
  }
  expect(await used(owner)).toEqual({});
});

test('at the end of a day, contacts that can be mailed, seats and domains count once in the month', async () => {
  const owner = await api.newOrganization();
  const [subscribed = '', left = '', bounced = '', deleted = '', later = ''] = addresses(5);
  await buildGroup(api.owner, owner, [subscribed, left, bounced, deleted], [left]);
  await api.owner.query('update contacts set deleted_at = now() where email = $1', [deleted]);
  await api.owner.query(
    `insert into suppressions (organization_id, address_key, reason, source) values ($1, lower($2), 'hard_bounce', 'test')`,
    [owner.organizationId, bounced],
  );
  const evening = lastEveningIn(0, Math.floor((Date.now() - 120_000) / hourMs))!;
  const before = (hours: number) => new Date((evening + hours) * hourMs);
  await frozenAt(owner, before(-24));
  await freeze(owner);
  expect(await used(owner)).toEqual({ contacts: 1, seats: 1 });
  await buildGroup(api.owner, owner, [later]);
  await frozenAt(owner, before(0));
  await api.owner.query(`delete from usage_hours where organization_id = $1`, [owner.organizationId]);
  await freeze(owner);
  expect(await used(owner)).toEqual({ contacts: 2, seats: 1 });
});

test('the file adds up to what the days say', async () => {
  const owner = await api.newOrganization();
  for (let n = 1; n <= 25; n++) await enter(owner, hourFromNow(0), n * n);
  const response = await owner.fetch(`/api/usage/entries.csv?from=${yesterday()}&to=${today()}`);
  const lines = (await response.text()).trim().split('\r\n').slice(1);
  const sum = lines.reduce((total, line) => total + Number(line.split(',').at(-1)), 0);
  expect([lines.length, sum]).toEqual([25, (await used(owner))['events']]);
  const next = await owner.call(usageRoutes.entries, {
    meter: 'events',
    hour: hourFromNow(0).toISOString(),
    limit: 20,
  });
  const rest = await owner.call(usageRoutes.entries, {
    meter: 'events',
    hour: hourFromNow(0).toISOString(),
    cursor: next.nextCursor!,
  });
  expect([next.items.length, rest.items.length, rest.nextCursor]).toEqual([20, 5, null]);
});

test('a period that ends before it begins, or is too long, is refused in words; nobody else sees usage', async () => {
  const owner = await api.newOrganization();
  const other = await api.newOrganization();
  await enter(other, hourFromNow(0), 1_000);
  expect(await used(owner)).toEqual({});
  for (const period of [
    { from: today(), to: yesterday() },
    { from: '2020-01-01', to: today() },
    { from: '2026-02-30', to: today() },
  ])
    await expect(owner.call(usageRoutes.days, period)).rejects.toMatchObject({ status: 400 });
  await expect(owner.call(usageRoutes.hours, { day: today(), meter: 'sms' as Meter })).rejects.toMatchObject({
    status: 400,
  });
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  await expect(analyst.call(usageRoutes.days, { from: today(), to: today() })).rejects.toMatchObject({ status: 403 });
});

test('without billing nothing is counted and nothing is shown, and once it is off counting ends', async () => {
  const off = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
  try {
    const member = await off.newOrganization();
    const { ids } = await buildDeliveries(off, member, addresses(1), ['unknown']);
    await off.owner.query(
      `update deliveries set state = 'accepted', accepted_at = now(), claim_id = null where id = any ($1)`,
      [ids],
    );
    expect((await off.owner.query('select from usage_entries')).rowCount).toBe(0);
    await expect(member.call(usageRoutes.days, { from: today(), to: today() })).rejects.toMatchObject({ status: 404 });
  } finally {
    await off.close();
  }
});

test('the last evening among hours', () => {
  const at = (text: string) => Date.parse(text) / hourMs;
  const day = (from: string, to: string) => {
    const hour = lastEveningIn(at(from), at(to));
    return hour === null ? null : new Date(hour * hourMs).toISOString().slice(0, 13);
  };
  expect(day('2026-03-01T00:00Z', '2026-03-01T23:00Z')).toBeNull();
  expect(day('2026-03-01T00:00Z', '2026-03-02T00:00Z')).toBe('2026-03-01T23');
  expect(day('2026-03-01T23:00Z', '2026-03-03T05:00Z')).toBe('2026-03-02T23');
});
