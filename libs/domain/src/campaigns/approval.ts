import { conflict, type DiffLine, diffLines, DomainError } from '../shared/index.ts';
import { type CampaignDraft, draftFields } from './campaign-draft.ts';
import type { UtmSettings } from './utm.ts';

/** The content of a campaign as it is approved. */
export interface VersionContent {
  readonly subject: string;
  readonly preheader: string;
  readonly format: string;
  readonly body: string;
  readonly textBody: string;
}

/** Settings that a version has only where they are set, so that versions approved before there were any stay the same. */
type Later = 'notOpenedId' | 'replyTo' | 'preheader' | 'utm';

/** Everything about a draft that an approval covers; any difference makes another version. */
export interface CampaignVersion extends Readonly<Omit<CampaignDraft, Later>> {
  /** Only set for a campaign to people who did not open another one. */
  readonly notOpenedId?: string;
  readonly replyTo?: string;
  readonly preheader?: string;
  readonly utm?: UtmSettings;
  readonly template: VersionContent | null;
  /** What the templates of its variants say, by id. */
  readonly variants: Readonly<Record<string, VersionContent>>;
  /** What its segments mean, and those they refer to, by id. */
  readonly segments: Readonly<Record<string, unknown>>;
}

export const approvalStates = ['asked', 'approved', 'declined', 'withdrawn'] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** What an approval does: sends or schedules the campaign, or leaves that to the requester. */
export const afterApproval = ['send', 'wait'] as const;
export type AfterApproval = (typeof afterApproval)[number];

export interface ApprovalRequest {
  readonly decision: 'approved' | 'declined' | null;
  readonly withdrawnAt: Date | null;
}

export function stateOfApproval({ decision, withdrawnAt }: ApprovalRequest): ApprovalState {
  if (withdrawnAt) return 'withdrawn';
  return decision ?? 'asked';
}

export interface Decider {
  readonly userId: string | null;
  readonly askedById: string;
  /** Who changed the draft last. */
  readonly changedById: string | null;
}

/** Why this person may not decide, in words; null when they may. Everything sent is seen by two people. */
export function whyNotDecide({ userId, askedById, changedById }: Decider): string | null {
  if (userId === null) return 'Only a member can approve, not an API key.';
  if (userId === askedById) return 'You requested this approval. Another member has to decide.';
  if (userId === changedById) return 'You were the last to change this campaign. Another member has to decide.';
  return null;
}

export function assertMayDecide(decider: Decider): void {
  const reason = whyNotDecide(decider);
  if (reason) throw new DomainError('forbidden', 'approval.not-yours', reason);
}

/** An approval is decided once. */
export function assertUndecided(request: ApprovalRequest): void {
  if (request.withdrawnAt)
    throw conflict('approval.withdrawn', 'This request was withdrawn, or the campaign was changed. Reload the page.');
  if (request.decision)
    throw conflict('approval.decided', `Another member has already ${request.decision} it. Reload the page.`);
}

export const versionFields = [
  'name',
  'audience',
  'topic',
  'sender',
  'replyTo',
  'campaignPreheader',
  'utm',
  'plan',
  'template',
  'segments',
  'format',
  'firstStage',
  'variants',
] as const;
export type VersionField = (typeof versionFields)[number];
export const versionTexts = ['subject', 'preheader', 'body', 'textBody'] as const;
export type VersionText = (typeof versionTexts)[number];

export interface VersionChanges {
  /** What differs besides the texts. */
  readonly fields: readonly VersionField[];
  readonly texts: readonly { readonly field: VersionText; readonly lines: DiffLine[] }[];
}

/** The word under which a change of each setting is shown. */
const wordOf: Readonly<Record<keyof CampaignDraft, VersionField>> = {
  name: 'name',
  templateId: 'template',
  groupIds: 'audience',
  segmentIds: 'audience',
  excludedGroupIds: 'audience',
  excludedSegmentIds: 'audience',
  notOpenedId: 'audience',
  topicId: 'topic',
  senderName: 'sender',
  senderEmail: 'sender',
  replyTo: 'replyTo',
  preheader: 'campaignPreheader',
  utm: 'utm',
  plan: 'plan',
  abTest: 'firstStage',
  rollout: 'firstStage',
};

/** The settings that one word covers. */
function settingsOf(word: VersionField, of: CampaignVersion): unknown[] {
  return draftFields.filter((field) => wordOf[field] === word).map((field) => of[field] ?? null);
}

const noContent: VersionContent = { subject: '', preheader: '', format: '', body: '', textBody: '' };

/** What differs between two versions; without an earlier one, nothing does. */
export function changesBetween(before: CampaignVersion | null, after: CampaignVersion): VersionChanges {
  if (!before) return { fields: [], texts: [] };
  const [old, now] = [before.template ?? noContent, after.template ?? noContent];
  const parts: Readonly<Record<VersionField, (of: CampaignVersion) => unknown>> = {
    name: (of) => settingsOf('name', of),
    audience: (of) => settingsOf('audience', of),
    topic: (of) => settingsOf('topic', of),
    sender: (of) => settingsOf('sender', of),
    replyTo: (of) => settingsOf('replyTo', of),
    campaignPreheader: (of) => settingsOf('campaignPreheader', of),
    utm: (of) => settingsOf('utm', of),
    plan: (of) => settingsOf('plan', of),
    template: (of) => settingsOf('template', of),
    firstStage: (of) => settingsOf('firstStage', of),
    segments: ({ segments }) => segments,
    format: ({ template }) => template?.format,
    variants: ({ variants }) => variants,
  };
  const textOf = (field: VersionField, of: CampaignVersion) => JSON.stringify(inOrder(parts[field](of)));
  return {
    fields: versionFields.filter((field) => textOf(field, before) !== textOf(field, after)),
    texts: versionTexts
      .map((field) => ({ field, lines: diffLines(old[field], now[field]) }))
      .filter(({ lines }) => lines.length > 0),
  };
}

/** The same values in the same order, whichever way they were stored. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => one.localeCompare(other));
  return entries.map(([key, part]) => [key, inOrder(part)]);
}
