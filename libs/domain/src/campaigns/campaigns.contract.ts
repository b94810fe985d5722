import { z } from 'zod';
import {
  count,
  emailAddress,
  id,
  idParams,
  pageOf,
  pageQuery,
  route,
  searchText,
  timestamp,
  version,
} from '../shared/index.ts';
import { acceptedTestId, failedDeliveryTest } from '../delivery-tests/delivery-tests.contract.ts';
import { languageTag } from '../documents/index.ts';
import { templateProblem } from '../templates/template-problem.ts';
import { templatePreview } from '../templates/templates.contract.ts';
import { campaignDraft } from './campaign-draft.ts';
import { plan } from './campaign.plan.ts';
import { campaignActions, campaignStatuses } from './campaign.status.ts';
import { campaignRollout, campaignAbTest, variantName } from './first-stage.ts';
import { utmSettings } from './utm.ts';

/** How many members get one test. */
export const maxTesters = 10;

/** A draft may be incomplete; the review says what is missing. What is left out is empty or the organization's default, and its time is now. */
export const campaignInput = campaignDraft.partial().required({ name: true });

export const campaignView = z.object({
  id,
  name: z.string(),
  status: z.enum(campaignStatuses),
  pauseReason: z.string().nullable(),
  templateId: id.nullable(),
  groupIds: z.array(id),
  topicId: id.nullable(),
  segmentIds: z.array(id),
  excludedGroupIds: z.array(id),
  excludedSegmentIds: z.array(id),
  notOpenedId: id.nullable(),
  senderName: z.string(),
  senderEmail: z.string(),
  /** Where answers go; empty for the sender's address. */
  replyTo: z.string(),
  /** Instead of the template's; empty for that. */
  preheader: z.string(),
  utm: utmSettings.nullable(),
  plan,
  abTest: campaignAbTest.nullable(),
  rollout: campaignRollout.nullable(),
  audience: count.nullable(),
  /** When it starts or was to start; null for a draft. */
  startsAt: timestamp.nullable(),
  launchedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  /** When it was archived; null while it is not. */
  archivedAt: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
  /** What the caller may do with it now. */
  can: z.array(z.enum(campaignActions)),
});
campaignView.register(z.globalRegistry, { id: 'Campaign' });
export type CampaignView = z.output<typeof campaignView>;

export const campaignSummary = campaignView
  .pick({
    id: true,
    name: true,
    status: true,
    pauseReason: true,
    audience: true,
    startsAt: true,
    launchedAt: true,
    finishedAt: true,
    archivedAt: true,
    updatedAt: true,
  })
  .extend({
    /** What the people who are held wait for: a member's choice, or the end of a time; null when nobody is. */
    heldFor: z.enum(['choice', 'time']).nullable(),
    accepted: count,
    opened: count,
    clicked: count,
    /** Of a draft whose approval was asked for: how that stands; null otherwise. */
    approval: z.enum(['asked', 'approved']).nullable(),
  });
export type CampaignSummary = z.output<typeof campaignSummary>;

/** Whom a draft would reach with this audience: `included` − `excluded` = `people` + everyone `skipped`. */
export const audienceCount = z.object({
  /** In the groups and segments it goes to, each person once. */
  included: count,
  /** Of them, in what is left out. */
  excluded: count,
  /** Who would get the message. */
  people: count,
  /** Who would not, by the reason. */
  skipped: z.record(z.string(), count),
  asOf: timestamp,
});
export type AudienceCount = z.output<typeof audienceCount>;

/** What sending now would do. `people` get the message, `skipped` are in the audience but do not. */
export const campaignReview = z.object({
  audience: count,
  people: count,
  skipped: z.record(z.string(), count),
  /** What must be fixed (`error`) or looked at (`warning`) before sending. */
  problems: z.array(templateProblem),
  subject: z.string().nullable(),
  /** What the variants of a test say, from A on; empty without a test. */
  variants: z.array(z.object({ name: variantName, subject: z.string(), senderName: z.string() })),
  timing: z.object({
    /** The organization's, in which the times of `at` are meant. */
    timeZone: z.string(),
    undoSeconds: z.int(),
    /** When it would start if it were sent or scheduled now; null when the time of its plan has passed. */
    startsAt: timestamp.nullable(),
    /** For local time: of those who get it, whose hour is over, and whose zone is not known and counts as the organization's. */
    local: z
      .object({ passed: count, withoutZone: count, firstAt: timestamp.nullable(), lastAt: timestamp.nullable() })
      .nullable(),
  }),
  /** The organization asks for an approval and this draft, as it is, has none. */
  needsApproval: z.boolean(),
  /** A delivery test of the sender’s domain that has to be accepted by `acceptedTestId` to send it; null when none has. */
  failedTest: failedDeliveryTest.nullable(),
  /** When it would be done if it were sent now, at the rates and limits of today; null when nothing is known yet. */
  expectedFinishAt: timestamp.nullable(),
  finishBecause: z.string().nullable(),
  /** What is left of the emails in the organization's plan this month; null where it has no limit. */
  emailsLeft: z
    .object({
      plan: z.string(),
      most: count,
      left: count,
      until: timestamp,
      /** Whether it is the cap on spending that leaves no more. */
      isCapped: z.boolean(),
    })
    .nullable(),
  /** What its emails would cost beyond what the plan includes; null where they cost nothing by use, and for those who do not see prices. */
  cost: z.object({ amount: z.string(), currency: z.string() }).nullable(),
});
export type CampaignReview = z.output<typeof campaignReview>;

/** The message as one person sees it. */
export const campaignPreview = templatePreview.extend({
  /** The variants of a test, from A on; empty without a test. */
  variants: z.array(variantName),
  /** The one that is shown; null without a test. */
  variant: variantName.nullable(),
  /** The languages the message can be seen in, its own first; empty where it is in one. */
  languages: z.array(z.string()),
  from: z.object({ name: z.string(), email: z.string() }),
  /** Whose eyes it is seen with; without an id, a sample person. */
  person: z.object({ id: id.nullable(), name: z.string(), email: z.string().nullable() }),
  /** A few people of the audience, for anyone who may read contacts. */
  people: z.array(z.object({ id, name: z.string(), detail: z.string() })),
});
export type CampaignPreview = z.output<typeof campaignPreview>;

/** The campaign as it is after the verb. */
const verb = { params: idParams, response: campaignView } as const;

export const campaignsRoutes = {
  list: route({
    id: 'campaigns.list',
    method: 'GET',
    path: '/api/campaigns',
    summary: 'Campaigns, newest first; archived ones only on request',
    permission: 'campaigns:read',
    query: pageQuery.extend({
      status: z.enum(campaignStatuses).optional(),
      archived: z.enum(['without', 'with', 'only']).default('without'),
      search: searchText,
    }),
    response: pageOf(campaignSummary),
  }),
  create: route({
    id: 'campaigns.create',
    method: 'POST',
    path: '/api/campaigns',
    summary: 'Create a draft',
    permission: 'campaigns:write',
    body: campaignInput,
    response: campaignView,
    status: 201,
  }),
  get: route({
    id: 'campaigns.get',
    method: 'GET',
    path: '/api/campaigns/:id',
    summary: 'One campaign',
    permission: 'campaigns:read',
    params: idParams,
    response: campaignView,
  }),
  update: route({
    id: 'campaigns.update',
    method: 'PATCH',
    path: '/api/campaigns/:id',
    summary: 'Change a draft; fields left out stay as they are',
    permission: 'campaigns:write',
    params: idParams,
    body: campaignDraft.partial().extend({ version }),
    response: campaignView,
  }),
  delete: route({
    id: 'campaigns.delete',
    method: 'DELETE',
    path: '/api/campaigns/:id',
    summary: 'Delete a draft; it can be restored',
    permission: 'campaigns:write',
    params: idParams,
  }),
  restore: route({
    id: 'campaigns.restore',
    method: 'POST',
    path: '/api/campaigns/:id/restore',
    summary: 'Restore a deleted draft',
    permission: 'campaigns:write',
    ...verb,
  }),
  archive: route({
    id: 'campaigns.archive',
    method: 'POST',
    path: '/api/campaigns/:id/archive',
    summary: 'Archive a sent or cancelled campaign; its report stays',
    permission: 'campaigns:write',
    ...verb,
  }),
  unarchive: route({
    id: 'campaigns.unarchive',
    method: 'POST',
    path: '/api/campaigns/:id/unarchive',
    summary: 'Unarchive a campaign',
    permission: 'campaigns:write',
    ...verb,
  }),
  review: route({
    id: 'campaigns.review',
    method: 'GET',
    path: '/api/campaigns/:id/review',
    summary: 'What would happen if it were sent now, and what is missing',
    permission: 'campaigns:write',
    params: idParams,
    response: campaignReview,
  }),
  countAudience: route({
    id: 'campaigns.count-audience',
    method: 'POST',
    path: '/api/campaigns/:id/audience',
    summary: 'How many people the draft would reach with this audience instead of its own; nothing is saved',
    permission: 'campaigns:write',
    params: idParams,
    body: campaignDraft.pick({ groupIds: true, segmentIds: true, excludedGroupIds: true, excludedSegmentIds: true }),
    response: audienceCount,
    reads: true,
  }),
  launch: route({
    id: 'campaigns.launch',
    method: 'POST',
    path: '/api/campaigns/:id/launch',
    summary:
      'Send now: content and audience are frozen once the undo window has passed. Rejected if `expectedPeople` is no longer the number',
    permission: 'campaigns:send',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({ expectedPeople: z.int().min(0).optional(), acceptedTestId }),
    response: campaignView,
    status: 202,
  }),
  schedule: route({
    id: 'campaigns.schedule',
    method: 'POST',
    path: '/api/campaigns/:id/schedule',
    summary: 'Schedule it for the time of its plan, or of the plan given here; it is frozen only then',
    permission: 'campaigns:send',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({ plan: plan.optional(), expectedPeople: z.int().min(0).optional(), acceptedTestId }),
    response: campaignView,
  }),
  reschedule: route({
    id: 'campaigns.reschedule',
    method: 'POST',
    path: '/api/campaigns/:id/reschedule',
    summary: 'Reschedule a campaign',
    permission: 'campaigns:send',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({ plan }),
    response: campaignView,
  }),
  unschedule: route({
    id: 'campaigns.unschedule',
    method: 'POST',
    path: '/api/campaigns/:id/unschedule',
    summary: 'Unschedule a campaign, or undo Send, before it starts; it becomes a draft again',
    permission: 'campaigns:send',
    ...verb,
  }),
  duplicate: route({
    id: 'campaigns.duplicate',
    method: 'POST',
    path: '/api/campaigns/:id/duplicate',
    summary: 'Make a draft like this campaign, with no time set',
    permission: 'campaigns:write',
    params: idParams,
    response: campaignView,
    status: 201,
  }),
  preview: route({
    id: 'campaigns.preview',
    method: 'GET',
    path: '/api/campaigns/:id/preview',
    summary:
      'The message as a person sees it: as it would be sent now, or as it was sent. `contactId` needs contacts:read; without it, the first person of the audience, or a sample person',
    permission: 'campaigns:read',
    params: idParams,
    query: z.object({
      variant: variantName.optional(),
      contactId: id.optional(),
      /** Of a draft: with this template instead of its own; needs templates:read. */
      templateId: id.optional(),
      /** As a reader of this language gets it, instead of the person's own. */
      language: languageTag.optional(),
    }),
    response: campaignPreview,
  }),
  sendTest: route({
    id: 'campaigns.send-test',
    method: 'POST',
    path: '/api/campaigns/:id/test-sends',
    summary:
      'Send the message to members, marked as a test and untracked; nobody in the audience gets it. For an A/B test, this `variant` or all of them',
    permission: 'campaigns:write',
    needsVerifiedAddress: true,
    params: idParams,
    body: z.object({
      to: z
        .array(emailAddress, 'Enter an email address.')
        .min(1, 'Enter an email address.')
        .max(maxTesters, `Send a test to at most ${maxTesters} members.`),
      /** Of a campaign that compares variants; every variant when it is left out. */
      variant: variantName.optional(),
      /** As a reader of this language gets it; without it, in the message's own. */
      language: languageTag.optional(),
    }),
    response: z.object({
      results: z.array(
        z.object({
          email: z.string(),
          variant: variantName.nullable(),
          isAccepted: z.boolean(),
          response: z.string(),
        }),
      ),
    }),
  }),
  pause: route({
    id: 'campaigns.pause',
    method: 'POST',
    path: '/api/campaigns/:id/pause',
    summary: 'Pause sending; messages already being handed over finish',
    permission: 'campaigns:send',
    ...verb,
  }),
  resume: route({
    id: 'campaigns.resume',
    method: 'POST',
    path: '/api/campaigns/:id/resume',
    summary: 'Resume sending to everyone who is still pending',
    permission: 'campaigns:send',
    ...verb,
  }),
  cancel: route({
    id: 'campaigns.cancel',
    method: 'POST',
    path: '/api/campaigns/:id/cancel',
    summary: 'Cancel permanently; everyone not mailed yet is skipped as cancelled',
    permission: 'campaigns:send',
    ...verb,
  }),
  choose: route({
    id: 'campaigns.choose',
    method: 'POST',
    path: '/api/campaigns/:id/choice',
    summary: 'Choose the winning variant of a test and send it to everyone on hold',
    permission: 'campaigns:send',
    params: idParams,
    body: z.object({ variant: variantName }),
    response: campaignView,
  }),
  release: route({
    id: 'campaigns.release',
    method: 'POST',
    path: '/api/campaigns/:id/release',
    summary: 'Send to everyone a roll-out holds without waiting; resumes it if it was paused',
    permission: 'campaigns:send',
    ...verb,
  }),
};
