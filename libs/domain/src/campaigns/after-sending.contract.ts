import { z } from 'zod';
import { retryReasons } from '../deliveries/delivery.state.ts';
import { count, idParams, line, route } from '../shared/index.ts';
import { campaignView } from './campaigns.contract.ts';

/** People who would have their turn again; who may not be mailed today is not among them. */
export const followUps = z.object({
  /** Of those who failed, by why. */
  failed: z.record(z.enum(retryReasons), count),
  /** Of whom nobody knows whether they got it. */
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
    summary: 'How many people of a sent campaign it could be sent to again',
    permission: 'campaigns:write',
    params: idParams,
    response: followUps,
  }),
  retry: route({
    id: 'campaigns.retry',
    method: 'POST',
    path: '/api/campaigns/:id/retry',
    summary:
      'Send a sent campaign again to people who failed, at their present address. Refused when `expectedPeople` is no longer the number',
    permission: 'campaigns:send',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({
      reasons: z.array(z.enum(retryReasons)).min(1, 'Choose whom to send it to again.').max(retryReasons.length),
      expectedPeople,
    }),
    response: campaignView,
    status: 202,
  }),
  resend: route({
    id: 'campaigns.resend',
    method: 'POST',
    path: '/api/campaigns/:id/unknown',
    summary: 'Send a sent campaign again to everyone who is unknown; who got it after all gets it twice',
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
    summary: 'Count everyone who is unknown as sent; nothing is sent, and why stays with each of them',
    permission: 'campaigns:send',
    params: idParams,
    body: z.object({
      note: line('why they count as sent', 300),
      expectedPeople: z.int('Enter how many people count as sent.').min(1),
    }),
    response: campaignView,
  }),
  additions: route({
    id: 'campaigns.additions',
    method: 'GET',
    path: '/api/campaigns/:id/additions',
    summary: 'How many people have come into the audience since a campaign was sent',
    permission: 'campaigns:write',
    params: idParams,
    response: additions,
  }),
  extend: route({
    id: 'campaigns.extend',
    method: 'POST',
    path: '/api/campaigns/:id/additions',
    summary: 'Send a sent campaign, as it was frozen, to people who have come into its audience since',
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
      'Make a draft for those who were sent this campaign and did not open it; another subject makes another template',
    permission: 'campaigns:write',
    params: idParams,
    body: z.object({ subject: line('a subject', 200) }),
    response: campaignView,
    status: 201,
  }),
};
