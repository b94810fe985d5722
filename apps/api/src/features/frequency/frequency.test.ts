import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { frequencyRoutes } from '@engagex/domain/frequency';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp(() => null);
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

async function sendTo(member: TestMember, groupId: string): Promise<string> {
  const { id } = await buildCampaign(member, groupId);
  await member.call(campaignsRoutes.launch, { id });
  return id;
}

const mailsTo = (email: string) => smtp.messages.filter(({ to }) => to === email).length;

test('nobody gets more than a cap allows, whoever is held back is a row with the reason, and a report counts them', async () => {
  const member = await api.newOrganization();
  await member.call(frequencyRoutes.update, { caps: [{ messages: 2, days: 7 }], quietHours: null });
  const emails = addresses(60, 'often');
  const [newcomer = ''] = addresses(1, 'newcomer');
  const groupId = await buildGroup(api.owner, member, emails);
  for (let index = 0; index < 2; index += 1)
    await watchLedger(member, await sendTo(member, groupId), ({ closed, accepted }) => closed && accepted === 60);

  const everybody = await buildGroup(api.owner, member, [newcomer]);
  await api.owner.query(
    `insert into group_members (organization_id, group_id, contact_id)
     select organization_id, $2, contact_id from group_members where group_id = $1`,
    [groupId, everybody],
  );
  const third = await sendTo(member, everybody);
  const ledger = await watchLedger(member, third, ({ closed }) => closed);
  expect(ledger).toMatchObject({ audience: 61, accepted: 1, skipped: { frequency_cap: 60 } });
  expect(new Set(emails.map(mailsTo))).toEqual(new Set([2]));
  expect(mailsTo(newcomer)).toBe(1);
  expect(await member.call(frequencyRoutes.heldBack, {})).toMatchObject({
    skipped: 60,
    waiting: 0,
    campaigns: [{ campaignId: third, skipped: 60, waiting: 0 }],
  });

  // A week later they are written to again.
  await api.owner.query(
    `update deliveries set submitted_at = submitted_at - interval '8 days' where organization_id = $1`,
    [member.organizationId],
  );
  await watchLedger(member, await sendTo(member, groupId), ({ closed, accepted }) => closed && accepted === 60);
});

test('campaigns that reach the same people at the same moment share the cap', async () => {
  const member = await api.newOrganization();
  await member.call(frequencyRoutes.update, { caps: [{ messages: 1, days: 1 }], quietHours: null });
  const emails = addresses(200, 'shared');
  const groupId = await buildGroup(api.owner, member, emails);
  const campaigns = await Promise.all(Array.from({ length: 4 }, () => sendTo(member, groupId)));
  const ledgers = await Promise.all(campaigns.map((id) => watchLedger(member, id, ({ closed }) => closed)));
  expect(ledgers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(200);
  expect(new Set(emails.map(mailsTo))).toEqual(new Set([1]));
});

test('in quiet hours people wait for their own morning, and then get it', async () => {
  const member = await api.newOrganization();
  const emails = ['asleep', 'awake', 'nowhere'].flatMap((name) => addresses(1, name));
  const [asleep = '', awake = '', nowhere = ''] = emails;
  const groupId = await buildGroup(api.owner, member, emails);
  // Quiet from an hour ago to an hour from now in UTC; on the other side of the world it is another time.
  const clock = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
  await member.call(frequencyRoutes.update, { caps: [], quietHours: { from: clock(-1), to: clock(1) } });
  await api.owner.query(`update organizations set time_zone = 'Etc/UTC' where id = $1`, [member.organizationId]);
  const zones = [
    [asleep, 'Africa/Abidjan'],
    [awake, 'Pacific/Auckland'],
    [nowhere, 'Mars/Olympus_Mons'], // counts as the organization's
  ];
  for (const [email, zone] of zones)
    await api.owner.query('update contacts set time_zone = $2 where email = $1', [email, zone]);
  const id = await sendTo(member, groupId);
  await watchLedger(member, id, ({ accepted, submitting }) => accepted === 1 && submitting === 0);
  expect(await member.call(frequencyRoutes.heldBack, {})).toMatchObject({ waiting: 2, skipped: 0 });
  const { items } = await member.call(deliveriesRoutes.list, { id, state: 'pending' });
  expect(new Set(items.map(({ address }) => address))).toEqual(new Set([asleep, nowhere]));
  expect(items.map(({ attempts }) => attempts)).toEqual([0, 0]);
  expect(mailsTo(awake)).toBe(1);

  await member.call(frequencyRoutes.update, { caps: [], quietHours: null });
  await api.owner.query('update deliveries set due_at = now() where campaign_id = $1', [id]);
  const ledger = await watchLedger(member, id, ({ closed }) => closed);
  expect(ledger.accepted).toBe(3);
});

test.each([
  ['2026-07-01 20:59Z', 'Europe/Berlin', '22:00', '07:00', '2026-07-02 05:00Z'], // 22:59 there
  ['2026-07-01 04:00Z', 'Europe/Berlin', '22:00', '07:00', '2026-07-01 05:00Z'], // 06:00 there
  ['2026-07-01 05:00Z', 'Europe/Berlin', '22:00', '07:00', null], // 07:00 sharp
  ['2026-07-01 19:59Z', 'Europe/Berlin', '22:00', '07:00', null],
  ['2026-07-01 12:30Z', 'Europe/Berlin', '13:00', '15:00', '2026-07-01 13:00Z'], // over noon
  ['2026-03-28 22:00Z', 'Europe/Berlin', '22:00', '07:00', '2026-03-29 05:00Z'], // the night that is an hour short
  ['2026-10-24 21:00Z', 'Europe/Berlin', '22:00', '07:00', '2026-10-25 06:00Z'], // and the one that is longer
  ['2026-07-01 17:00Z', 'Asia/Kolkata', '22:00', '07:00', '2026-07-02 01:30Z'],
  ['2026-07-01 20:59Z', 'No/Where', '22:00', '07:00', '2026-07-02 05:00Z'],
])('at %s in %s, quiet from %s to %s ends at %s', async (at, zone, from, to, until) => {
  const { rows } = await api.owner.query<{ until: Date | null }>(
    `select quiet_until($1, $2, 'Europe/Berlin', $3, $4) as until`,
    [at, zone, from, to],
  );
  expect(rows[0]?.until).toEqual(until && new Date(until));
});

test('rules that make no sense are refused with words, and only who may change the organization sets them', async () => {
  const member = await api.newOrganization();
  const set = (rules: object) => member.call(frequencyRoutes.update, rules as never);
  await expect(set({ caps: [{ messages: 0, days: 7 }], quietHours: null })).rejects.toThrow(/at least one message/);
  await expect(set({ caps: [{ messages: 1, days: 91 }], quietHours: null })).rejects.toThrow(/at most 90 days/);
  const twice = [
    { messages: 1, days: 7 },
    { messages: 2, days: 7 },
  ];
  await expect(set({ caps: twice, quietHours: null })).rejects.toThrow(/only one limit per/);
  await expect(set({ caps: [], quietHours: { from: '22:00', to: '22:00' } })).rejects.toThrow(/two different times/);
  await expect(set({ caps: [], quietHours: { from: '25:00', to: '07:00' } })).rejects.toThrow(/such as 21:00/);
  expect(await member.call(frequencyRoutes.get, {})).toMatchObject({ caps: [], quietHours: null });
});
