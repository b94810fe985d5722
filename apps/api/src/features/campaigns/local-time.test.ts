import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { instantOf, wallTimeIn } from '@engagex/domain/shared';
import { itIs, sweep, zoned } from '../../testing/at-time.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const messagesTo = (emails: readonly string[]) => smtp.messages.filter((message) => emails.includes(message.to));
const get = (member: TestMember, id: string) => member.call(campaignsRoutes.get, { id });

/** A contact for each zone, null and nonsense included; resolves to the address of each. */
async function inZones(member: TestMember, zones: readonly (string | null)[]) {
  const emails = addresses(zones.length, 'zone');
  const groupId = await buildGroup(api.owner, member, emails);
  await api.owner.query(
    `update contacts c set time_zone = z.zone from unnest($2::text[], $3::text[]) as z (email, zone)
     where c.organization_id = $1 and c.email = z.email`,
    [member.organizationId, emails, zones],
  );
  return { groupId, emails };
}

/** Zones whose clocks go the same way, hour by hour around these times, in the two databases: their editions may differ. */
async function zonesBothKnow(times: readonly string[]): Promise<string[]> {
  const instants = times.flatMap((time) =>
    Array.from({ length: 60 }, (_, hour) => new Date(Date.parse(`${time}Z`) + (hour - 30) * 3_600_000)),
  );
  const { rows } = await api.owner.query<{ name: string; shown: string[] }>(
    `select name, array_agg(to_char(i at time zone name, 'YYYY-MM-DD"T"HH24:MI') order by n) as shown
     from pg_timezone_names, unnest($1::timestamptz[]) with ordinality as u (i, n) where name = any ($2) group by name`,
    [instants, Intl.supportedValuesOf('timeZone')],
  );
  return rows
    .filter(({ name, shown }) => instants.every((at, index) => shown[index] === wallTimeIn(name, at)))
    .map(({ name }) => name);
}

test('in local time everyone is due when the clocks where they are show it, by PostgreSQL as by Intl', async () => {
  const member = await zoned(api, 'Europe/Berlin');
  // Ordinary hours, nights without the hour, nights with two of it.
  const times = [
    '2026-11-26T09:00',
    '2027-03-28T02:30',
    '2027-03-14T02:30',
    '2026-12-31T23:59',
    '2027-10-31T02:30',
    '2027-11-07T01:30',
  ];
  const zones = [...(await zonesBothKnow(times)), null, 'Mars/Olympus', 'asia/TOKYO'];
  expect(zones.length).toBeGreaterThan(300);
  const { groupId, emails } = await inZones(member, zones);
  for (const time of times) {
    const campaign = await buildCampaign(member, groupId);
    itIs(api, '2026-11-24T12:00:00Z');
    await member.call(campaignsRoutes.schedule, { id: campaign.id, plan: { kind: 'local', time } });
    const { startsAt } = await get(member, campaign.id);
    itIs(api, startsAt ?? '');
    await sweep(api, member);
    await sweep(api, member);
    const { rows } = await api.owner.query<{ email: string; due_at: Date }>(
      'select address as email, due_at from deliveries where campaign_id = $1',
      [campaign.id],
    );
    const due = new Map(rows.map(({ email, due_at }) => [email, due_at.toISOString()]));
    for (const [index, zone] of zones.entries()) {
      const own = zone === null || zone === 'Mars/Olympus' ? 'Europe/Berlin' : zone;
      expect(due.get(emails[index] ?? ''), `${time} ${zone}`).toBe(instantOf(time, own).toISOString());
    }
    expect(rows.every(({ due_at }) => due_at >= new Date(startsAt ?? ''))).toBe(true);
    await member.call(campaignsRoutes.cancel, { id: campaign.id });
  }
}, 120_000);

test('a campaign in local time mails each person at their hour, tells who waits, and closes after the last', async () => {
  const member = await zoned(api, 'Europe/Berlin');
  const zones = ['Pacific/Kiritimati', 'Asia/Tokyo', null, 'America/Los_Angeles'];
  const { groupId, emails } = await inZones(member, zones);
  const { id } = await buildCampaign(member, groupId);
  itIs(api, '2026-11-25T12:00:00Z');
  await member.call(campaignsRoutes.update, { id, plan: { kind: 'local', time: '2026-11-26T09:00' } });
  const review = await member.call(campaignsRoutes.review, { id });
  expect(review.timing).toEqual({
    timeZone: 'Europe/Berlin',
    undoSeconds: 0,
    startsAt: '2026-11-25T19:00:00.000Z',
    local: {
      passed: 0,
      withoutZone: 1,
      firstAt: '2026-11-25T19:00:00.000Z',
      lastAt: '2026-11-26T17:00:00.000Z',
    },
  });
  await member.call(campaignsRoutes.schedule, { id, expectedPeople: 4 });
  const arrived = async (time: string) => {
    itIs(api, time);
    for (let turn = 0; turn < 5; turn += 1) await sweep(api, member);
    return emails.map((email) => messagesTo([email]).length);
  };
  expect(await arrived('2026-11-25T18:59:59Z')).toEqual([0, 0, 0, 0]);
  expect(await arrived('2026-11-25T19:00:00Z')).toEqual([1, 0, 0, 0]);
  expect(await arrived('2026-11-25T23:59:59Z')).toEqual([1, 0, 0, 0]);
  expect(await member.call(reportsRoutes.report, { id })).toMatchObject({
    waiting: { people: 3, nextAt: '2026-11-26T00:00:00.000Z', lastAt: '2026-11-26T17:00:00.000Z' },
    ledger: { accepted: 1, pending: 3, closed: false },
  });
  expect(await arrived('2026-11-26T00:00:00Z')).toEqual([1, 1, 0, 0]);
  expect(await arrived('2026-11-26T08:00:00Z')).toEqual([1, 1, 1, 0]);
  expect((await get(member, id)).status).toBe('sending');
  expect(await arrived('2026-11-26T17:00:00Z')).toEqual([1, 1, 1, 1]);
  expect((await get(member, id)).status).toBe('sent');
});

test('whose hour had passed already is told beforehand, and gets it at once or not at all', async () => {
  const zones = ['Asia/Tokyo', 'Pacific/Auckland', 'Europe/Berlin', 'America/New_York'];
  for (const passed of ['send', 'skip'] as const) {
    const member = await zoned(api, 'UTC');
    const { groupId, emails } = await inZones(member, zones);
    const { id } = await buildCampaign(member, groupId);
    itIs(api, '2026-11-26T05:00:00Z'); // 14:00 in Tokyo, 18:00 in Auckland, 06:00 in Berlin
    await member.call(campaignsRoutes.update, { id, plan: { kind: 'local', time: '2026-11-26T09:00', passed } });
    const review = await member.call(campaignsRoutes.review, { id });
    const isSkip = passed === 'skip';
    expect(review).toMatchObject({
      audience: 4,
      people: isSkip ? 2 : 4,
      skipped: isSkip ? { hour_passed: 2 } : {},
      timing: { startsAt: '2026-11-26T05:00:00.000Z', local: { passed: isSkip ? 0 : 2 } },
    });
    await member.call(campaignsRoutes.schedule, { id, expectedPeople: review.people });
    // Late by an hour: whose hour came meanwhile is not one of those.
    itIs(api, '2026-11-26T08:30:00Z');
    for (let turn = 0; turn < 5; turn += 1) await sweep(api, member);
    expect(emails.map((email) => messagesTo([email]).length)).toEqual(isSkip ? [0, 0, 1, 0] : [1, 1, 1, 0]);
    const ledger = await member.call(deliveriesRoutes.ledger, { id });
    expect(ledger.skipped).toEqual(isSkip ? { hour_passed: 2 } : {});
  }
});

test('before the first hour it is taken back, after that cancelled, and everyone is accounted for', async () => {
  const member = await zoned(api, 'UTC');
  const { groupId, emails } = await inZones(member, ['Pacific/Kiritimati', 'America/New_York']);
  const { id } = await buildCampaign(member, groupId);
  itIs(api, '2026-11-25T12:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'local', time: '2026-11-26T09:00' } });
  expect((await member.call(campaignsRoutes.unschedule, { id })).status).toBe('draft');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'local', time: '2026-11-26T09:00' } });
  itIs(api, '2026-11-25T19:00:00Z');
  for (let turn = 0; turn < 4; turn += 1) await sweep(api, member);
  await expect(member.call(campaignsRoutes.unschedule, { id })).rejects.toThrow('campaign.wrong-status');
  await member.call(campaignsRoutes.cancel, { id });
  const ledger = await watchLedger(member, id, ({ closed }) => closed);
  expect(ledger).toMatchObject({ audience: 2, accepted: 1, skipped: { cancelled: 1 } });
  expect(messagesTo(emails)).toHaveLength(1);
});
