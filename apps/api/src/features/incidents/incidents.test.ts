import { afterAll, beforeAll, expect, test } from 'vitest';
import { type IncidentView, incidentsRoutes } from '@engagex/domain/incidents';
import { runInScope } from '@engagex/tenancy';
import { addresses } from '../../testing/builders.ts';
import { buildDeliveries, reportOf } from '../../testing/receipts.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { turnOffMail } from '../../testing/turn-off-mail.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { Receipts } from '../receipts/receipts.ts';
import { LookAfterIncident } from './look-after-incident.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const words = '554 5.7.1 Service unavailable; blocked using zen.spamhaus.org';

/** A campaign refused for a reason of the sender, and the incident this opened. */
async function refused(member: TestMember, people = 2): Promise<{ campaignId: string; incident: IncidentView }> {
  const { campaignId, ids } = await buildDeliveries(api, member, addresses(people));
  await api.app.get(Receipts).apply(ids.map((id) => reportOf(id, { given: 'policy', words })));
  const [incident] = (await member.call(incidentsRoutes.list, { state: 'open' })).items;
  return { campaignId, incident: incident! };
}

const lookAfter = ({ organizationId }: TestMember, id: string) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () => api.app.get(LookAfterIncident).run(id));

/** Who is told what of an incident, by user. */
async function told(id: string): Promise<string[]> {
  const { rows } = await api.owner.query<{ kind: string; userId: string }>(
    `select kind, user_id as "userId" from notifications where object_id = $1 and state <> 'unwanted' order by kind, user_id`,
    [id],
  );
  return rows.map(({ kind, userId }) => `${kind} ${userId}`);
}

const daysAgo = (id: string, days: number) =>
  api.owner.query(
    `update incidents set first_seen_at = now() - make_interval(days => $2 + 1), last_seen_at = now() - make_interval(days => $2) where id = $1`,
    [id, days],
  );

const accepts = (member: TestMember, { domain }: IncidentView, people: number) =>
  api.owner.query(
    `insert into deliverability_counts (organization_id, day, domain, mailbox_provider, kind, count)
     values ($1, (now() at time zone 'UTC')::date, $2, 'other', 'accepted', $3)
     on conflict (organization_id, day, domain, mailbox_provider, kind) do update set count = excluded.count`,
    [member.organizationId, domain, people],
  );

const isDue = async (id: string) =>
  (await api.owner.query('select from due_incidents(now()) where id = $1', [id])).rowCount === 1;

test('those who manage sending domains are told once that an incident opened, in the words of the server', async () => {
  const owner = await api.newOrganization();
  const admin = await api.newMember(owner.organizationId, 'admin');
  const silent = await api.newMember(owner.organizationId, 'admin');
  await turnOffMail(silent);
  await api.newMember(owner.organizationId, 'campaign_manager');
  const { incident } = await refused(owner);
  await lookAfter(owner, incident.id);
  await refused(owner);
  await lookAfter(owner, incident.id);
  const both = [owner, admin].map(({ userId }) => `incident_opened ${userId}`).toSorted();
  await expect.poll(() => told(incident.id), { timeout: 15_000 }).toEqual(both);
  expect(await isDue(incident.id)).toBe(false);
  const subject = `Other providers refuse messages from ${incident.domain} because of a blocklist`;
  const mails = () =>
    smtp.messages.filter(({ raw }) => raw.replaceAll(/\r\n[ \t]/g, ' ').includes(`Subject: ${subject}`));
  await expect.poll(() => mails().length, { timeout: 15_000 }).toBe(2);
  const { text = '' } = await smtp.parse(mails()[0]!);
  expect(text).toContain(`The server said: “${words}”`);
  expect(text).toContain(`/deliverability/incidents/${incident.id}`);
}, 30_000);

test('an incident can be acknowledged and closed with a note, both can be undone, and others are told of the end once', async () => {
  const owner = await api.newOrganization();
  const admin = await api.newMember(owner.organizationId, 'admin');
  const { incident } = await refused(owner);
  const { id } = incident;
  await lookAfter(owner, id);
  const { name } = (await api.owner.query<{ name: string }>('select name from users where id = $1', [owner.userId]))
    .rows[0]!;
  const acknowledged = await owner.call(incidentsRoutes.acknowledge, { id, note: 'Asked for removal.' });
  expect(acknowledged).toMatchObject({ state: 'open', acknowledgedBy: name, note: 'Asked for removal.' });
  expect(await owner.call(incidentsRoutes.unacknowledge, { id })).toMatchObject({ acknowledgedAt: null });
  const closed = await owner.call(incidentsRoutes.close, { id, note: 'Removed from the list.' });
  expect(closed).toMatchObject({
    state: 'closed',
    closedBy: name,
    closedBecause: 'member',
    note: 'Removed from the list.',
  });
  await lookAfter(owner, id);
  expect(await told(id)).toHaveLength(2); // nobody yet of the end: it may be undone
  expect(await owner.call(incidentsRoutes.reopen, { id })).toMatchObject({ state: 'open', closedBy: null });
  await owner.call(incidentsRoutes.close, { id });
  await api.owner.query(`update incidents set closed_at = now() - interval '2 minutes' where id = $1`, [id]);
  expect(await isDue(id)).toBe(true);
  await lookAfter(owner, id);
  await lookAfter(owner, id);
  expect((await told(id)).filter((each) => each.startsWith('incident_closed'))).toEqual([
    `incident_closed ${admin.userId}`,
  ]);
  await expect(owner.call(incidentsRoutes.acknowledge, { id })).rejects.toMatchObject({
    problem: { code: 'incident.closed' },
  });
});

test('a closed incident stays closed while a newer one is open', async () => {
  const owner = await api.newOrganization();
  const { incident } = await refused(owner);
  await owner.call(incidentsRoutes.close, { id: incident.id });
  const { ids } = await buildDeliveries(api, owner, addresses(1));
  const later = new Date(Date.now() + 1_000);
  await api.app.get(Receipts).apply([reportOf(ids[0]!, { given: 'policy', words, at: later })]);
  await expect(owner.call(incidentsRoutes.reopen, { id: incident.id })).rejects.toMatchObject({
    problem: { code: 'incident.reported-again' },
  });
});

test('an incident closes after three days without a refusal once 20 messages were accepted, or after 30 days', async () => {
  const owner = await api.newOrganization();
  const { incident } = await refused(owner);
  const { id } = incident;
  const state = async () => {
    await lookAfter(owner, id);
    const { state: now, closedBecause } = await owner.call(incidentsRoutes.get, { id });
    return [now, closedBecause];
  };
  await lookAfter(owner, id);
  await accepts(owner, incident, 500);
  await daysAgo(id, 2);
  expect(await state()).toEqual(['open', null]);
  await accepts(owner, incident, 19);
  await daysAgo(id, 4);
  expect(await isDue(id)).toBe(false);
  expect(await state()).toEqual(['open', null]);
  await accepts(owner, incident, 20);
  expect(await isDue(id)).toBe(true);
  expect(await state()).toEqual(['closed', 'recovered']);
  expect((await told(id)).filter((each) => each.startsWith('incident_closed'))).toHaveLength(1);
  const { incident: other } = await refused(await api.newOrganization());
  await daysAgo(other.id, 31);
  expect(await isDue(other.id)).toBe(true);
});

test('an incident names the campaigns it concerns, and only members of its organization see it', async () => {
  const owner = await api.newOrganization();
  const { incident, campaignId } = await refused(owner, 3);
  const { ids } = await buildDeliveries(api, owner, addresses(1));
  await api.app.get(Receipts).apply([reportOf(ids[0]!, { given: 'content', at: new Date(incident.firstSeenAt) })]);
  const detail = await owner.call(incidentsRoutes.get, { id: incident.id });
  expect(detail.campaigns).toMatchObject([{ id: campaignId, refusals: 3 }]);
  expect(detail).toMatchObject({ messages: 0, domainId: null, samples: [words] });
  const stranger = await api.newOrganization();
  await expect(stranger.call(incidentsRoutes.get, { id: incident.id })).rejects.toMatchObject({
    problem: { code: 'incident.not-found' },
  });
  const ofDomain = await owner.call(incidentsRoutes.list, { domain: incident.domain });
  expect(ofDomain.items).toHaveLength(2);
  expect((await owner.call(incidentsRoutes.list, { domain: 'elsewhere.example' })).items).toEqual([]);
});
