import { expect } from 'vitest';
import { campaignsRoutes, usualRollout, usualTest } from '@engagex/domain/campaigns';
import { messagesRoutes } from '@engagex/domain/messages';
import { pressureRoutes } from '@engagex/domain/pressure';
import { templatesRoutes } from '@engagex/domain/templates';
import { addresses, body, buildCampaign, buildGroup } from '../../../testing/builders.ts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { type Changes, deleted, inLog } from './change.ts';

const template = async (owner: TestMember) => (await owner.call(templatesRoutes.create, content)).id;
const campaign = async (owner: TestMember, api: TestApi) =>
  (await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(3)))).id;
const launched = async (owner: TestMember, api: TestApi) => {
  const id = await campaign(owner, api);
  await owner.call(campaignsRoutes.launch, { id });
  return id;
};
/** As the worker would have left it. */
const sending = async (owner: TestMember, api: TestApi) => {
  const id = await launched(owner, api);
  await api.owner.query(`update campaigns set status = 'sending', audience = 3 where id = $1`, [id]);
  return id;
};
/** The same, with its first stage out. */
const holding = async (owner: TestMember, api: TestApi) => {
  const id = await sending(owner, api);
  await api.owner.query(
    `update campaigns set rollout = $2, first_stage = 1, held_since = now(), wake_at = now() + interval '1 hour' where id = $1`,
    [id, usualRollout],
  );
  return id;
};
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
  'templates.restore': {
    arrange: deleted(template, '/api/templates'),
    act: (owner, id) => owner.call(templatesRoutes.restore, { id }),
    entry: { ...inLog('templates', 'Sale'), before: null },
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
  'campaigns.launch': {
    arrange: campaign,
    act: (owner, id) => owner.call(campaignsRoutes.launch, { id, expectedPeople: 3 }),
    entry: {
      ...inLog('campaigns', 'Summer sale'),
      before: { status: 'draft', launchedAt: null },
      after: { status: 'launching', launchedAt: expect.any(String), people: 3 },
    },
  },
  'campaigns.pause': {
    arrange: sending,
    act: (owner, id) => owner.call(campaignsRoutes.pause, { id }),
    entry: { ...inLog('campaigns'), before: { status: 'sending' }, after: { status: 'paused' } },
  },
  'campaigns.choose': {
    arrange: async (owner, api) => {
      const id = await holding(owner, api);
      await api.owner.query('update campaigns set test = $2 where id = $1', [id, usualTest]);
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
  'pressure.update': {
    act: (owner) => owner.call(pressureRoutes.update, { caps: [{ messages: 3, days: 7 }], quietHours: null }),
    entry: {
      objectType: 'pressure',
      before: { caps: [], quietHours: null },
      after: { caps: [{ messages: 3, days: 7 }], quietHours: null },
    },
  },
};
