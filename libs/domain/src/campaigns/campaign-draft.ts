import { z } from 'zod';
import { emailAddress, hasControlCharacter, id, line, shownName } from '../shared/index.ts';
import { plan } from './campaign.plan.ts';
import { campaignRollout, campaignAbTest } from './first-stage.ts';
import { utmSettings } from './utm.ts';

const longestPreheader = 500;
const maxGroups = 50;
const groupIds = z.array(id).max(maxGroups, `Choose at most ${maxGroups} groups.`);
const maxSegments = 20;
const segmentIds = z.array(id).max(maxSegments, `Choose at most ${maxSegments} segments.`);

/**
 * Everything people set of a campaign. All of it is approved together, copied when the campaign is duplicated, and told
 * when it differs from what was approved.
 */
export const campaignDraft = z.object({
  name: line('a name for the campaign', 100),
  templateId: id.nullable(),
  groupIds,
  /** The topic that people can opt out of; null is the default topic. */
  topicId: id.nullable(),
  segmentIds,
  excludedGroupIds: groupIds,
  excludedSegmentIds: segmentIds,
  /** Of them, only those who were sent this other campaign and did not open it. */
  notOpenedId: id.nullable(),
  senderName: shownName(),
  senderEmail: z.union([z.literal(''), emailAddress]),
  /** Where answers go; empty for the sender's address. */
  replyTo: z.union([z.literal(''), emailAddress]),
  /** Shown after the subject in lists of messages; empty for the template's. */
  preheader: z
    .string()
    .trim()
    .max(longestPreheader, `Use at most ${longestPreheader} characters.`)
    .refine((text) => !hasControlCharacter(text), 'Remove line breaks and other control characters.'),
  /** Added to web links that have no UTM parameters of their own; null for none. */
  utm: utmSettings.nullable(),
  plan,
  /** A test or a roll-out, not both; the review says so. */
  abTest: campaignAbTest.nullable(),
  rollout: campaignRollout.nullable(),
});
export type CampaignDraft = z.output<typeof campaignDraft>;

export const draftFields = campaignDraft.keyof().options;

/** The draft fields of a campaign. */
export function draftOf(of: CampaignDraft): CampaignDraft {
  return {
    name: of.name,
    templateId: of.templateId,
    groupIds: of.groupIds,
    topicId: of.topicId,
    segmentIds: of.segmentIds,
    excludedGroupIds: of.excludedGroupIds,
    excludedSegmentIds: of.excludedSegmentIds,
    notOpenedId: of.notOpenedId,
    senderName: of.senderName,
    senderEmail: of.senderEmail,
    replyTo: of.replyTo,
    preheader: of.preheader,
    utm: of.utm,
    plan: of.plan,
    abTest: of.abTest,
    rollout: of.rollout,
  };
}
