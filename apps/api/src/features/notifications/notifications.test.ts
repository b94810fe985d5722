import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { organizationRoutes } from '@engagex/domain/accounts';
import {
  approvalsRoutes,
  type CampaignRollout,
  campaignsRoutes,
  reportsRoutes,
  usualRollout,
  usualAbTest,
} from '@engagex/domain/campaigns';
import { notificationsRoutes } from '@engagex/domain/notifications';
import { transportsRoutes } from '@engagex/domain/transports';
import { runInScope } from '@engagex/tenancy';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { type Fault, startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { turnOffMail } from '../../testing/turn-off-mail.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { Journals } from '../hand-over/index.ts';
import { SendNotification } from './send-notification.ts';

/** By the first letters of an address; taken away when the server is mended. */
const faults = new Map<string, Fault>();
let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp((to) => faults.get(/^[a-z]+/.exec(to)?.[0] ?? '') ?? null);
  faults.set('gone', { at: 'rcpt', code: 550 });
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url, PRIVATE_NETWORKS: 'true' } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const said = { subject: '', preheader: '', senderName: '', templateId: null };

async function emailOf({ userId }: TestMember): Promise<string> {
  const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [userId]);
  return rows[0]!.email;
}

/** What this person was mailed, parsed. */
async function mailTo(member: TestMember) {
  const email = await emailOf(member);
  return Promise.all(smtp.messages.filter(({ to }) => to === email).map((each) => smtp.parse(each)));
}

interface NotificationRow {
  readonly id: string;
  readonly userId: string;
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
}

async function notificationsOf(campaignId: string): Promise<NotificationRow[]> {
  const { rows } = await api.owner.query<NotificationRow>(
    'select id, user_id as "userId", kind, state, attempts from notifications where object_id = $1 order by id',
    [campaignId],
  );
  return rows;
}
const statesOf = async (campaignId: string) => (await notificationsOf(campaignId)).map(({ state }) => state);

/** Of those who want mail. */
const mailStatesOf = async (campaignId: string) => (await statesOf(campaignId)).filter((state) => state !== 'unwanted');

const statusOf = async (member: TestMember, id: string) => (await member.call(campaignsRoutes.get, { id })).status;

/** A roll-out whose first stage bounced, so that it paused automatically. */
async function pausedRollout(member: TestMember, rollout: Partial<CampaignRollout> = {}): Promise<string> {
  const emails = [...addresses(10, 'gone'), ...addresses(10)];
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  const first = { unit: 'percent', value: 90 } as const;
  await member.call(campaignsRoutes.update, { id, rollout: { ...usualRollout, first, ...rollout } });
  await member.call(campaignsRoutes.launch, { id });
  await firstStageIsOver(member, id);
  await expect.poll(() => statusOf(member, id), { timeout: 15_000 }).toBe('paused');
  return id;
}

/** As if the waiting time were over, once everyone of the first stage was tried. */
async function firstStageIsOver(member: TestMember, id: string) {
  const heldSince = async () => (await member.call(reportsRoutes.report, { id })).firstStage?.heldSince;
  await expect.poll(heldSince, { timeout: 15_000 }).toBeTruthy();
  await api.owner.query('update campaigns set wake_at = now() where id = $1', [id]);
}

test('everyone who may send is told once of a campaign that paused automatically, with numbers, what to do and the way there', async () => {
  const owner = await api.newOrganization();
  const manager = await api.newMember(owner.organizationId, 'campaign_manager');
  const editor = await api.newMember(owner.organizationId, 'editor');
  const unconfirmed = await api.newMember(owner.organizationId, 'admin');
  await api.owner.query('update users set email_verified_at = null where id = $1', [unconfirmed.userId]);
  const stranger = await api.newOrganization();

  const id = await pausedRollout(manager);
  await expect.poll(() => statesOf(id), { timeout: 15_000 }).toEqual(['accepted', 'accepted']);
  for (const person of [owner, manager]) {
    const [mail, ...others] = await mailTo(person);
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('“Summer sale” paused automatically');
    expect(mail?.text).toMatch(/The first stage exceeded its limits: \d+ of 18 bounced \([\d.]+ %, the limit is 2 %\)/);
    expect(mail?.text).toContain('2 people not mailed yet will wait until a member resumes or cancels it.');
    expect(mail?.text).toContain(`/o/${owner.organizationId}/campaigns/${id}`);
    expect(mail?.text).toContain(`/o/${owner.organizationId}/settings/notifications`);
  }
  for (const person of [editor, unconfirmed, stranger]) expect(await mailTo(person)).toEqual([]);
});

test('who turned mail off finds it in the inbox only', async () => {
  const owner = await api.newOrganization();
  const manager = await api.newMember(owner.organizationId, 'campaign_manager');
  await turnOffMail(manager);
  const id = await pausedRollout(manager);
  await expect
    .poll(() => statesOf(id).then((each) => each.toSorted()), { timeout: 15_000 })
    .toEqual(['accepted', 'unwanted']);
  expect(await mailTo(manager)).toEqual([]);
  expect(await mailTo(owner)).toHaveLength(1);

  expect((await manager.call(notificationsRoutes.list, {})).items).toMatchObject([{ kind: 'paused', readAt: null }]);
});

test('too many bounces pause any campaign and are told once, however many batches come back', async () => {
  const owner = await api.newOrganization();
  await owner.call(organizationRoutes.setPauseLimits, { bounces: 1, complaints: 0.1, from: 100 });
  const emails = [...addresses(60, 'gone'), ...addresses(2_940)];
  const { id } = await buildCampaign(owner, await buildGroup(api.owner, owner, emails));
  await owner.call(campaignsRoutes.launch, { id });
  await expect.poll(() => statusOf(owner, id), { timeout: 20_000 }).toBe('paused');
  await watchLedger(owner, id, ({ submitting }) => submitting === 0);
  await expect.poll(() => statesOf(id), { timeout: 15_000 }).toEqual(['accepted']);
  const [mail] = await mailTo(owner);
  expect(mail?.text).toMatch(/Sending paused automatically: \d+ of [\d,]+ bounced/);
}, 40_000);

test('credentials that a transport refuses pause a campaign, and are told through the mail of the installation', async () => {
  const owner = await api.newOrganization();
  const { port } = smtp; // it knows no user names
  const own = { kind: 'smtp', name: 'Own server', host: '127.0.0.1', port, security: 'none' } as const;
  await owner.call(transportsRoutes.create, { transport: { ...own, username: 'shop', secret: 'wrong horse' } });
  const { id } = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(3)));
  await owner.call(campaignsRoutes.launch, { id });
  await expect.poll(() => statesOf(id), { timeout: 15_000 }).toEqual(['accepted']);
  const [mail] = await mailTo(owner);
  expect(mail?.text).toContain('No mail transport is left. “Own server” rejected our messages:');
  expect(mail?.text).toContain('3 people not mailed yet will wait until a member resumes or cancels it.');
  expect(mail?.text).not.toContain('wrong horse');
});

test('a test without a clear winner asks for a choice, and tells nobody when it decides by itself', async () => {
  const owner = await api.newOrganization();
  const run = async (whenUnclear: 'member' | 'first') => {
    const { id } = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(20)));
    const variants = [
      { ...said, subject: 'First subject' },
      { ...said, subject: 'Second subject' },
    ];
    await owner.call(campaignsRoutes.update, { id, abTest: { ...usualAbTest, share: 50, variants, whenUnclear } });
    await owner.call(campaignsRoutes.launch, { id });
    await firstStageIsOver(owner, id);
    return id;
  };
  const decided = await run('first');
  await watchLedger(owner, decided, ({ closed }) => closed);
  const kinds = async () => (await notificationsOf(decided)).map(({ kind }) => kind);
  await expect.poll(kinds, { timeout: 15_000 }).toEqual(['campaign_sent']);

  const open = await run('member');
  await expect.poll(() => statesOf(open), { timeout: 15_000 }).toEqual(['accepted']);
  const mail = (await mailTo(owner)).find(({ subject }) => subject !== '“Summer sale” was sent');
  expect(mail?.subject).toBe('“Summer sale” is waiting for your choice');
  expect(mail?.text).toContain('No variant is clearly ahead: clicks of A 0 %, B 0 %');
  expect(mail?.text).toContain('10 people not mailed yet will wait until a member chooses the variant to send.');
  await owner.call(campaignsRoutes.cancel, { id: open });
});

test('a campaign that could not start when its time came is told', async () => {
  const owner = await api.newOrganization();
  const { id } = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(2)));
  await owner.call(campaignsRoutes.update, { id, senderEmail: '' });
  await api.owner.query(
    `update campaigns set status = 'scheduled', plan = '{"kind": "at", "time": "2020-01-01T09:00"}', planned_at = now(),
       starts_at = now(), wake_at = now() where id = $1`,
    [id],
  );
  await expect.poll(() => statesOf(id), { timeout: 15_000 }).toEqual(['accepted']);
  const [mail] = await mailTo(owner);
  expect(mail?.subject).toBe('“Summer sale” did not start');
  expect(mail?.text).toMatch(/It could not start on time: .+/);
});

test('a request for approval and the decision are mailed once, with the way to what is to be decided', async () => {
  const owner = await api.newOrganization();
  const [joan, quiet] = [
    await api.newMember(owner.organizationId, 'campaign_manager'),
    await api.newMember(owner.organizationId, 'admin'),
  ];
  await turnOffMail(quiet);
  const { id } = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(2)));
  const request = await owner.call(approvalsRoutes.ask, { id, note: 'For Friday' });
  await expect.poll(() => mailStatesOf(id), { timeout: 15_000 }).toEqual(['accepted']);
  const [asked, ...others] = await mailTo(joan);
  expect(others).toEqual([]);
  expect(asked?.subject).toBe('“Summer sale” is waiting for your approval');
  expect(asked?.text).toContain('Once approved, it goes to 2 people immediately.');
  expect(asked?.text).toContain('“For Friday”');
  expect(asked?.text).toContain(`/o/${owner.organizationId}/campaigns/${id}/approval`);
  expect(asked?.text).toContain('because you can approve campaigns in');
  await joan.call(approvalsRoutes.decline, { id, approvalId: request.id, note: 'The price is wrong.' });
  await expect.poll(() => mailStatesOf(id), { timeout: 15_000 }).toEqual(['accepted', 'accepted']);
  const [decided] = await mailTo(owner);
  expect(decided?.subject).toBe('“Summer sale” was sent back');
  expect(decided?.text).toContain('“The price is wrong.”');
  expect(await mailTo(quiet)).toEqual([]);

  const withdrawn = await owner.call(approvalsRoutes.ask, { id });
  await owner.call(approvalsRoutes.withdraw, { id });
  expect(withdrawn.state).toBe('asked');
  await expect
    .poll(() => mailStatesOf(id), { timeout: 15_000 })
    .toEqual(['accepted', 'accepted', 'dropped', 'dropped']);
  expect(await mailTo(joan)).toHaveLength(1);
});

/** Stored as by the event, but not due to the worker that runs here. */
async function arrangeNotification(
  owner: TestMember,
): Promise<{ campaignId: string; id: string; send: () => Promise<void> }> {
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(1)));
  await api.owner.query(
    `update campaigns set status = 'paused', pause_reason = 'It bounced.', audience = 1 where id = $1`,
    [campaign.id],
  );
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into notifications (organization_id, campaign_id, user_id, kind, why, due_at)
     values ($1, $2, $3, 'paused', 'It bounced.', now() + interval '1 hour') returning id`,
    [owner.organizationId, campaign.id, owner.userId],
  );
  const { id } = rows[0]!;
  /** Several workers look at it at the same moment; the one that runs here may be another. */
  const send = async () => {
    await api.owner.query(`update notifications set due_at = now() - interval '1 second' where id = $1`, [id]);
    const { organizationId } = owner;
    await Promise.all(
      [1, 2, 3, 4].map(() =>
        runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
          api.app.get(SendNotification).mail.send(id),
        ),
      ),
    );
  };
  return { campaignId: campaign.id, id, send };
}

test('of workers that see it at once, one mails it', async () => {
  const owner = await api.newOrganization();
  const { campaignId, send } = await arrangeNotification(owner);
  await send();
  await expect.poll(() => statesOf(campaignId)).toEqual(['accepted']);
  expect(await mailTo(owner)).toHaveLength(1);
});

test('what is over before it was told is not told: resumed, or out of the team', async () => {
  const owner = await api.newOrganization();
  const resumed = await arrangeNotification(owner);
  await api.owner.query(`update campaigns set status = 'sent' where id = $1`, [resumed.campaignId]);
  await resumed.send();
  await expect.poll(() => statesOf(resumed.campaignId)).toEqual(['dropped']);

  const demoted = await arrangeNotification(owner);
  await api.owner.query(`update memberships set role = 'analyst' where user_id = $1`, [owner.userId]);
  await demoted.send();
  await expect.poll(() => statesOf(demoted.campaignId)).toEqual(['dropped']);
  expect(await mailTo(owner)).toEqual([]);
});

test('a server that says not now is asked again; one whose answer was lost is not', async () => {
  const owner = await api.newOrganization();
  const name = /^[a-z]+/;
  const email = `busy${(await emailOf(owner)).replace(name, '')}`;
  await api.owner.query('update users set email = $2 where id = $1', [owner.userId, email]);

  faults.set('busy', { at: 'rcpt', code: 450 });
  const later = await arrangeNotification(owner);
  await later.send();
  await expect.poll(() => notificationsOf(later.campaignId)).toMatchObject([{ state: 'pending', attempts: 1 }]);
  faults.delete('busy');
  await later.send();
  await expect.poll(() => notificationsOf(later.campaignId)).toMatchObject([{ state: 'accepted', attempts: 2 }]);
  expect(await mailTo(owner)).toHaveLength(1);

  faults.set('busy', { at: 'answer', code: 'drop' });
  const lost = await arrangeNotification(owner);
  await lost.send();
  await expect.poll(() => notificationsOf(lost.campaignId)).toMatchObject([{ state: 'unknown', attempts: 1 }]);
  faults.delete('busy');
  await lost.send();
  await expect.poll(() => notificationsOf(lost.campaignId)).toMatchObject([{ state: 'unknown', attempts: 1 }]);

  faults.set('busy', { at: 'rcpt', code: 550 });
  const never = await arrangeNotification(owner);
  await never.send();
  await expect.poll(() => statesOf(never.campaignId)).toEqual(['failed']);
});

test('a worker that died while it handed one over leaves it unknown, and it is not mailed again', async () => {
  const owner = await api.newOrganization();
  const { campaignId, id, send } = await arrangeNotification(owner);
  await api.owner.query(`update notifications set state = 'submitting', attempts = 1 where id = $1`, [id]);
  await send();
  await expect.poll(() => notificationsOf(campaignId)).toMatchObject([{ state: 'unknown', attempts: 1 }]);
  expect(await mailTo(owner)).toEqual([]);
});

test('what a worker noted before it died decides: recorded, sent by the next, or unknown', async () => {
  const owner = await api.newOrganization();
  const journals = api.app.get(Journals);
  const dies = async (note: (journal: ReturnType<typeof journals.open>, id: string) => void) => {
    const { campaignId, id } = await arrangeNotification(owner);
    const claimId = randomUUID();
    const journal = runInScope({ organizationId: owner.organizationId, actor: { kind: 'system', name: 'test' } }, () =>
      journals.open({ kind: 'notifications', claimId, campaignId: null }, 1),
    );
    note(journal, id);
    const held = `update notifications set state = 'submitting', attempts = 1, claim_id = $2 where id = $1`;
    await api.owner.query(held, [id, claimId]);
    await setImmediate();
    journal.abandon();
    return campaignId;
  };
  const swept = { timeout: 15_000 };
  const answered = await dies((journal, id) => {
    journal.leaving([id]);
    journal.recordReply(id, { kind: 'accepted', response: '250 taken' });
  });
  const left = await dies((journal, id) => journal.leaving([id]));
  await expect.poll(() => notificationsOf(answered), swept).toMatchObject([{ state: 'accepted', attempts: 1 }]);
  await expect.poll(() => notificationsOf(left), swept).toMatchObject([{ state: 'unknown', attempts: 1 }]);
  expect(await mailTo(owner)).toEqual([]);

  const kept = await dies(() => {});
  await expect.poll(() => notificationsOf(kept), swept).toMatchObject([{ state: 'accepted', attempts: 1 }]);
  expect(await mailTo(owner)).toHaveLength(1);
});

test('a later event takes the place of one that was not told yet', async () => {
  const owner = await api.newOrganization();
  const { campaignId, id } = await arrangeNotification(owner);
  await api.owner.query(
    `update campaigns set status = 'scheduled', plan = '{"kind": "at", "time": "2020-01-01T09:00"}', planned_at = now(),
       starts_at = now(), wake_at = now(), sender_email = '', audience = null, pause_reason = null where id = $1`,
    [campaignId],
  );
  await expect.poll(() => statesOf(campaignId), { timeout: 15_000 }).toEqual(['dropped', 'accepted']);
  expect((await notificationsOf(campaignId))[0]?.id).toBe(id);
  expect((await mailTo(owner)).map(({ subject }) => subject)).toEqual(['“Summer sale” did not start']);
});
