import { z } from 'zod';
import { currencyCode } from '../attributions/money.ts';
import { count, id, shownName, timestamp } from '../shared/index.ts';

/** What variants are called, by their number. */
export const variantNames = ['A', 'B', 'C', 'D', 'E'] as const;
export type VariantName = (typeof variantNames)[number];
export const variantName = z.enum(variantNames);

export function nameOfVariant(number: number): VariantName {
  return variantNames[number] ?? 'A';
}

const mostMinutes = 7 * 24 * 60;
const minutes = z
  .int('Enter the time in whole minutes.')
  .min(1, 'Wait at least a minute.')
  .max(mostMinutes, 'Wait at most seven days.');

const noControlCharacters = /^[^\p{Cc}\u2028\u2029]*$/u;
/** One line of the variant's own; empty means as the campaign says. */
const own = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Use at most ${max} characters.`)
    .regex(noControlCharacters, 'Remove line breaks and other control characters.')
    .default('');

/** What one variant says otherwise than the campaign; what is empty is the campaign's. */
export const variant = z.object({
  subject: own(500),
  preheader: own(500),
  senderName: shownName().default(''),
  templateId: id.nullable().default(null),
});
export type Variant = z.output<typeof variant>;

export const abTestMetrics = ['clicks', 'opens', 'conversions', 'revenue'] as const;
export type AbTestMetric = (typeof abTestMetrics)[number];

/** A test of variants on a share of the audience. Two variants that say the same are found by the review. */
export const campaignAbTest = z.object({
  variants: z.array(variant).min(2, 'Compare at least two variants.').max(5, 'Compare at most five variants.'),
  /** How many people take part, in percent of those who get the message. */
  share: z
    .int('Enter a whole percentage.')
    .min(1, 'Test with at least 1 percent.')
    .max(90, 'Test with at most 90 percent, so that some people are left to get the winner.'),
  metric: z.enum(abTestMetrics),
  /** The one in which revenue is compared. */
  currency: currencyCode.optional(),
  /** Counted from when everyone in the test has been sent their message. */
  waitMinutes: minutes,
  /** Who decides when the time is over. */
  decidedBy: z.enum(['itself', 'member']),
  /** What happens when the numbers do not carry a winner: the leading one is sent, A is sent, or a person decides. */
  whenUnclear: z.enum(['leading', 'first', 'member']),
});
export type AbTest = z.output<typeof campaignAbTest>;

/** In percent of the messages that were answered. */
const limit = z.number('Enter a number.').min(0.01, 'Enter at least 0.01 percent.').max(100, 'Enter at most 100.');
export const bounceAndComplaintLimits = z.object({ bounces: limit, complaints: limit, unsubscribes: limit });
export type BounceAndComplaintLimits = z.output<typeof bounceAndComplaintLimits>;

/** The first few get it, the rest only while bounces and complaints stay within limits. */
export const campaignRollout = z.object({
  first: z.discriminatedUnion('unit', [
    z.object({
      unit: z.literal('percent'),
      value: z
        .int('Enter a whole percentage.')
        .min(1, 'Start with at least 1 percent.')
        .max(90, 'Start with at most 90 percent.'),
    }),
    z.object({
      unit: z.literal('people'),
      value: z
        .int('Enter a whole number of people.')
        .min(1, 'Start with at least one person.')
        .max(1_000_000, 'Start with at most 1,000,000 people.'),
    }),
  ]),
  holdMinutes: minutes,
  limits: bounceAndComplaintLimits,
});
export type CampaignRollout = z.output<typeof campaignRollout>;

export const usualAbTest: AbTest = {
  variants: [1, 2].map(() => ({ subject: '', preheader: '', senderName: '', templateId: null })),
  share: 20,
  metric: 'clicks',
  waitMinutes: 240,
  decidedBy: 'itself',
  whenUnclear: 'leading',
};

export const usualRollout: CampaignRollout = {
  first: { unit: 'percent', value: 2 },
  holdMinutes: 60,
  limits: { bounces: 2, complaints: 0.1, unsubscribes: 1 },
};

/** What was decided about everyone who was held, and why. */
export const firstStageDecision = z.object({
  outcome: z.enum(['winner', 'unclear', 'chosen', 'passed', 'released', 'stopped']),
  by: z.enum(['itself', 'member']),
  at: timestamp,
  variant: variantName.nullable(),
  why: z.string(),
});
export type FirstStageDecision = z.output<typeof firstStageDecision>;

/** How the first stage is made up: this many groups of equal size. */
export interface Stages {
  readonly groups: number;
  readonly percent: number | null;
  readonly people: number | null;
}

export function stagesOf(plan: { abTest: AbTest | null; rollout: CampaignRollout | null }): Stages | null {
  if (plan.abTest) return { groups: plan.abTest.variants.length, percent: plan.abTest.share, people: null };
  if (!plan.rollout) return null;
  const { unit, value } = plan.rollout.first;
  return { groups: 1, percent: unit === 'percent' ? value : null, people: unit === 'people' ? value : null };
}

/** How many of `people` are in each group, all groups together, and held. The same numbers as `freezeInStages`. */
export function sizesOf({ groups, percent, people: fixed }: Stages, people: number) {
  const wanted = fixed ?? Math.floor((people * (percent ?? 0)) / 100);
  const each = Math.max(1, Math.floor(wanted / groups));
  const first = Math.min(people, each * groups);
  return { each, first, held: people - first };
}

/** How one variant does, among those who took part in the test. */
export const variantReport = z.object({
  variant: variantName,
  subject: z.string(),
  senderName: z.string(),
  people: count,
  accepted: count,
  opened: count,
  clicked: count,
  /** People with at least one conversion. */
  converted: count,
  unsubscribed: count,
  /** Of the metric; for revenue how much it is per message. With the range in which it is with 95 % probability. */
  rate: z.number(),
  low: z.number(),
  high: z.number(),
  /** The probability that it is the best. */
  probability: z.number(),
  /** How much is lost on average, in points of the rate, by choosing it although another may be better. */
  loss: z.number(),
});
export type VariantReport = z.output<typeof variantReport>;

export const firstStageReport = z.object({
  kind: z.enum(['ab_test', 'rollout']),
  people: count,
  /** People who wait for the decision. */
  held: count,
  heldSince: timestamp.nullable(),
  /** When it is decided; null before everyone of the first stage was tried, and when a person has to decide. */
  endsAt: timestamp.nullable(),
  decision: firstStageDecision.nullable(),
  metric: z.enum(abTestMetrics).nullable(),
  /** Of revenue. */
  currency: z.string().nullable(),
  /** Whether the numbers as they are now carry a winner; null for a roll-out. */
  leading: variantName.nullable(),
  isClear: z.boolean(),
  variants: z.array(variantReport),
  counts: z.object({ answered: count, accepted: count, bounces: count, complaints: count, unsubscribes: count }),
  limits: bounceAndComplaintLimits.nullable(),
});
export type FirstStageReport = z.output<typeof firstStageReport>;
