import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { membersRoutes, organizationRoutes } from '@engagex/domain/accounts';
import { auditRoutes } from '@engagex/domain/audit';
import { dashboardSchedulesRoutes, type Timing } from '@engagex/domain/dashboard-schedules';
import { type DashboardCard, dashboardsRoutes } from '@engagex/domain/reports';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { Refused, startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { acceptEvents, applyEvents } from '../people/testing/accepted-events.ts';
import { fallDue, mailDue, prepareDue, runSchedules } from './testing/run-schedules.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp((to) => (to.startsWith('gone') ? { at: 'rcpt', code: 550 } : null));
  api = await startTestApi({ settings: { SMTP_URL: smtp.url, CHROMIUM_PATH: 'none' } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const { create, list, update, sendNow, stop, mailings, candidates, restore } = dashboardSchedulesRoutes;
const daily: Timing = { kind: 'daily', hour: 7 };
const period = { kind: 'between', from: '2026-01-01', to: '2026-01-02' } as const;

const codeOf = async (refused: Promise<unknown>) => {
  const error = await refused.catch((thrown: unknown) => thrown);
  return error instanceof Refused ? `${error.status} ${error.problem.code}` : error;
};

async function newDashboard(by: TestMember, name = 'Shop', visibility: 'private' | 'organization' = 'organization') {
  const place = { x: 0, y: 0, w: 6, h: 2 };
  const query = { kind: 'series', period, interval: 'day', events: [{ name: 'purchase' }] } as const;
  const asked = { ...query, events: [...query.events] };
  const cards: DashboardCard[] = [
    { ...place, id: randomUUID(), content: { kind: 'text', text: 'Look <b>here</b>\nfirst' } },
    {
      ...place,
      y: 2,
      id: randomUUID(),
      content: { kind: 'number', source: { kind: 'query', name: 'Orders', query: asked as never } },
    },
    {
      ...place,
      y: 4,
      id: randomUUID(),
      content: { kind: 'chart', source: { kind: 'query', name: 'By day', query: asked as never } },
    },
  ];
  const { id } = await by.call(dashboardsRoutes.create, { name });
  await by.call(dashboardsRoutes.update, { id, cards, visibility });
  return id;
}

async function emailOf({ userId }: TestMember): Promise<string> {
  const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [userId]);
  return rows[0]!.email;
}

async function mailTo(member: TestMember) {
  const email = await emailOf(member);
  return Promise.all(smtp.messages.filter(({ to }) => to === email).map((each) => smtp.parse(each)));
}

const setUser = ({ userId }: TestMember, column: string, value: unknown) =>
  api.owner.query(`update users set ${column} = $2 where id = $1`, [userId, value]);

test('analysts mail a dashboard to themselves only; who shares dashboards mails it to members who can open it', async () => {
  const owner = await api.newOrganization();
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  const manager = await api.newMember(owner.organizationId, 'campaign_manager');
  const outsider = await api.newOrganization();
  const dashboardId = await newDashboard(owner);
  const about = { dashboardId, timing: daily, format: 'tables' } as const;
  const mine = await analyst.call(create, { ...about, recipientIds: [analyst.userId] });
  expect(mine).toMatchObject({
    canChange: true,
    recipients: [{ id: analyst.userId, state: 'receiving' }],
    latest: null,
  });
  expect(await codeOf(analyst.call(create, { ...about, recipientIds: [owner.userId] }))).toBe(
    '403 dashboard-schedule.of-others',
  );
  expect(await codeOf(analyst.call(candidates, { dashboardId }))).toBe('403 permission.denied');
  expect((await manager.call(candidates, { dashboardId })).items.map(({ id }) => id).toSorted()).toEqual(
    [owner, analyst, manager].map(({ userId }) => userId).toSorted(),
  );
  expect(await codeOf(manager.call(create, { ...about, recipientIds: [outsider.userId] }))).toBe(
    '400 dashboard-schedule.recipient',
  );
  const both = await manager.call(create, { ...about, recipientIds: [analyst.userId, manager.userId] });
  expect(await codeOf(analyst.call(update, { id: both.id, isPaused: true }))).toBe('403 dashboard-schedule.of-others');
  expect((await analyst.call(list, { dashboardId })).items.map(({ id }) => id)).toEqual([mine.id, both.id]);
  expect(await codeOf(outsider.call(update, { id: both.id, isPaused: true }))).toBe('404 dashboard-schedule.not-found');

  const hidden = await newDashboard(owner, 'Mine', 'private');
  const secret = { ...about, dashboardId: hidden };
  expect(await codeOf(manager.call(create, { ...secret, recipientIds: [manager.userId] }))).toBe(
    '404 dashboard.not-found',
  );
  expect(await codeOf(owner.call(create, { ...secret, recipientIds: [analyst.userId] }))).toBe(
    '400 dashboard-schedule.recipient',
  );
});

test('a due time is mailed once to each, with its numbers as tables, however many workers come for it', async () => {
  const owner = await api.newOrganization();
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  await acceptEvents(api, owner, [
    { anonymousId: 'a', name: 'purchase', second: 1, properties: {} },
    { anonymousId: 'b', name: 'purchase', second: 86_401, properties: {} },
  ]);
  await applyEvents(api, owner);
  const hostile = 'Shop <script>alert(1)</script>\u202egnp.exe';
  const dashboardId = await newDashboard(owner, hostile);
  const { id } = await owner.call(create, {
    dashboardId,
    timing: daily,
    format: 'picture',
    recipientIds: [owner.userId, analyst.userId],
  });
  await fallDue(api, id, '0 hours');
  await Promise.all([prepareDue(api, owner), prepareDue(api, owner), prepareDue(api, owner)]);
  await Promise.all([mailDue(api, owner), mailDue(api, owner)]);
  await runSchedules(api, owner);

  for (const member of [owner, analyst]) {
    const mails = await mailTo(member);
    expect(mails).toHaveLength(1);
    const [{ subject = '', html = '', text = '', attachments }] = mails as [(typeof mails)[0]];
    expect(subject).toMatch(/^Shop <script>alert\(1\)<\/script>gnp\.exe: \w+day, \d+ \w+ 20\d\d$/);
    expect(html).not.toMatch(/<script|\u202e/);
    expect(html).toContain('Look &lt;b&gt;here&lt;/b&gt;<br>first');
    expect(html).toMatch(/Orders.*>2</s);
    expect(html).toContain(`/o/${owner.organizationId}/dashboards/${dashboardId}/stop/${id}`);
    expect(text).toMatch(/By day \(1 Jan 2026 – 2 Jan 2026\)\nWhole period \| purchase: 2\n2 Jan 2026 \| purchase: 1/);
    expect(attachments).toEqual([]);
  }
  const [schedule] = (await owner.call(list, { dashboardId })).items;
  expect(schedule?.latest).toMatchObject({
    state: 'done',
    isLate: false,
    problem: expect.stringContaining('Mailed as tables: this server has no browser'),
    mails: [{ state: 'accepted' }, { state: 'accepted' }],
  });
  expect(Date.parse(schedule?.nextDueAt ?? '')).toBeGreaterThan(Date.now());
  const { rows } = await api.owner.query('select content, attachment from dashboard_mailings where schedule_id = $1', [
    id,
  ]);
  expect(rows).toEqual([{ content: null, attachment: null }]);
});

test('after a pause of the workers the latest due time is mailed late, and the others are noted as missed', async () => {
  const owner = await api.newOrganization();
  await owner.call(organizationRoutes.update, { name: 'Zone', timeZone: 'Asia/Kathmandu' });
  const dashboardId = await newDashboard(owner);
  const about = { dashboardId, timing: daily, format: 'tables', recipientIds: [owner.userId] } as const;
  const { id } = await owner.call(create, { ...about, recipientIds: [owner.userId] });
  await fallDue(api, id, '74 hours');
  await runSchedules(api, owner);
  await runSchedules(api, owner);
  const { items } = await owner.call(mailings, { id });
  expect(items.map(({ state }) => state)).toEqual(['done', ...items.slice(1).map(() => 'missed')]);
  expect(items.length).toBeGreaterThanOrEqual(3);
  const mails = await mailTo(owner);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toMatch(/was due on .* \(Asia\/Kathmandu\) and is late/);
});

test('who left, may not open it any more, stopped it or has an unconfirmed address by then gets nothing, and the history says why', async () => {
  const owner = await api.newOrganization();
  const [left, stopped, unverified, kept] = (await Promise.all(
    [1, 2, 3, 4].map(() => api.newMember(owner.organizationId, 'analyst')),
  )) as [TestMember, TestMember, TestMember, TestMember];
  const dashboardId = await newDashboard(owner);
  const recipientIds = [owner, left, stopped, unverified, kept].map(({ userId }) => userId);
  const { id } = await owner.call(create, { dashboardId, timing: daily, format: 'tables', recipientIds });
  await fallDue(api, id, '0 hours');
  await prepareDue(api, owner);
  // After the numbers were read, before any mail has left.
  await left.call(membersRoutes.leave);
  await stopped.call(stop, { id });
  await setUser(unverified, 'email_verified_at', null);
  await mailDue(api, owner);
  const reasonsOf = async () => {
    const { items } = await owner.call(mailings, { id });
    return (items[0]?.mails ?? []).map(({ state, reason }) => reason ?? state).toSorted();
  };
  expect(await reasonsOf()).toEqual(['accepted', 'accepted', 'left', 'stopped', 'unverified']);
  for (const nobody of [left, stopped, unverified]) expect(await mailTo(nobody)).toEqual([]);
  expect(await mailTo(kept)).toHaveLength(1);

  await fallDue(api, id, '0 hours');
  await api.owner.query('delete from dashboard_mailings where schedule_id = $1', [id]);
  await prepareDue(api, owner);
  await owner.call(dashboardsRoutes.update, { id: dashboardId, visibility: 'private' });
  await mailDue(api, owner);
  expect(await reasonsOf()).toEqual(['accepted', 'left', 'no_access', 'no_access']);
  expect(await mailTo(kept)).toHaveLength(1);
  const [schedule] = (await owner.call(list, {})).items;
  expect(schedule?.recipients.map(({ state }) => state).toSorted()).toEqual([
    'left',
    'no_access',
    'no_access',
    'receiving',
    'stopped',
  ]);
});

test('a mail program stops the mail of one member in one click, without a session; opening the link stops nothing', async () => {
  const owner = await api.newOrganization();
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  const dashboardId = await newDashboard(owner, 'Shop <b>1</b>');
  const recipientIds = [owner.userId, analyst.userId];
  const { id } = await owner.call(create, { dashboardId, timing: daily, format: 'tables', recipientIds });
  await fallDue(api, id, '0 hours');
  await runSchedules(api, owner);
  const headerOf = (mail: Awaited<ReturnType<typeof mailTo>>[number] | undefined, name: string) =>
    mail?.headers.find(({ key }) => key === name)?.value;
  const [mail] = await mailTo(analyst);
  expect(headerOf(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  const [, path = ''] =
    /^<http:\/\/localhost:3000(\/u\/dashboards\/[\w-]{80})>$/.exec(headerOf(mail, 'list-unsubscribe') ?? '') ?? [];
  const visit = (to: string, init?: RequestInit) => fetch(new URL(to, api.url), { redirect: 'manual', ...init });
  const states = async () =>
    (await owner.call(list, {})).items[0]?.recipients
      .map((each) => [each.id === analyst.userId, each.state])
      .toSorted();

  const page = await visit(path);
  expect(await page.text()).toMatch(/Stop the mail of “Shop &lt;b&gt;1&lt;\/b&gt;”.*<form method="post">/s);
  const forged = `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`;
  for (const other of [forged, path.slice(0, -4), '/u/dashboards/x'])
    for (const method of ['GET', 'POST'])
      expect((await visit(other, { method })).status, `${method} ${other}`).toBe(404);
  expect(await states()).toEqual([
    [false, 'receiving'],
    [true, 'receiving'],
  ]);
  for (let click = 0; click < 2; click += 1) {
    const stopped = await visit(path, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect([stopped.status, await stopped.text()]).toEqual([200, expect.stringContaining('no longer mailed to you')]);
  }
  expect(await states()).toEqual([
    [false, 'receiving'],
    [true, 'stopped'],
  ]);
  const log = (await owner.call(auditRoutes.list, {})).items.filter(
    ({ action }) => action === 'dashboard-schedules.stop',
  );
  expect(log, 'the second click changed nothing').toMatchObject([
    { actor: { id: analyst.userId }, object: { id, name: 'Shop <b>1</b>' } },
  ]);

  await fallDue(api, id, '0 hours');
  await owner.call(sendNow, { id });
  await runSchedules(api, owner);
  expect(await mailTo(analyst)).toHaveLength(1);
  const asked = (await mailTo(owner)).find(({ subject }) => subject === 'Shop <b>1</b>');
  expect(headerOf(asked, 'list-unsubscribe'), 'there is nothing to stop').toBeUndefined();
  await owner.call(update, { id, recipientIds: [owner.userId] });
  expect((await visit(path, { method: 'POST' })).status).toBe(404);
});

test('one can be asked for at once, by those who see the schedule, one at a time and only for themselves', async () => {
  const owner = await api.newOrganization();
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  const dashboardId = await newDashboard(owner);
  const recipientIds = [owner.userId, analyst.userId];
  const { id } = await owner.call(create, { dashboardId, timing: daily, format: 'tables', recipientIds });
  expect(await analyst.call(sendNow, { id })).toMatchObject({ state: 'pending', isRequested: true });
  expect(await codeOf(analyst.call(sendNow, { id }))).toBe('409 dashboard-schedule.under-way');
  await runSchedules(api, owner);
  const [mail, ...others] = await mailTo(analyst);
  expect([mail?.subject, others.length, (await mailTo(owner)).length]).toEqual(['Shop', 0, 0]);
  expect(mail?.text).toContain('because you asked for it');
  expect((await owner.call(list, {})).items[0]?.latest).toBeNull();
  expect((await analyst.call(mailings, { id })).items).toMatchObject([{ state: 'done', isRequested: true }]);
});

test('while it is paused, deleted, or its dashboard is, nothing is mailed; what goes on is due in the future', async () => {
  const owner = await api.newOrganization();
  const dashboardId = await newDashboard(owner);
  const { id } = await owner.call(create, {
    dashboardId,
    timing: daily,
    format: 'tables',
    recipientIds: [owner.userId],
  });
  await fallDue(api, id, '0 hours');
  await prepareDue(api, owner);
  expect(await owner.call(update, { id, isPaused: true })).toMatchObject({ isPaused: true, nextDueAt: null });
  await mailDue(api, owner);
  expect((await owner.call(mailings, { id })).items[0]?.mails).toMatchObject([{ state: 'skipped', reason: 'paused' }]);

  const again = await owner.call(update, { id, isPaused: false });
  await fallDue(api, id, '0 hours');
  const changed = await owner.call(update, { id, format: 'pdf', timing: daily });
  expect(Date.parse(changed.nextDueAt ?? ''), 'what is due stays due').toBeLessThanOrEqual(Date.now());
  await owner.call(update, { id, isPaused: true });
  await owner.call(update, { id, isPaused: false });
  expect(Date.parse(again.nextDueAt ?? '')).toBeGreaterThan(Date.now());
  await fallDue(api, id, '1 hour');
  await owner.call(dashboardsRoutes.delete, { id: dashboardId });
  await runSchedules(api, owner);
  await owner.call(dashboardsRoutes.restore, { id: dashboardId });
  expect((await owner.call(mailings, { id })).items).toHaveLength(1);

  await owner.call(dashboardSchedulesRoutes.delete, { id });
  expect((await owner.call(list, {})).items).toEqual([]);
  expect(Date.parse((await owner.call(restore, { id })).nextDueAt ?? '')).toBeGreaterThan(Date.now());
  expect(await mailTo(owner)).toEqual([]);
});

test('when the organization moves to another time zone, it is due by the new clocks', async () => {
  const owner = await api.newOrganization();
  await owner.call(organizationRoutes.update, { name: 'Zone', timeZone: 'Pacific/Apia' });
  const dashboardId = await newDashboard(owner);
  const { id } = await owner.call(create, {
    dashboardId,
    timing: daily,
    format: 'tables',
    recipientIds: [owner.userId],
  });
  await owner.call(organizationRoutes.update, { name: 'Zone', timeZone: 'America/New_York' });
  const due = await api.owner.query('select organization_id from due_dashboard_schedules(now())');
  expect(due.rows).toContainEqual({ organization_id: owner.organizationId });
  await runSchedules(api, owner);
  const [schedule] = (await owner.call(list, {})).items;
  expect(schedule?.id).toBe(id);
  const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'America/New_York' });
  expect(hour.format(new Date(schedule?.nextDueAt ?? ''))).toBe('07');
  expect(await mailTo(owner)).toEqual([]);
});

test('an address that the mail server refuses is failed with its words, and the others get theirs', async () => {
  const owner = await api.newOrganization();
  const gone = await api.newMember(owner.organizationId, 'analyst');
  await setUser(gone, 'email', `gone-${randomUUID()}@example.com`);
  const dashboardId = await newDashboard(owner);
  const recipientIds = [owner.userId, gone.userId];
  const { id } = await owner.call(create, { dashboardId, timing: daily, format: 'tables', recipientIds });
  await fallDue(api, id, '0 hours');
  await runSchedules(api, owner);
  const [mailing] = (await owner.call(mailings, { id })).items;
  expect(mailing?.state).toBe('done');
  expect(mailing?.mails).toContainEqual(
    expect.objectContaining({ state: 'failed', response: expect.stringContaining('550') }),
  );
  expect(await mailTo(owner)).toHaveLength(1);
});

test('what somebody kept for themselves is shown to owners once they left, with its schedule', async () => {
  const owner = await api.newOrganization();
  const admin = await api.newMember(owner.organizationId, 'admin');
  const editor = await api.newMember(owner.organizationId, 'editor');
  const dashboardId = await newDashboard(editor, 'Left behind', 'private');
  const { id } = await editor.call(create, {
    dashboardId,
    timing: daily,
    format: 'tables',
    recipientIds: [editor.userId],
  });
  expect((await owner.call(dashboardsRoutes.list)).items).toEqual([]);
  await editor.call(membersRoutes.leave);
  expect((await owner.call(dashboardsRoutes.list)).items).toMatchObject([
    { id: dashboardId, owner: null, canChange: true },
  ]);
  expect((await admin.call(dashboardsRoutes.list)).items).toEqual([]);
  expect((await owner.call(list, {})).items).toMatchObject([{ id, owner: null, recipients: [{ state: 'left' }] }]);
  await owner.call(dashboardsRoutes.update, { id: dashboardId, visibility: 'organization' });
  expect((await admin.call(dashboardsRoutes.list)).items).toMatchObject([{ id: dashboardId }]);
});
