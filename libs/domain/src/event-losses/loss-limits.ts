/** docs/limits.md says the same. */
export const lossLimits = {
  /** A gap counts as lost so long after its page load or process was last heard of. */
  waitHours: 24,
  /** Page loads whose own time is older are not measured any more: what was known of them is deleted. */
  measuredDays: 7,
  keptDays: 8,
  /** Page loads of one key that begin in an hour. */
  bootsPerHour: 20_000,
  /** Our clients begin again after 10,000 events. */
  sequence: 100_000,
  /** Gaps of one page load; with more it is not counted. */
  gaps: 1_000,
  /** More than this, and more than ten times what arrived, is missing from no real page load. */
  missing: 1_000,
  /** Rows of one key and day: beyond, releases are put together as "other". */
  rowsPerDay: 200,
  daysKept: 400,
} as const;
