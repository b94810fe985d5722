import type { BounceAndComplaintLimits } from './first-stage.ts';

/** The counts that show how a campaign affects its recipients and its sender's reputation. */
export interface BounceAndComplaintCounts {
  /** Messages that a receiving server accepted or permanently rejected. */
  readonly answered: number;
  readonly accepted: number;
  /** Refused at the hand-over, or returned later. */
  readonly bounces: number;
  /** Nothing reports complaints yet: their limits are stored and enforced, but not offered. */
  readonly complaints: number;
  readonly unsubscribes: number;
}

/** When any campaign of an organization pauses automatically, once `from` messages were answered. */
export interface PauseLimits {
  readonly bounces: number;
  readonly complaints: number;
  readonly from: number;
}

/** In percent. */
export interface BounceAndComplaintRates {
  readonly bounces: number;
  readonly complaints: number;
  readonly unsubscribes: number;
}

/** A rate that a member has accepted may grow by half before it counts as worse. */
export const worseBy = 1.5;

/** Bounces of all messages that were answered; complaints and unsubscribes of those that were accepted. */
export function ratesOf({
  answered,
  accepted,
  bounces,
  complaints,
  unsubscribes,
}: BounceAndComplaintCounts): BounceAndComplaintRates {
  const percent = (part: number, whole: number) => (whole === 0 ? 0 : (part / whole) * 100);
  return {
    bounces: percent(bounces, answered),
    complaints: percent(complaints, accepted),
    unsubscribes: percent(unsubscribes, accepted),
  };
}

/** Why a campaign must pause, in words with numbers; null when it may go on. */
export function reasonToPause(
  counts: BounceAndComplaintCounts,
  limits: PauseLimits,
  acknowledged: BounceAndComplaintRates | null,
): string | null {
  if (counts.answered < limits.from) return null;
  const raised = (kind: 'bounces' | 'complaints') => raisedLimit(limits[kind], acknowledged?.[kind] ?? 0);
  const over = overLimits(counts, { bounces: raised('bounces'), complaints: raised('complaints') });
  if (over.length === 0) return null;
  return `Sending paused automatically: ${over.join('; ')}. Check where these people come from before you resume.`;
}

/** Why the rest must not get it after the first stage, or null. */
export function reasonToStop(
  counts: BounceAndComplaintCounts,
  limits: BounceAndComplaintLimits,
  held: number,
): string | null {
  const rest = `${numberOf(held)} people were not mailed. Resume to send to them anyway, or cancel.`;
  if (counts.accepted === 0) return `No message of the first stage was accepted. ${rest}`;
  const over = overLimits(counts, limits);
  return over.length === 0 ? null : `The first stage exceeded its limits: ${over.join('; ')}. ${rest}`;
}

/** What the first stage did, in words, when it may go on. */
export function wordsOfRates(counts: BounceAndComplaintCounts): string {
  const rates = ratesOf(counts);
  const told = kinds
    .filter((kind) => kind !== 'complaints' || counts.complaints > 0) // without any, it is unknown whether complaints are reported at all
    .map((kind) => `${numberOf(counts[kind])} ${words[kind]} (${percentOf(rates[kind])})`);
  return `Of ${numberOf(counts.answered)} messages: ${told.join(', ')}.`;
}

const kinds = ['bounces', 'complaints', 'unsubscribes'] as const;
const words = { bounces: 'bounced', complaints: 'complained', unsubscribes: 'unsubscribed' } as const;

function raisedLimit(limit: number, acknowledged: number): number {
  return acknowledged > limit ? acknowledged * worseBy : limit;
}

function overLimits(counts: BounceAndComplaintCounts, limits: Partial<BounceAndComplaintRates>): string[] {
  const rates = ratesOf(counts);
  return kinds.flatMap((kind) => {
    const limit = limits[kind];
    if (limit === undefined || rates[kind] <= limit) return [];
    const whole = kind === 'bounces' ? counts.answered : counts.accepted;
    return [
      `${numberOf(counts[kind])} of ${numberOf(whole)} ${words[kind]} (${percentOf(rates[kind])}, the limit is ${percentOf(limit)})`,
    ];
  });
}

function numberOf(value: number): string {
  return value.toLocaleString('en');
}

function percentOf(value: number): string {
  return `${value.toLocaleString('en', { maximumFractionDigits: 2 })} %`;
}
