import { conflict } from '../shared/index.ts';

export const campaignStatuses = ['draft', 'scheduled', 'launching', 'sending', 'paused', 'sent', 'cancelled'] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

export const campaignVerbs = [
  'launch',
  'schedule',
  'reschedule',
  'unschedule',
  'start',
  'freeze',
  'abort',
  'pause',
  'resume',
  'cancel',
  'finish',
  'retry',
  'resend',
  'extend',
  'settle',
] as const;
export type CampaignVerb = (typeof campaignVerbs)[number];

/** What people do with a campaign; `campaignActionsOf` says when. */
export const campaignActions = [
  'update',
  'launch',
  'schedule',
  'reschedule',
  'unschedule',
  'pause',
  'resume',
  'cancel',
  'retry',
  'resend',
  'extend',
  'settle',
  'delete',
  'archive',
  'unarchive',
] as const;
export type CampaignAction = (typeof campaignActions)[number];

/**
 * Every move a campaign can make. `scheduled` waits for its time, which after Send is the time there is to undo it,
 * and `start` is what the time does. `launching` lasts while the audience is being frozen; `abort` brings a campaign
 * back to a draft when it turns out that it cannot start. What was sent is sending again when some have their turn again.
 */
const moves: Readonly<Record<CampaignStatus, Partial<Record<CampaignVerb, CampaignStatus>>>> = {
  draft: { launch: 'launching', schedule: 'scheduled' },
  scheduled: { reschedule: 'scheduled', unschedule: 'draft', start: 'launching', abort: 'draft' },
  launching: { freeze: 'sending', abort: 'draft' },
  sending: { pause: 'paused', cancel: 'cancelled', finish: 'sent' },
  paused: { resume: 'sending', cancel: 'cancelled' },
  sent: { retry: 'sending', resend: 'sending', extend: 'sending', settle: 'sent' },
  cancelled: {},
};

/** Nothing more happens in it on its own. */
export function hasEnded(status: CampaignStatus): boolean {
  return status === 'sent' || status === 'cancelled';
}

export function canMove(status: CampaignStatus, verb: CampaignVerb): boolean {
  return moves[status][verb] !== undefined;
}

/** The status after a verb; throws `campaign.wrong-status` when the campaign cannot do that now. */
export function statusAfter(status: CampaignStatus, verb: CampaignVerb): CampaignStatus {
  const next = moves[status][verb];
  if (!next) throw conflict('campaign.wrong-status', `A campaign that is ${wordFor[status]} cannot be ${past[verb]}.`);
  return next;
}

const wordFor: Readonly<Record<CampaignStatus, string>> = {
  draft: 'a draft',
  scheduled: 'scheduled',
  launching: 'starting',
  sending: 'sending',
  paused: 'paused',
  sent: 'sent',
  cancelled: 'cancelled',
};

const past: Readonly<Record<CampaignVerb, string>> = {
  launch: 'sent',
  schedule: 'scheduled',
  reschedule: 'rescheduled',
  unschedule: 'unscheduled',
  start: 'started',
  freeze: 'frozen',
  abort: 'unscheduled',
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
  finish: 'finished',
  retry: 'retried',
  resend: 'resent',
  extend: 'sent to new people',
  settle: 'settled',
};
