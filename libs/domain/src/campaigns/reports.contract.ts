import { z } from 'zod';
import { ledger } from '../deliveries/index.ts';
import { settlementProofs } from '../receipts/index.ts';
import { count, idParams, route, timestamp } from '../shared/index.ts';
import { campaignView } from './campaigns.contract.ts';
import { firstStageReport } from './first-stage.ts';

export const engagementKinds = ['open', 'click', 'unsubscribe'] as const;
export type EngagementKind = (typeof engagementKinds)[number];

/** Fewer campaigns say nothing about what is usual. */
export const enoughToCompare = 5;
export const mostCompared = 10;

/** The medians of the organization's campaigns before this one, as shares; null while there are too few of them. */
export const campaignComparison = z.object({
  /** How many are compared with, at most `mostCompared`. */
  campaigns: count,
  /** Of accepted messages. */
  opened: z.number().nullable(),
  clicked: z.number().nullable(),
  unsubscribed: z.number().nullable(),
  /** Of messages that were accepted or permanently rejected. */
  bounced: z.number().nullable(),
});
export type CampaignComparison = z.output<typeof campaignComparison>;

export const campaignReport = z.object({
  campaign: campaignView,
  ledger,
  /** What most people get; null before that is known: of a draft, and of a test of subjects that is not decided. */
  subject: z.string().nullable(),
  /** Messages accepted per second over the last half minute; null when nothing is being sent. */
  ratePerSecond: z.number().nullable(),
  /** From rates measured and limits set, taking turns with other campaigns. */
  expectedFinishAt: timestamp.nullable(),
  /** People whose hour is still to come, and when it comes for the first and the last of them; null for nobody. */
  waiting: z.object({ people: count, nextAt: timestamp, lastAt: timestamp }).nullable(),
  /** By how many seconds it started late, because nothing was running then; 0 when it did not. */
  lateSeconds: count,
  /** The limit that decides it, as `wordsForLimit` reads it; null when the transport does. */
  finishBecause: z.string().nullable(),
  /** Nothing can be handed over before, because of that limit; null while it goes on. */
  waitsUntil: timestamp.nullable(),
  waitsFor: z.string().nullable(),
  /** People, not hits: someone who opens three times counts once. */
  opened: count,
  clicked: count,
  /** People who left by this campaign, whether or not they came back. */
  unsubscribed: count,
  /** Those of them who are subscribed again now. */
  cameBack: count,
  /** Accepted messages of which the receiving side said that they arrived. */
  delivered: count,
  /** Messages with an unknown outcome that turned out to have been accepted, by what showed it. */
  settled: z.array(z.object({ proof: z.enum(settlementProofs), people: count })),
  /** Refused for good at the hand-over, or returned later. */
  bounced: count,
  /** Every hit. Those of scanners and other machines are part of them and count as nobody's. */
  hits: z.object({ opens: count, machineOpens: count, clicks: count, machineClicks: count }),
  /** First opens, clicks and unsubscribes per step of `stepSeconds`; steps without any are left out. */
  series: z.object({
    stepSeconds: z.int(),
    points: z.array(z.object({ at: timestamp, opens: count, clicks: count, unsubscribes: count })),
  }),
  /** `machineClicks` are part of `clicks`; `people` are those who followed the link themselves, found by its `position`. */
  links: z.array(z.object({ position: count, url: z.string(), people: count, clicks: count, machineClicks: count })),
  /** Those who got it first and those who wait; null when everyone's turn was at once. */
  firstStage: firstStageReport.nullable(),
});
export type CampaignReport = z.output<typeof campaignReport>;

export const reportsRoutes = {
  report: route({
    id: 'campaigns.report',
    method: 'GET',
    path: '/api/campaigns/:id/report',
    summary: 'Progress, ledger, opens, clicks and unsubscribes of one campaign',
    permission: 'reports:read',
    params: idParams,
    response: campaignReport,
  }),
  comparison: route({
    id: 'campaigns.comparison',
    method: 'GET',
    path: '/api/campaigns/:id/comparison',
    summary: 'The usual rates of the campaigns that were sent before this one',
    permission: 'reports:read',
    params: idParams,
    response: campaignComparison,
  }),
};
