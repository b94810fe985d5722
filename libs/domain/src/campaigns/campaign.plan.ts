import { z } from 'zod';
import { firstInstantOf, instantOf, invalid, lastInstantOf, wallTime } from '../shared/index.ts';

/** What happens to people whose local time has passed when a campaign is scheduled in local time. */
export const passedChoices = ['send', 'skip'] as const;

/**
 * When a campaign is sent. Times are what a clock on the wall shows: of `at` one in the organization's zone, of
 * `local` one where each person is.
 */
export const plan = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('now') }),
  z.object({ kind: z.literal('at'), time: wallTime }),
  z.object({
    kind: z.literal('local'),
    time: wallTime,
    /** At once, which is usual, or not at all. */
    passed: z.enum(passedChoices).default('send'),
  }),
]);
export type Plan = z.output<typeof plan>;

/** How far ahead anything can be planned. */
export const longestPlanDays = 366;
const longestPlanMs = longestPlanDays * 24 * 3_600_000;

/**
 * When a plan of now starts: after the time there is to undo it, at its time, or when the first clocks on earth show
 * it. In local time that may be over, and then it starts like a plan for now. Throws for what is over everywhere.
 */
export function startOf(of: Plan, now: Date, { timeZone, undoSeconds }: PlanContext): Date {
  const afterUndo = new Date(now.getTime() + undoSeconds * 1000);
  if (of.kind === 'now') return afterUndo;
  const start = of.kind === 'at' ? instantOf(of.time, timeZone) : firstInstantOf(of.time);
  if (hasPassed(of, now, timeZone))
    throw refused('campaign.time-passed', 'This time has passed. Choose a time in the future.');
  if (start.getTime() - now.getTime() > longestPlanMs)
    throw refused('campaign.time-too-far', `Choose a time within the next ${longestPlanDays} days.`);
  return start > now ? start : afterUndo;
}

/** Whether the time of a plan has passed for everyone; that of `now` never has. */
export function hasPassed(of: Plan, now: Date, timeZone: string): boolean {
  if (of.kind === 'now') return false;
  return (of.kind === 'at' ? instantOf(of.time, timeZone) : lastInstantOf(of.time)) <= now;
}

export interface PlanContext {
  /** The organization's. */
  readonly timeZone: string;
  /** How long Send can be undone. */
  readonly undoSeconds: number;
}

/** Why a test or a roll-out is not sent in local time. */
export const localInStages =
  'A test or roll-out cannot be sent in local time. Choose one time for everyone, or send it to everyone at once.';

const refused = (code: string, message: string) => invalid(code, message, [{ path: ['plan', 'time'], message }]);

const lateAfterMs = 60_000;

/** By how many milliseconds a campaign started late; 0 for negligible delays. */
export function lateness({ startsAt, launchedAt }: { startsAt: Date | null; launchedAt: Date | null }): number {
  const late = startsAt && launchedAt ? launchedAt.getTime() - startsAt.getTime() : 0;
  return late > lateAfterMs ? late : 0;
}
