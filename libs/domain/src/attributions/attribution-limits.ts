/** docs/limits.md says the same. */
export const attributionLimits = {
  /** The longest time from an open or a click to a conversion, in days. */
  days: 30,
  /** How long after a conversion was received what it is attributed to may still change. */
  decidedAfterHours: 24,
  /** Orders of more count without revenue: a misplaced decimal point would hide all others. */
  amount: 1_000_000_000_000,
  /** Of ids of orders and refunds; longer ones are ignored. */
  idLength: 255,
} as const;
