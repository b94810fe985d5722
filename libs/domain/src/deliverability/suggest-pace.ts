import {
  complaintLines,
  complaintRate,
  deferralLine,
  type DeliverabilityCounts,
  handedOf,
  policyLine,
} from './rates.ts';

/** What is known of a domain when its pace is judged. */
export interface PaceOfDomain {
  /** Of the last seven days. */
  readonly lastWeek: DeliverabilityCounts;
  /** Accepted on the busiest of the last seven days. */
  readonly busiestDay: number;
  /** Days since the first accepted message, as far as it is remembered; null when there was none. */
  readonly ageInDays: number | null;
  /** What may go out today; null is no limit. */
  readonly capToday: number | null;
  readonly isWarmingUp: boolean;
}

export const paces = ['slow_down', 'hold', 'begin_warm_up', 'on_track'] as const;

/** What to do about the daily limit of a domain, and why. */
export interface PaceSuggestion {
  readonly pace: (typeof paces)[number];
  /** Messages a day to set as the limit; null where none is suggested. */
  readonly perDay: number | null;
  readonly because: 'complaints' | 'refusals' | 'deferrals' | 'new_domain' | 'accepted_well';
}

/** A domain younger than this has no reputation to rely on. */
const newForDays = 28;
/** What a new domain may send on a day without anybody taking notice. */
const unremarkablePerDay = 200;
const leastHanded = 100;
const leastPerDay = 50;

/** Judges by what mailbox providers really did in the last week; null when too little was sent to tell. */
export function suggestPace({
  lastWeek,
  busiestDay,
  ageInDays,
  capToday,
  isWarmingUp,
}: PaceOfDomain): PaceSuggestion | null {
  const handed = handedOf(lastWeek);
  const complaints = complaintRate(lastWeek) ?? 0;
  const usual = Math.min(capToday ?? busiestDay, Math.max(busiestDay, leastPerDay));
  if (handed >= leastHanded) {
    const refusals = lastWeek.policy / handed;
    const half = Math.max(leastPerDay, rounded(usual / 2));
    if (complaints >= complaintLines.limit) return { pace: 'slow_down', perDay: half, because: 'complaints' };
    if (refusals >= policyLine) return { pace: 'slow_down', perDay: half, because: 'refusals' };
    if (complaints >= complaintLines.warning) return { pace: 'hold', perDay: rounded(usual), because: 'complaints' };
    if (lastWeek.deferred / handed >= deferralLine)
      return { pace: 'hold', perDay: rounded(usual), because: 'deferrals' };
  }
  const isNew = ageInDays !== null && ageInDays < newForDays;
  if (isNew && capToday === null && busiestDay > unremarkablePerDay)
    return { pace: 'begin_warm_up', perDay: rounded(busiestDay), because: 'new_domain' };
  if (isWarmingUp && handed >= leastHanded) return { pace: 'on_track', perDay: null, because: 'accepted_well' };
  return null;
}

/** To two digits, as people set limits. */
function rounded(perDay: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, perDay))) - 1);
  return Math.max(1, Math.round(perDay / step) * step);
}
