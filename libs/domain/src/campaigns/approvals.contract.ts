import { z } from 'zod';
import { count, hasControlCharacter, id, idParams, route, timestamp } from '../shared/index.ts';
import { acceptedTestId, failedDeliveryTest } from '../delivery-tests/delivery-tests.contract.ts';
import { afterApproval, approvalStates, versionFields, versionTexts } from './approval.ts';
import { plan } from './campaign.plan.ts';
import { campaignStatuses } from './campaign.status.ts';

const longestNote = 1_000;
const note = z
  .string()
  .trim()
  .max(longestNote, `Use at most ${longestNote} characters.`)
  .refine((text) => !hasControlCharacter(text.replaceAll('\n', '')), 'Remove control characters.');

const person = z.object({ id, name: z.string() });

export const approvalView = z.object({
  id,
  state: z.enum(approvalStates),
  /** How many people would have got it when approval was requested. */
  people: count,
  askedBy: person,
  askedAt: timestamp,
  note: z.string(),
  /** What happens to the campaign once this is approved. */
  onApproval: z.enum(afterApproval),
  decidedBy: person.nullable(),
  decidedAt: timestamp.nullable(),
  decisionNote: z.string(),
});
export type ApprovalView = z.output<typeof approvalView>;

/** What somebody who approves should see. */
export const approvalSheet = z.object({
  /** Whether the organization asks for an approval at all. */
  isRequired: z.boolean(),
  /** Whether exactly this version of the draft is approved. */
  isApproved: z.boolean(),
  /** The latest request; null before the first. */
  latest: approvalView.nullable(),
  /** Why the caller may not decide about it; null when they may. */
  whyNotDecide: z.string().nullable(),
  /** What differs from what was approved last; null when nothing ever was. */
  changes: z
    .object({
      since: timestamp,
      fields: z.array(z.object({ field: z.enum(versionFields), before: z.string(), after: z.string() })),
      texts: z.array(
        z.object({
          field: z.enum(versionTexts),
          lines: z.array(z.object({ kind: z.enum(['same', 'removed', 'added', 'gap']), text: z.string() })),
        }),
      ),
    })
    .nullable(),
  /** What was changed since approval was requested, so that it has to be requested again; empty without changes. */
  changedSince: z.array(z.enum([...versionFields, ...versionTexts])),
  /** The planned time has passed: the approver chooses another one, or sends it back. */
  isTimePassed: z.boolean(),
  /** How many members may decide about the request, or about one made now. */
  deciders: count,
  people: count,
  /** The largest audience of the last year; null when nothing was sent. */
  largest: count.nullable(),
  /** A delivery test that has to be accepted by whoever approves it, if that sends it; null when none has. */
  failedTest: failedDeliveryTest.nullable(),
});
export type ApprovalSheet = z.output<typeof approvalSheet>;

const ofCampaign = z.object({ id, name: z.string(), status: z.enum(campaignStatuses), startsAt: timestamp.nullable() });

/** Requests to decide, and the outcome of one's own requests. */
export const approvalsWaiting = z.object({
  /** Requests about which the reader may decide, the oldest first. */
  waiting: z.array(approvalView.extend({ campaign: ofCampaign })),
  /** The latest request of the reader for each campaign: open, or decided in the last seven days. */
  mine: z.array(approvalView.extend({ campaign: ofCampaign })),
});
export type ApprovalsWaiting = z.output<typeof approvalsWaiting>;

const path = '/api/campaigns/:id/approval';

export const approvalsRoutes = {
  waiting: route({
    id: 'campaigns.approvals',
    method: 'GET',
    path: '/api/approvals',
    summary: 'Requests waiting for your approval, and the state of your own requests',
    permission: 'campaigns:write',
    response: approvalsWaiting,
  }),
  get: route({
    id: 'campaigns.approval',
    method: 'GET',
    path,
    summary: 'Whether a draft is approved, and what to check before approving it',
    permission: 'campaigns:write',
    params: idParams,
    response: approvalSheet,
  }),
  ask: route({
    id: 'campaigns.ask-approval',
    method: 'POST',
    path,
    summary:
      'Request approval of a draft as it is; members who can decide are notified. Changing it afterwards withdraws the request',
    permission: 'campaigns:write',
    params: idParams,
    body: z.object({
      note: note.default(''),
      /** `send` sends or schedules it, as it is planned, as soon as it is approved; `wait` leaves that to the requester. */
      onApproval: z.enum(afterApproval).default('send'),
    }),
    response: approvalView,
    status: 201,
  }),
  withdraw: route({
    id: 'campaigns.withdraw-approval',
    method: 'DELETE',
    path,
    summary: 'Withdraw a request or an approval',
    permission: 'campaigns:write',
    params: idParams,
  }),
  approve: route({
    id: 'campaigns.approve',
    method: 'POST',
    path: `${path}/approve`,
    summary:
      'Approve a request, which sends or schedules the campaign unless the request says to wait; not possible for the member who requested it or last changed the draft',
    permission: 'campaigns:send',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({
      approvalId: id,
      note: note.default(''),
      /** How many people get it, as shown to the approver; rejected if the number has changed. */
      expectedPeople: z.int().min(0).optional(),
      /** The new time of a campaign whose planned time has passed. */
      plan: plan.optional(),
      acceptedTestId,
    }),
    response: approvalView,
  }),
  decline: route({
    id: 'campaigns.decline',
    method: 'POST',
    path: `${path}/decline`,
    summary: 'Decline a request and say why',
    permission: 'campaigns:send',
    params: idParams,
    body: z.object({ approvalId: id, note: note.min(1, 'Say why, so that it can be fixed.') }),
    response: approvalView,
  }),
};
