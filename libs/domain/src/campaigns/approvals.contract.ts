import { z } from 'zod';
import { count, hasControlCharacter, id, idParams, route, timestamp } from '../shared/index.ts';
import { approvalStates, versionFields, versionTexts } from './approval.ts';

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
  /** Who would have got it when this was asked. */
  people: count,
  askedBy: person,
  askedAt: timestamp,
  note: z.string(),
  decidedBy: person.nullable(),
  decidedAt: timestamp.nullable(),
  decisionNote: z.string(),
});
export type ApprovalView = z.output<typeof approvalView>;

/** What somebody who approves should see. */
export const approvalSheet = z.object({
  /** Whether the organization asks for an approval at all. */
  isRequired: z.boolean(),
  /** Whether the draft as it is now, to the letter, is approved. */
  isApproved: z.boolean(),
  /** The latest request; null before the first. */
  latest: approvalView.nullable(),
  /** Why whoever asks may not decide about it; null when they may. */
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
  people: count,
  /** The largest audience of the last year; null when nothing was sent. */
  largest: count.nullable(),
});
export type ApprovalSheet = z.output<typeof approvalSheet>;

const path = '/api/campaigns/:id/approval';

export const approvalsRoutes = {
  get: route({
    id: 'campaigns.approval',
    method: 'GET',
    path,
    summary: 'Whether a draft is approved, and what to look at before approving it',
    permission: 'campaigns:write',
    params: idParams,
    response: approvalSheet,
  }),
  ask: route({
    id: 'campaigns.ask-approval',
    method: 'POST',
    path,
    summary: 'Ask for the approval of a draft as it is; changing it afterwards takes the request back',
    permission: 'campaigns:write',
    params: idParams,
    body: z.object({ note: note.default('') }),
    response: approvalView,
    status: 201,
  }),
  withdraw: route({
    id: 'campaigns.withdraw-approval',
    method: 'DELETE',
    path,
    summary: 'Take a request or an approval back',
    permission: 'campaigns:write',
    params: idParams,
  }),
  approve: route({
    id: 'campaigns.approve',
    method: 'POST',
    path: `${path}/approve`,
    summary: 'Approve what was asked; not by whoever asked or was the last to change the draft',
    permission: 'campaigns:send',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({ approvalId: id, note: note.default('') }),
    response: approvalView,
  }),
  decline: route({
    id: 'campaigns.decline',
    method: 'POST',
    path: `${path}/decline`,
    summary: 'Decline what was asked and say why',
    permission: 'campaigns:send',
    params: idParams,
    body: z.object({ approvalId: id, note: note.min(1, 'Say why, so that it can be mended.') }),
    response: approvalView,
  }),
};
