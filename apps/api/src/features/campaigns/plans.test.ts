import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { organizationRoutes } from '@engagex/domain/accounts';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { draftOf, itIs, runOnce, sweep, zoned } from '../../testing/at-time.ts';
import { addresses } from '../../testing/builders.ts';
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

test('a scheduled campaign starts at its time, never before, and freezes its audience only then', async () => {
  const member = await zoned(api, 'Europe/Berlin');
  const emails = addresses(3);
  const { id } = await draftOf(api, member, emails);
  itIs(api, '2026-11-25T08:00:00Z');
  const plan = { kind: 'at', time: '2026-11-26T09:00' } as const;
  const scheduled = await member.call(campaignsRoutes.schedule, { id, plan, expectedPeople: 3 });
  expect(scheduled).toMatchObject({ status: 'scheduled', startsAt: '2026-11-26T08:00:00.000Z', audience: null });
  expect(scheduled.can).toEqual(['reschedule', 'unschedule']);
  itIs(api, '2026-11-26T07:59:59.999Z');
  await sweep(api, member);
  await runOnce(api, member.organizationId, id); // a wake-up that nobody asked for
  expect((await get(member, id)).status).toBe('scheduled');

  const [late = ''] = addresses(1);
  await api.owner.query(
    `with c as (insert into contacts (organization_id, email) values ($1, $2) returning id)
     insert into group_members (organization_id, group_id, contact_id) select $1, $3, id from c`,
    [member.organizationId, late, scheduled.groupIds[0]],
  );
  itIs(api, '2026-11-26T08:00:00Z');
  await sweep(api, member);
  expect((await get(member, id)).status).toBe('launching');
  for (let turn = 0; turn < 4; turn += 1) await sweep(api, member);
  expect(await get(member, id)).toMatchObject({ status: 'sent', audience: 4, launchedAt: '2026-11-26T08:00:00.000Z' });
  expect(messagesTo([...emails, late])).toHaveLength(4);
  expect(await member.call(reportsRoutes.report, { id })).toMatchObject({ lateSeconds: 0 });
});

test('after a downtime it starts as soon as there is a worker, and the report says how late', async () => {
  const member = await zoned(api, 'UTC');
  const { id } = await draftOf(api, member);
  itIs(api, '2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  itIs(api, '2026-11-25T10:30:00Z');
  await sweep(api, member);
  expect((await get(member, id)).launchedAt).toBe('2026-11-25T10:30:00.000Z');
  expect(await member.call(reportsRoutes.report, { id })).toMatchObject({ lateSeconds: 5_400 });
});

test('twenty workers that look at it at the same moment start it once', async () => {
  const member = await zoned(api, 'UTC');
  const emails = addresses(20);
  const { id } = await draftOf(api, member, emails);
  itIs(api, '2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  itIs(api, '2026-11-25T09:00:00Z');
  await Promise.all(Array.from({ length: 20 }, () => runOnce(api, member.organizationId, id)));
  await Promise.all(Array.from({ length: 20 }, () => runOnce(api, member.organizationId, id)));
  for (let turn = 0; turn < 3; turn += 1) await sweep(api, member);
  expect(await get(member, id)).toMatchObject({ status: 'sent', audience: 20 });
  expect(messagesTo(emails)).toHaveLength(20);
});

test('of fifty requests to send and to schedule at the same moment exactly one takes', async () => {
  const member = await zoned(api, 'UTC', 60);
  const { id } = await draftOf(api, member);
  itIs(api, '2026-11-25T08:00:00Z');
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
  const member = await zoned(api, 'Europe/Berlin');
  itIs(api, '2026-03-01T12:00:00Z');
  const missing = await draftOf(api, member);
  await member.call(campaignsRoutes.update, { id: missing.id, plan: { kind: 'at', time: '2026-03-29T02:30' } });
  const review = await member.call(campaignsRoutes.review, { id: missing.id });
  expect(review.timing).toMatchObject({ timeZone: 'Europe/Berlin', startsAt: '2026-03-29T01:30:00.000Z' });
  const { startsAt } = await member.call(campaignsRoutes.schedule, { id: missing.id });
  expect(startsAt).toBe('2026-03-29T01:30:00.000Z'); // shown there as 03:30
  const twice = await draftOf(api, member);
  const plan = { kind: 'at', time: '2026-10-25T02:30' } as const;
  const second = await member.call(campaignsRoutes.schedule, { id: twice.id, plan });
  expect(second.startsAt).toBe('2026-10-25T01:30:00.000Z');
});

test('a scheduled campaign is moved, and taken back as the draft it was', async () => {
  const member = await zoned(api, 'UTC');
  const draft = await draftOf(api, member);
  const { id } = draft;
  itIs(api, '2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  await expect(member.call(campaignsRoutes.update, { id, name: 'x' })).rejects.toThrow(
    'Unschedule this campaign first',
  );
  await expect(member.call(campaignsRoutes.delete, { id })).rejects.toThrow('campaign.not-a-draft');
  const moved = await member.call(campaignsRoutes.reschedule, { id, plan: { kind: 'at', time: '2026-11-25T10:00' } });
  expect(moved.startsAt).toBe('2026-11-25T10:00:00.000Z');
  itIs(api, '2026-11-25T09:30:00Z');
  await sweep(api, member);
  expect((await get(member, id)).status).toBe('scheduled');
  const back = await member.call(campaignsRoutes.unschedule, { id });
  expect(back).toMatchObject({ status: 'draft', startsAt: null, name: draft.name, groupIds: draft.groupIds });
  itIs(api, '2026-11-25T10:00:00Z');
  await sweep(api, member);
  expect((await get(member, id)).status).toBe('draft');
  await expect(member.call(campaignsRoutes.unschedule, { id })).rejects.toThrow('campaign.wrong-status');
});

test('times that cannot be are refused with what to do', async () => {
  const member = await zoned(api, 'UTC');
  const { id } = await draftOf(api, member);
  itIs(api, '2026-11-25T08:00:00Z');
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
  const member = await zoned(api, 'UTC');
  const draft = await draftOf(api, member);
  const { id } = draft;
  itIs(api, '2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  // Nobody can delete it under the campaign; a database that was restored or changed by hand may lack it.
  await api.owner.query('update templates set deleted_at = now() where id = $1', [draft.templateId]);
  itIs(api, '2026-11-25T09:00:00Z');
  await sweep(api, member);
  const stopped = await get(member, id);
  expect(stopped).toMatchObject({ status: 'draft', audience: null, launchedAt: null });
  expect(stopped.pauseReason).toBe(
    'It could not start on time: This campaign uses the template “Sale”, which was deleted. Restore it, or choose another template.',
  );
  const { items } = await member.call(campaignsRoutes.list, {});
  expect(items[0]?.pauseReason).toContain('could not start');
  const { rows } = await api.owner.query('select from deliveries where campaign_id = $1', [id]);
  expect(rows).toHaveLength(0);
});

test('Send can be undone until its time is over, and not after', async () => {
  const member = await zoned(api, 'UTC', 60);
  const emails = addresses(2);
  const draft = await draftOf(api, member, emails);
  const { id } = draft;
  itIs(api, '2026-11-25T08:00:00Z');
  const sent = await member.call(campaignsRoutes.launch, { id, expectedPeople: 2 });
  expect(sent).toMatchObject({ status: 'scheduled', startsAt: '2026-11-25T08:01:00.000Z' });
  itIs(api, '2026-11-25T08:00:59Z');
  await sweep(api, member);
  const back = await member.call(campaignsRoutes.unschedule, { id });
  expect({ ...back, updatedAt: '' }).toEqual({ ...draft, updatedAt: '' });
  await member.call(campaignsRoutes.launch, { id });
  itIs(api, '2026-11-25T08:01:59Z');
  for (let turn = 0; turn < 4; turn += 1) await sweep(api, member);
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
