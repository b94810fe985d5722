/** What one query may ask for, and what its answer may hold; docs/limits.md says the same. */
export const exploreLimits = {
  /** Days of a period, both ends included. */
  periodDays: 1_100,
  /** Points in a series. */
  points: 1_000,
  /** Events compared in one series. */
  events: 5,
  /** Conditions on the properties of one event. */
  properties: 5,
  /** Values of a breakdown; the rest is one group, "other". */
  values: 25,
  funnelSteps: 10,
  funnelExclusions: 5,
  /** Steps of the same event name in a funnel of any order. */
  sameEventInAnyOrder: 3,
  funnelWindowDays: 366,
  /** Intervals in which people come back. */
  retentionIntervals: 31,
  /** Groups of people who began in the same interval. */
  cohorts: 100,
  pathSteps: 8,
  pathNodes: 20,
  /** Minutes without an event that end a path. */
  pathGapMinutes: 24 * 60,
  top: 200,
  /** People who are saved as a group at once. */
  savedPeople: 200_000,
  /** How long a query may take. */
  queryMs: 15_000,
  /** Questions that one API process answers at once; more wait. */
  atOnce: 4,
  /** Of one organization. */
  atOnceOfOrganization: 3,
  waiting: 200,
  waitingOfOrganization: 60,
  /** How long one waits for its turn. */
  waitMs: 10_000,
  /** An answer that is no older is given again, whatever happened since. */
  freshMs: 5_000,
  /** One that took long is given again for so many times as long as it took, at most `keptMs`. */
  freshTimes: 10,
  /** An older one is given again for so long, as long as nothing was counted since. */
  keptMs: 60_000,
  /** Bytes of all answers that one API process keeps; those asked for longest ago go first. */
  keptBytes: 32 * 1_024 * 1_024,
} as const;
