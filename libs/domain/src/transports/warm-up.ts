/** How a new sending domain is made known to mailbox providers: a few messages on the first day, twice as many on each next one. */
export interface WarmUp {
  /** The first day, as `2026-11-21` in the organization's time zone. */
  readonly from: string;
  readonly first: number;
  /** Reached, the domain is warm and the plan is over. */
  readonly target: number;
}

export interface WarmUpDay {
  readonly day: string;
  readonly cap: number;
}

const growth = 2;
const dayMs = 86_400_000;

/** Every day of the plan with how much may go out on it; the last one is the target. */
export function warmUpDays({ from, first, target }: WarmUp): WarmUpDay[] {
  const days: WarmUpDay[] = [];
  for (let cap = first; ; cap *= growth) {
    days.push({ day: dayAfter(from, days.length), cap: Math.min(cap, target) });
    if (cap >= target) return days;
  }
}

/** What may go out on a day: 0 before the plan begins, null once it is over. */
export function warmUpCap(plan: WarmUp, day: string): number | null {
  if (day < plan.from) return 0;
  return warmUpDays(plan).find((each) => each.day === day)?.cap ?? null;
}

/** The day that many days later; days are written `2026-11-21`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
