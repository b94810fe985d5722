import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { organizationRoutes } from '@engagex/domain/accounts';
import { calendarRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { instantOf, wallTimeIn } from '@engagex/domain/shared';
import { templatesRoutes } from '@engagex/domain/templates';
import { runInScope } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { RunCampaign } from './run-campaign.ts';

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

/** From now on it is this time, to everything that asks the port. */
function itIs(time: string): void {
  vi.spyOn(api.app.get(Clock), 'now').mockImplementation(() => new Date(time));
}

/** What the sweep of a worker finds to do, done once. */
async function sweep({ organizationId }: TestMember): Promise<void> {
  const { rows } = await api.owner.query<{ organization_id: string; id: string }>('select * from due_campaigns($1)', [
    api.app.get(Clock).now(),
  ]);
  for (const { id } of rows.filter((row) => row.organization_id === organizationId)) await run(organizationId, id);
}

const run = (organizationId: string, id: string) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () => api.app.get(RunCampaign).run(id));

async function zoned(timeZone: string, undoSeconds = 0): Promise<TestMember> {
  const member = await api.newOrganization();
  await api.owner.query('update organizations set time_zone = $2, undo_seconds = $3 where id = $1', [
    member.organizationId,
    timeZone,
    undoSeconds,
  ]);
  return member;
}

const draftOf = async (member: TestMember, people = addresses(3)) =>
  buildCampaign(member, await buildGroup(api.owner, member, people));

const get = (member: TestMember, id: string) => member.call(campaignsRoutes.get, { id });

test('a scheduled campaign starts at its time, never before, and freezes its audience only then', async () => {
  const member = await zoned('Europe/Berlin');
  const emails = addresses(3);
  const { id } = await draftOf(member, emails);
  itIs('2026-11-25T08:00:00Z');
  const plan = { kind: 'at', time: '2026-11-26T09:00' } as const;
  const scheduled = await member.call(campaignsRoutes.schedule, { id, plan, expectedPeople: 3 });
  expect(scheduled).toMatchObject({ status: 'scheduled', startsAt: '2026-11-26T08:00:00.000Z', audience: null });
  expect(scheduled.can).toEqual(['reschedule', 'unschedule']);
  itIs('2026-11-26T07:59:59.999Z');
  await sweep(member);
  await run(member.organizationId, id); // a wake-up that nobody asked for
  expect((await get(member, id)).status).toBe('scheduled');

  const [late = ''] = addresses(1);
  await api.owner.query(
    `with c as (insert into contacts (organization_id, email) values ($1, $2) returning id)
     insert into group_members (organization_id, group_id, contact_id) select $1, $3, id from c`,
    [member.organizationId, late, scheduled.groupIds[0]],
  );
  itIs('2026-11-26T08:00:00Z');
  await sweep(member);
  expect((await get(member, id)).status).toBe('launching');
  for (let turn = 0; turn < 4; turn += 1) await sweep(member);
  expect(await get(member, id)).toMatchObject({ status: 'sent', audience: 4, launchedAt: '2026-11-26T08:00:00.000Z' });
  expect(messagesTo([...emails, late])).toHaveLength(4);
  expect(await member.call(campaignsRoutes.report, { id })).toMatchObject({ lateSeconds: 0 });
});

test('after a downtime it starts as soon as there is a worker, and the report says how late', async () => {
  const member = await zoned('UTC');
  const { id } = await draftOf(member);
  itIs('2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  itIs('2026-11-25T10:30:00Z');
  await sweep(member);
  expect((await get(member, id)).launchedAt).toBe('2026-11-25T10:30:00.000Z');
  expect(await member.call(campaignsRoutes.report, { id })).toMatchObject({ lateSeconds: 5_400 });
});

test('twenty workers that look at it at the same moment start it once', async () => {
  const member = await zoned('UTC');
  const emails = addresses(20);
  const { id } = await draftOf(member, emails);
  itIs('2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  itIs('2026-11-25T09:00:00Z');
  await Promise.all(Array.from({ length: 20 }, () => run(member.organizationId, id)));
  await Promise.all(Array.from({ length: 20 }, () => run(member.organizationId, id)));
  for (let turn = 0; turn < 3; turn += 1) await sweep(member);
  expect(await get(member, id)).toMatchObject({ status: 'sent', audience: 20 });
  expect(messagesTo(emails)).toHaveLength(20);
});

test('of fifty requests to send and to schedule at the same moment exactly one takes', async () => {
  const member = await zoned('UTC', 60);
  const { id } = await draftOf(member);
  itIs('2026-11-25T08:00:00Z');
  const plan = { kind: 'at', time: '2026-11-25T09:00' } as const;
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      index % 2 === 0
        ? member.call(campaignsRoutes.launch, { id })
        : member.call(campaignsRoutes.schedule, { id, plan }),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results)
    if (result.status === 'rejected') expect(String(result.reason)).toContain('campaign.wrong-status');
  expect((await get(member, id)).status).toBe('scheduled');
}, 60_000);

test('the night without 02:30 and the night with two of them', async () => {
  const member = await zoned('Europe/Berlin');
  itIs('2026-03-01T12:00:00Z');
  const missing = await draftOf(member);
  await member.call(campaignsRoutes.update, { id: missing.id, plan: { kind: 'at', time: '2026-03-29T02:30' } });
  const review = await member.call(campaignsRoutes.review, { id: missing.id });
  expect(review.timing).toMatchObject({ timeZone: 'Europe/Berlin', startsAt: '2026-03-29T01:30:00.000Z' });
  const { startsAt } = await member.call(campaignsRoutes.schedule, { id: missing.id });
  expect(startsAt).toBe('2026-03-29T01:30:00.000Z'); // shown there as 03:30
  const twice = await draftOf(member);
  const plan = { kind: 'at', time: '2026-10-25T02:30' } as const;
  const second = await member.call(campaignsRoutes.schedule, { id: twice.id, plan });
  expect(second.startsAt).toBe('2026-10-25T01:30:00.000Z');
});

test('a scheduled campaign is moved, and taken back as the draft it was', async () => {
  const member = await zoned('UTC');
  const draft = await draftOf(member);
  const { id } = draft;
  itIs('2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  await expect(member.call(campaignsRoutes.update, { id, name: 'x' })).rejects.toThrow(
    'Unschedule this campaign first',
  );
  await expect(member.call(campaignsRoutes.delete, { id })).rejects.toThrow('campaign.not-a-draft');
  const moved = await member.call(campaignsRoutes.reschedule, { id, plan: { kind: 'at', time: '2026-11-25T10:00' } });
  expect(moved.startsAt).toBe('2026-11-25T10:00:00.000Z');
  itIs('2026-11-25T09:30:00Z');
  await sweep(member);
  expect((await get(member, id)).status).toBe('scheduled');
  const back = await member.call(campaignsRoutes.unschedule, { id });
  expect(back).toMatchObject({ status: 'draft', startsAt: null, name: draft.name, groupIds: draft.groupIds });
  itIs('2026-11-25T10:00:00Z');
  await sweep(member);
  expect((await get(member, id)).status).toBe('draft');
  await expect(member.call(campaignsRoutes.unschedule, { id })).rejects.toThrow('campaign.wrong-status');
});

test('times that cannot be are refused with what to do', async () => {
  const member = await zoned('UTC');
  const { id } = await draftOf(member);
  itIs('2026-11-25T08:00:00Z');
  const schedule = (plan: object) => member.call(campaignsRoutes.schedule, { id, plan: plan as never }); // bad input is the point
  await expect(schedule({ kind: 'at', time: '2026-11-25T08:00' })).rejects.toThrow('campaign.time-passed');
  await expect(schedule({ kind: 'at', time: '2028-01-01T08:00' })).rejects.toThrow('within the next 366 days');
  await expect(schedule({ kind: 'now' })).rejects.toThrow('campaign.no-time');
  await expect(member.call(campaignsRoutes.schedule, { id })).rejects.toThrow('campaign.no-time');
  for (const plan of [
    { kind: 'at' },
    { kind: 'at', time: '2026-02-30T09:00' },
    { kind: 'soon' },
    { kind: 'local', time: '2026-12-01T09:00', passed: 'ask' },
  ])
    await expect(schedule(plan)).rejects.toMatchObject({ status: 400 });
  expect((await get(member, id)).status).toBe('draft');
});

test('what cannot start at its time is a draft again that says why, and nobody is lost', async () => {
  const member = await zoned('UTC');
  const draft = await draftOf(member);
  const { id } = draft;
  itIs('2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  await member.call(templatesRoutes.delete, { id: draft.templateId ?? '' });
  itIs('2026-11-25T09:00:00Z');
  await sweep(member);
  const stopped = await get(member, id);
  expect(stopped).toMatchObject({ status: 'draft', audience: null, launchedAt: null });
  expect(stopped.pauseReason).toBe('It could not start when its time came: Choose a template.');
  const { items } = await member.call(campaignsRoutes.list, {});
  expect(items[0]?.pauseReason).toContain('could not start');
  const { rows } = await api.owner.query('select from deliveries where campaign_id = $1', [id]);
  expect(rows).toHaveLength(0);
});

test('Send can be undone until its time is over, and not after', async () => {
  const member = await zoned('UTC', 60);
  const emails = addresses(2);
  const draft = await draftOf(member, emails);
  const { id } = draft;
  itIs('2026-11-25T08:00:00Z');
  const sent = await member.call(campaignsRoutes.launch, { id, expectedPeople: 2 });
  expect(sent).toMatchObject({ status: 'scheduled', startsAt: '2026-11-25T08:01:00.000Z' });
  itIs('2026-11-25T08:00:59Z');
  await sweep(member);
  const back = await member.call(campaignsRoutes.unschedule, { id });
  expect({ ...back, updatedAt: '' }).toEqual({ ...draft, updatedAt: '' });
  await member.call(campaignsRoutes.launch, { id });
  itIs('2026-11-25T08:01:59Z');
  for (let turn = 0; turn < 4; turn += 1) await sweep(member);
  expect((await get(member, id)).status).toBe('sent');
  await expect(member.call(campaignsRoutes.unschedule, { id })).rejects.toThrow('campaign.wrong-status');
  expect(messagesTo(emails)).toHaveLength(2);
});

test('how long Send can be undone is a setting of 0 to 600 seconds', async () => {
  const member = await api.newOrganization();
  const set = (undoSeconds: number) =>
    member.call(organizationRoutes.updateSending, { undoSeconds, requiresApproval: false });
  expect(await set(600)).toMatchObject({ undoSeconds: 600, requiresApproval: false });
  for (const seconds of [-1, 601, 1.5]) await expect(set(seconds)).rejects.toMatchObject({ status: 400 });
  await member.call(organizationRoutes.update, { name: 'Shop' });
  expect(await member.call(organizationRoutes.get)).toMatchObject({ undoSeconds: 600 });
  const { rows } = await api.owner.query<{ undo_seconds: number }>(
    `insert into organizations (name) values ('New') returning undo_seconds`,
  );
  expect(rows[0]?.undo_seconds).toBe(60);
});

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
  const member = await zoned('Europe/Berlin');
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
    itIs('2026-11-24T12:00:00Z');
    await member.call(campaignsRoutes.schedule, { id: campaign.id, plan: { kind: 'local', time } });
    const { startsAt } = await get(member, campaign.id);
    itIs(startsAt ?? '');
    await sweep(member);
    await sweep(member);
    const { rows } = await api.owner.query<{ email: string; due_at: Date }>(
      'select email, due_at from deliveries where campaign_id = $1',
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
  const member = await zoned('Europe/Berlin');
  const zones = ['Pacific/Kiritimati', 'Asia/Tokyo', null, 'America/Los_Angeles'];
  const { groupId, emails } = await inZones(member, zones);
  const { id } = await buildCampaign(member, groupId);
  itIs('2026-11-25T12:00:00Z');
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
    itIs(time);
    for (let turn = 0; turn < 5; turn += 1) await sweep(member);
    return emails.map((email) => messagesTo([email]).length);
  };
  expect(await arrived('2026-11-25T18:59:59Z')).toEqual([0, 0, 0, 0]);
  expect(await arrived('2026-11-25T19:00:00Z')).toEqual([1, 0, 0, 0]);
  expect(await arrived('2026-11-25T23:59:59Z')).toEqual([1, 0, 0, 0]);
  expect(await member.call(campaignsRoutes.report, { id })).toMatchObject({
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
    const member = await zoned('UTC');
    const { groupId, emails } = await inZones(member, zones);
    const { id } = await buildCampaign(member, groupId);
    itIs('2026-11-26T05:00:00Z'); // 14:00 in Tokyo, 18:00 in Auckland, 06:00 in Berlin
    await member.call(campaignsRoutes.update, { id, plan: { kind: 'local', time: '2026-11-26T09:00', passed } });
    const review = await member.call(campaignsRoutes.review, { id });
    const isSkip = passed === 'skip';
    expect(review).toMatchObject({
      audience: 4,
      people: isSkip ? 2 : 4,
      skipped: isSkip ? { 'hour passed': 2 } : {},
      timing: { startsAt: '2026-11-26T05:00:00.000Z', local: { passed: isSkip ? 0 : 2 } },
    });
    await member.call(campaignsRoutes.schedule, { id, expectedPeople: review.people });
    // Late by an hour: whose hour came meanwhile is not one of those.
    itIs('2026-11-26T08:30:00Z');
    for (let turn = 0; turn < 5; turn += 1) await sweep(member);
    expect(emails.map((email) => messagesTo([email]).length)).toEqual(isSkip ? [0, 0, 1, 0] : [1, 1, 1, 0]);
    const ledger = await member.call(deliveriesRoutes.ledger, { id });
    expect(ledger.skipped).toEqual(isSkip ? { 'hour passed': 2 } : {});
  }
});

test('before the first hour it is taken back, after that cancelled, and everyone is accounted for', async () => {
  const member = await zoned('UTC');
  const { groupId, emails } = await inZones(member, ['Pacific/Kiritimati', 'America/New_York']);
  const { id } = await buildCampaign(member, groupId);
  itIs('2026-11-25T12:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'local', time: '2026-11-26T09:00' } });
  expect((await member.call(campaignsRoutes.unschedule, { id })).status).toBe('draft');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'local', time: '2026-11-26T09:00' } });
  itIs('2026-11-25T19:00:00Z');
  for (let turn = 0; turn < 4; turn += 1) await sweep(member);
  await expect(member.call(campaignsRoutes.unschedule, { id })).rejects.toThrow('campaign.wrong-status');
  await member.call(campaignsRoutes.cancel, { id });
  const ledger = await watchLedger(member, id, ({ closed }) => closed);
  expect(ledger).toMatchObject({ audience: 2, accepted: 1, skipped: { cancelled: 1 } });
  expect(messagesTo(emails)).toHaveLength(1);
});

test('a test goes to confirmed members only, marked, with links as they are, and is in nobody’s numbers', async () => {
  const member = await api.newOrganization();
  const emails = addresses(2);
  const { id } = await draftOf(member, emails);
  const colleague = await api.newMember(member.organizationId, 'analyst');
  const stranger = await api.newOrganization();
  const address = async (userId: string) => {
    const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [userId]);
    return rows[0]?.email ?? '';
  };
  const [own, other, foreign] = await Promise.all([member, colleague, stranger].map(({ userId }) => address(userId)));
  const send = (to: (string | undefined)[]) => member.call(campaignsRoutes.test, { id, to: to.map(String) });
  const { results } = await send([own, other?.toUpperCase(), own]);
  expect(results.map(({ isAccepted }) => isAccepted)).toEqual([true, true]);
  const received = messagesTo([own ?? '', other ?? '']);
  expect(received).toHaveLength(2);
  const mail = await smtp.parse(received[0]!);
  expect(mail.subject).toBe('[Test] A sale for Test');
  expect(mail.html).toContain('https://shop.example/sale?a=1&amp;b=2');
  expect(mail.html).not.toContain('/t/');
  expect(messagesTo(emails)).toHaveLength(0);
  const { rows } = await api.owner.query('select from deliveries where campaign_id = $1', [id]);
  expect(rows).toHaveLength(0);
  await expect(send([foreign])).rejects.toThrow('is no member of this organization');
  await expect(send([emails[0]])).rejects.toThrow('is no member');
  await expect(send([])).rejects.toMatchObject({ status: 400 });
  await expect(send(addresses(11))).rejects.toMatchObject({ status: 400 });
  await api.owner.query('update users set email_verified_at = null where id = $1', [colleague.userId]);
  await expect(send([other])).rejects.toThrow('has not been confirmed');
});

test('a duplicate is a draft with everything but the time, whatever became of the first', async () => {
  const member = await zoned('UTC');
  const { id } = await draftOf(member);
  itIs('2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  const scheduled = await get(member, id);
  const copy = await member.call(campaignsRoutes.duplicate, { id });
  expect(copy).toMatchObject({
    name: `Copy of ${scheduled.name}`,
    status: 'draft',
    plan: { kind: 'now' },
    templateId: scheduled.templateId,
    groupIds: scheduled.groupIds,
    senderEmail: scheduled.senderEmail,
  });
  expect(copy.id).not.toBe(id);
  expect(await get(member, id)).toEqual(scheduled);
});

test('the calendar has what was sent and what is planned, by the days of the organization', async () => {
  const member = await zoned('America/New_York');
  const [planned, sent, draft, local] = [
    await draftOf(member),
    await draftOf(member),
    await draftOf(member),
    await draftOf(member),
  ];
  itIs('2026-11-25T03:00:00Z'); // the evening of the 24th in New York
  await member.call(campaignsRoutes.launch, { id: sent.id });
  await member.call(campaignsRoutes.schedule, { id: planned.id, plan: { kind: 'at', time: '2026-11-30T23:30' } });
  await member.call(campaignsRoutes.schedule, { id: local.id, plan: { kind: 'local', time: '2026-11-26T09:00' } });
  const month = await member.call(calendarRoutes.calendar, { from: '2026-11-01', to: '2026-11-30' });
  expect(month.timeZone).toBe('America/New_York');
  expect(month.items.map(({ id, day, time, isLocal }) => ({ id, day, time, isLocal }))).toEqual([
    { id: sent.id, day: '2026-11-24', time: '22:00', isLocal: false },
    { id: local.id, day: '2026-11-26', time: '09:00', isLocal: true },
    { id: planned.id, day: '2026-11-30', time: '23:30', isLocal: false },
  ]);
  expect(month.items.some(({ id }) => id === draft.id)).toBe(false);
  const next = await member.call(calendarRoutes.calendar, { from: '2026-12-01', to: '2026-12-31' });
  expect(next.items).toEqual([]);
  const ask = (from: string, to: string) => member.call(calendarRoutes.calendar, { from, to });
  await expect(ask('2026-01-01', '2026-12-31')).rejects.toMatchObject({ status: 400 });
  await expect(ask('2026-12-31', '2026-12-01')).rejects.toMatchObject({ status: 400 });
  await expect(ask('2026-02-30', '2026-03-01')).rejects.toMatchObject({ status: 400 });
  expect(
    (await (await api.newOrganization()).call(calendarRoutes.calendar, { from: '2026-11-01', to: '2026-11-30' })).items,
  ).toEqual([]);
});

test('links that lead nowhere and attributes that nobody has are told before sending', async () => {
  const member = await api.newOrganization();
  const draft = await draftOf(member);
  await member.call(templatesRoutes.update, {
    id: draft.templateId ?? '',
    body: `<a href="">1</a> <a href="#">2</a> <a href="http://localhost:3000/x">3</a> <a href="https://www.example.com/">4</a>
      <a href="https://shop.org/[link]">5</a> <a href="http://">6</a> <a>7</a> <a href="https://shop.org/sale">fine</a>
      <a href="mailto:a@shop.org">fine</a> <a href="#top">fine</a> <a name="top"></a>
      {{ contact.attributes.shoe_size }} <a href="{{ unsubscribe_url }}">Unsubscribe</a>`,
  });
  const { problems } = await member.call(campaignsRoutes.review, { id: draft.id });
  const told = problems.map(({ message }) => message);
  expect(told.filter((message) => message.startsWith('A link'))).toEqual([
    'A link leads to a made-up or local address: http://localhost:3000/x',
    'A link leads to a made-up or local address: https://www.example.com/',
    'A link still has a placeholder in it: https://shop.org/[link]',
    'A link has no address.',
    'A link goes nowhere: #',
    'A link is no address of a web page: http://',
  ]);
  expect(told.some((message) => message.includes('contact.attributes.shoe_size'))).toBe(true);
  expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
});
