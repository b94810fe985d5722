import { z } from 'zod';
import { retryReasons } from '../deliveries/delivery.state.ts';
import { count, idParams, line, route } from '../shared/index.ts';
import { campaignView } from './campaigns.contract.ts';

/** People it would be sent to again; excludes those who may not be mailed today. */
export const followUps = z.object({
  /** Of those who failed, by why. */
  failed: z.record(z.enum(retryReasons), count),
  /** People for whom it is unknown whether they got it. */
  unknown: count,
});
export type FollowUps = z.output<typeof followUps>;

/** People who are in the audience as it is defined today and not in the ledger. `people` would get it. */
export const additions = z.object({ people: count, skipped: z.record(z.string(), count) });
export type Additions = z.output<typeof additions>;

const expectedPeople = z.int().min(0).optional();

/** What can follow once a campaign was sent. */
export const afterSendingRoutes = {
  followUps: route({
    id: 'campaigns.follow-ups',
    method: 'GET',
    path: '/api/campaigns/:id/follow-ups',
    summary: 'How many people a sent campaign could be sent to again',
    permission: 'campaigns:write',
    params: idParams,
    response: followUps,
  }),
  retry: route({
    id: 'campaigns.retry',
    method: 'POST',
    path: '/api/campaigns/:id/retry',
    summary:
      'Retry failed deliveries of a sent campaign, at people’s current addresses. Rejected if `expectedPeople` is no longer the number',
    permission: 'campaigns:send',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({
      reasons: z.array(z.enum(retryReasons)).min(1, 'Choose which failures to retry.').max(retryReasons.length),
      expectedPeople,
    }),
    response: campaignView,
    status: 202,
  }),
  resend: route({
    id: 'campaigns.resend',
    method: 'POST',
    path: '/api/campaigns/:id/unknown',
    summary: 'Resend unknown deliveries of a sent campaign; people who did get it get it twice',
    permission: 'campaigns:send',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({
      note: line('why they may get it twice', 300),
      expectedPeople: z.int('Enter how many people may get it twice.').min(1),
    }),
    response: campaignView,
    status: 202,
  }),
  settle: route({
    id: 'campaigns.settle',
    method: 'POST',
    path: '/api/campaigns/:id/settlement',
    summary: 'Mark unknown deliveries as accepted; nothing is sent, and the note is kept with each of them',
    permission: 'campaigns:send',
    params: idParams,
    body: z.object({
      note: line('how you know it arrived', 300),
      expectedPeople: z.int('Enter how many people to mark as accepted.').min(1),
    }),
    response: campaignView,
  }),
  additions: route({
    id: 'campaigns.additions',
    method: 'GET',
    path: '/api/campaigns/:id/additions',
    summary: 'How many people have joined the audience since a campaign was sent',
    permission: 'campaigns:write',
    params: idParams,
    response: additions,
  }),
  extend: route({
    id: 'campaigns.extend',
    method: 'POST',
    path: '/api/campaigns/:id/additions',
    summary: 'Send a sent campaign, exactly as it was frozen, to people who have joined its audience since',
    permission: 'campaigns:send',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({ expectedPeople }),
    response: campaignView,
    status: 202,
  }),
  remind: route({
    id: 'campaigns.remind',
    method: 'POST',
    path: '/api/campaigns/:id/reminder',
    summary:
      'Create a draft for people who were sent this campaign and have not opened it; a new subject creates a new template',
    permission: 'campaigns:write',
    params: idParams,
    body: z.object({ subject: line('a subject', 200) }),
    response: campaignView,
    status: 201,
  }),
};
