import { expect } from 'vitest';
import { engagementsRoutes } from '@engagex/domain/engagements';
import {
  afterSendingRoutes,
  approvalsRoutes,
  campaignsRoutes,
  preFlightsRoutes,
  usualRollout,
  usualAbTest,
} from '@engagex/domain/campaigns';
import { messagesRoutes } from '@engagex/domain/messages';
import { notificationsRoutes } from '@engagex/domain/notifications';
import { brandRoutes } from '@engagex/domain/brand';
import { brandFrom } from '@engagex/domain/documents';
import { frequencyRoutes } from '@engagex/domain/frequency';
import { templateDraftsRoutes, templatesRoutes } from '@engagex/domain/templates';
import { addresses, body, buildCampaign, buildGroup } from '../../../testing/builders.ts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { type Changes, deleted, inLog } from './change.ts';

const template = async (owner: TestMember) => (await owner.call(templatesRoutes.create, content)).id;
const edited = async (owner: TestMember) => {
  const id = await template(owner);
  await owner.call(templateDraftsRoutes.save, { id, baseRevision: 1, subject: 'The sale' });
  return id;
};
const campaign = async (owner: TestMember, api: TestApi) =>
  (await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(3)))).id;
const launched = async (owner: TestMember, api: TestApi) => {
  const id = await campaign(owner, api);
  await owner.call(campaignsRoutes.launch, { id });
  return id;
};
const ended = async (owner: TestMember, api: TestApi) => {
  const id = await campaign(owner, api);
  await api.owner.query(`update campaigns set status = 'cancelled' where id = $1`, [id]);
  return id;
};
/** As the worker would have left it. */
const sending = async (owner: TestMember, api: TestApi) => {
  const id = await launched(owner, api);
  await api.owner.query(`update campaigns set status = 'sending', audience = 3 where id = $1`, [id]);
  return id;
};
/** As the worker would have left it at the end: one of three was accepted, one failed, and of one nobody knows. */
const sent = async (owner: TestMember, api: TestApi) => {
  const id = await launched(owner, api);
  await api.owner.query(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state, reason, accepted_at, claim_id)
     select k.organization_id, k.id, g.contact_id, c.email, s.state, s.reason, s.accepted_at, s.claim_id
     from campaigns k
     join group_members g on g.group_id = any (k.group_ids)
     join contacts c on c.organization_id = g.organization_id and c.id = g.contact_id
     join (values (0, 'accepted', null, now(), null), (1, 'failed', 'rejected', null, null),
       (2, 'unknown', null, null, gen_random_uuid())) as s (place, state, reason, accepted_at, claim_id)
       on s.place = (select count(*) from group_members o where o.group_id = g.group_id and o.contact_id < g.contact_id)
     where k.id = $1`,
    [id],
  );
  await api.owner.query(`update campaigns set status = 'sent', audience = 3, finished_at = now() where id = $1`, [id]);
  return id;
};
/** Sending, with its first stage out. */
const holding = async (owner: TestMember, api: TestApi) => {
  const id = await sending(owner, api);
  await api.owner.query(
    `update campaigns set rollout = $2, first_stage = 1, held_since = now(), wake_at = now() + interval '1 hour' where id = $1`,
    [id, usualRollout],
  );
  return id;
};
const inTime = { kind: 'at', time: new Date(Date.now() + 86_400_000).toISOString().slice(0, 16) } as const;
const scheduled = async (owner: TestMember, api: TestApi) => {
  const id = await campaign(owner, api);
  await owner.call(campaignsRoutes.schedule, { id, plan: inTime });
  return id;
};
/** A draft whose approval a colleague has asked for. */
const asked = async (owner: TestMember, api: TestApi) => {
  const id = await campaign(owner, api);
  await (await api.newMember(owner.organizationId, 'campaign_manager')).call(approvalsRoutes.ask, { id });
  await api.owner.query('update campaigns set updated_by_id = null where id = $1', [id]);
  return id;
};
const latestApproval = async (owner: TestMember, id: string) =>
  (await owner.call(approvalsRoutes.get, { id })).latest?.id ?? '';
const content = { name: 'Sale', subject: 'A sale', format: 'html', body } as const;

export const campaignChanges: Changes = {
  'templates.create': {
    act: template,
    entry: { ...inLog('templates', 'Sale'), before: null },
  },
  'templates.update': {
    arrange: template,
    act: (owner, id) => owner.call(templatesRoutes.update, { id, subject: 'The sale' }),
    entry: { ...inLog('templates', 'Sale'), before: { subject: 'A sale' }, after: { subject: 'The sale' } },
  },
  'templates.delete': {
    arrange: template,
    act: (owner, id) => owner.call(templatesRoutes.delete, { id }),
    entry: { ...inLog('templates', 'Sale'), after: null },
  },
  'templates.publish': {
    arrange: edited,
    act: (owner, id) => owner.call(templateDraftsRoutes.publish, { id, revision: 2 }),
    entry: { ...inLog('templates', 'Sale'), before: { subject: 'A sale' }, after: { subject: 'The sale' } },
  },
  'templates.discard-draft': {
    arrange: edited,
    act: (owner, id) => owner.call(templateDraftsRoutes.discard, { id, revision: 2 }),
    entry: { ...inLog('templates', 'Sale'), before: { version: 2 }, after: { version: 1 } },
  },
  'templates.restore-version': {
    arrange: edited,
    act: (owner, id) => owner.call(templateDraftsRoutes.restore, { id, revision: 1 }),
    entry: { ...inLog('templates', 'Sale'), before: { version: 2 }, after: { version: 1 } },
  },
  'templates.restore': {
    arrange: deleted(template, '/api/templates'),
    act: (owner, id) => owner.call(templatesRoutes.restore, { id }),
    entry: { ...inLog('templates', 'Sale'), before: null },
  },
  'brand.save': {
    act: (owner) => owner.call(brandRoutes.save, { kit: brandFrom('#8a1c4a') }),
    entry: { objectType: 'brand', before: { ...brandFrom() }, after: { ...brandFrom('#8a1c4a') } },
  },
  'messages.create': {
    act: (owner) =>
      owner.call(messagesRoutes.create, {
        to: { address: 'ada@example.com' },
        from: { name: 'Shop', address: 'orders@shop.example' },
        subject: 'Your order',
        text: 'It is on its way.',
      }),
    entry: { ...inLog('messages', 'Message'), before: null, after: { from: 'orders@shop.example', attachments: 0 } },
  },
  'campaigns.create': {
    act: (owner) => owner.call(campaignsRoutes.create, { name: 'Summer' }),
    entry: { ...inLog('campaigns', 'Summer'), before: null, after: { name: 'Summer', status: 'draft' } },
  },
  'campaigns.update': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.update, { id, name: 'Autumn sale' }),
    entry: { ...inLog('campaigns', 'Autumn sale'), before: { name: 'Summer sale' }, after: { name: 'Autumn sale' } },
  },
  'campaigns.delete': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.delete, { id }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: null },
  },
  'campaigns.restore': {
    arrange: deleted(campaign, '/api/campaigns'),
    act: (owner, id) => owner.call(campaignsRoutes.restore, { id }),
    entry: { ...inLog('campaigns', 'Summer sale'), before: null },
  },
  'campaigns.archive': {
    arrange: ended,
    act: (owner, id) => owner.call(campaignsRoutes.archive, { id }),
    entry: { ...inLog('campaigns', 'Summer sale'), before: { archivedAt: null } },
  },
  'campaigns.judge-again': {
    arrange: ended,
    act: (owner, id) => owner.call(engagementsRoutes.judgeAgain, { id }),
    entry: inLog('campaigns', 'Summer sale'),
  },
  'campaigns.unarchive': {
    arrange: async (owner, api) => {
      const id = await ended(owner, api);
      await api.owner.query('update campaigns set archived_at = now() where id = $1', [id]);
      return id;
    },
    act: (owner, id) => owner.call(campaignsRoutes.unarchive, { id }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: { archivedAt: null } },
  },
  'campaigns.launch': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.launch, { id, expectedPeople: 3 }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { status: 'draft', launchedAt: null },
      after: { status: 'launching', launchedAt: expect.any(String), people: 3 },
    },
  },
  'campaigns.schedule': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.schedule, { id, plan: inTime, expectedPeople: 3 }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { status: 'draft', startsAt: null, plan: { kind: 'now' } },
      after: { status: 'scheduled', startsAt: expect.any(String), plan: inTime, people: 3 },
    },
  },
  'campaigns.reschedule': {
    arrange: scheduled,
    act: (owner, id) =>
      owner.call(campaignsRoutes.reschedule, { id, plan: { kind: 'local', time: inTime.time, passed: 'skip' } }),
    entry: { ...inLog('campaigns'), before: { plan: inTime }, after: { plan: { kind: 'local', passed: 'skip' } } },
  },
  'campaigns.unschedule': {
    arrange: scheduled,
    act: (owner, id) => owner.call(campaignsRoutes.unschedule, { id }),
    entry: { ...inLog('campaigns'), before: { status: 'scheduled' }, after: { status: 'draft', startsAt: null } },
  },
  'campaigns.duplicate': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.duplicate, { id }),
    entry: { ...inLog('campaigns', 'Copy of Summer sale'), after: { duplicateOf: 'Summer sale' } },
  },
  'campaigns.send-test': {
    arrange: campaign,
    act: async (owner, id, api) => {
      const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [
        owner.userId,
      ]);
      await owner.call(campaignsRoutes.sendTest, { id, to: [rows[0]!.email] });
    },
    entry: { ...inLog('campaigns', 'Summer sale'), after: { testSentTo: [expect.any(String)] } },
  },
  'pre-flights.start': {
    arrange: campaign,
    act: (owner, id) => owner.call(preFlightsRoutes.start, { id }),
    entry: { ...inLog('pre-flights', 'Summer sale') },
  },
  'pre-flights.cancel': {
    arrange: async (owner, api) => {
      const id = await campaign(owner, api);
      await owner.call(preFlightsRoutes.start, { id });
      return id;
    },
    act: (owner, id) => owner.call(preFlightsRoutes.cancel, { id }),
    entry: { ...inLog('pre-flights', 'Summer sale') },
  },
  'campaigns.ask-approval': {
    arrange: campaign,
    act: (owner, id) => owner.call(approvalsRoutes.ask, { id, note: 'Please' }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: { approval: 'asked', people: 3, note: 'Please' } },
  },
  'campaigns.withdraw-approval': {
    arrange: asked,
    act: (owner, id) => owner.call(approvalsRoutes.withdraw, { id }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: { approval: 'withdrawn' } },
  },
  'campaigns.approve': {
    arrange: asked,
    act: async (owner, id) => owner.call(approvalsRoutes.approve, { id, approvalId: await latestApproval(owner, id) }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { status: 'draft' },
      after: { approval: 'approved', people: 3, status: 'launching' },
    },
  },
  'campaigns.decline': {
    arrange: asked,
    act: async (owner, id) =>
      owner.call(approvalsRoutes.decline, { id, approvalId: await latestApproval(owner, id), note: 'Not yet' }),
    entry: { ...inLog('campaigns', 'Summer sale'), after: { approval: 'declined', note: 'Not yet' } },
  },
  'campaigns.pause': {
    arrange: sending,
    act: (owner, id) => owner.call(campaignsRoutes.pause, { id }),
    entry: { ...inLog('campaigns'), before: { status: 'sending' }, after: { status: 'paused' } },
  },
  'campaigns.choose': {
    arrange: async (owner, api) => {
      const id = await holding(owner, api);
      await api.owner.query('update campaigns set ab_test = $2 where id = $1', [id, usualAbTest]);
      return id;
    },
    act: (owner, id) => owner.call(campaignsRoutes.choose, { id, variant: 'B' }),
    entry: { ...inLog('campaigns'), before: { stage: 0, chosenVariant: null }, after: { stage: 1, chosenVariant: 1 } },
  },
  'campaigns.release': {
    arrange: holding,
    act: (owner, id) => owner.call(campaignsRoutes.release, { id }),
    entry: { ...inLog('campaigns'), before: { stage: 0, decision: null }, after: { stage: 1 } },
  },
  'campaigns.resume': {
    arrange: async (owner, api) => {
      const id = await sending(owner, api);
      await owner.call(campaignsRoutes.pause, { id });
      return id;
    },
    act: (owner, id) => owner.call(campaignsRoutes.resume, { id }),
    entry: { ...inLog('campaigns'), before: { status: 'paused' }, after: { status: 'sending' } },
  },
  'campaigns.cancel': {
    arrange: sending,
    act: (owner, id) => owner.call(campaignsRoutes.cancel, { id }),
    entry: { ...inLog('campaigns'), before: { status: 'sending', finishedAt: null } },
  },
  'campaigns.retry': {
    arrange: sent,
    act: (owner, id) => owner.call(afterSendingRoutes.retry, { id, reasons: ['rejected'], expectedPeople: 1 }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { status: 'sent', finishedAt: expect.any(String) },
      after: { status: 'sending', finishedAt: null, people: 1, reasons: ['rejected'] },
    },
  },
  'campaigns.resend': {
    arrange: sent,
    act: (owner, id) => owner.call(afterSendingRoutes.resend, { id, note: 'Tickets', expectedPeople: 1 }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { status: 'sent' },
      after: { status: 'sending', people: 1, note: 'Tickets' },
    },
  },
  'campaigns.settle': {
    arrange: sent,
    act: (owner, id) => owner.call(afterSendingRoutes.settle, { id, note: 'The server has it', expectedPeople: 1 }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { unknown: 1 },
      after: { unknown: 0, countedAsSent: 1, note: 'The server has it' },
    },
  },
  'campaigns.extend': {
    arrange: async (owner, api) => {
      const id = await sent(owner, api);
      const groupId = await buildGroup(api.owner, owner, addresses(2));
      await api.owner.query('update campaigns set group_ids = group_ids || $2::uuid where id = $1', [id, groupId]);
      return id;
    },
    act: (owner, id) => owner.call(afterSendingRoutes.extend, { id, expectedPeople: 2 }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { status: 'sent', audience: 3 },
      after: { status: 'sending', audience: 5, people: 2 },
    },
  },
  'campaigns.remind': {
    arrange: sent,
    act: (owner, id) => owner.call(afterSendingRoutes.remind, { id, subject: 'Did you see it?' }),
    entry: { ...inLog('campaigns', 'Again: Summer sale'), after: { duplicateOf: 'Summer sale' } },
  },
  'notifications.update': {
    act: (owner) =>
      owner.call(notificationsRoutes.choose, {
        choices: [{ category: 'campaigns', channel: 'email', isOn: false }],
        digest: 'daily',
      }),
    entry: {
      objectType: 'notifications',
      before: { off: [], digest: 'immediate', digestHour: 9 },
      after: { off: ['campaigns email'], digest: 'daily', digestHour: 9 },
    },
  },
  'notifications.set-defaults': {
    act: (owner) =>
      owner.call(notificationsRoutes.setDefaults, {
        choices: [{ category: 'team', channel: 'browser', isOn: false }],
      }),
    entry: { objectType: 'notifications', before: { off: [] }, after: { off: ['team browser'] } },
  },
  'frequency.update': {
    act: (owner) => owner.call(frequencyRoutes.update, { caps: [{ messages: 3, days: 7 }], quietHours: null }),
    entry: {
      objectType: 'frequency',
      before: { caps: [], quietHours: null },
      after: { caps: [{ messages: 3, days: 7 }], quietHours: null },
    },
  },
};
