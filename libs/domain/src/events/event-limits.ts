/** What one event and one request may hold; docs/limits.md says the same. */
export const eventLimits = {
  /** An event as JSON in UTF-8. */
  eventBytes: 32 * 1024,
  batchEvents: 500,
  /** A request's body, also when it has been unpacked. */
  bodyBytes: 4 * 1024 * 1024,
  nameLength: 200,
  /** Of user ids, anonymous ids and message ids. */
  idLength: 255,
  /** Objects and arrays in each other. */
  depth: 20,
  /** Warnings that are kept with an event. */
  warnings: 10,
  /** Times further than this in the future are taken for a wrong clock. */
  futureMs: 24 * 60 * 60 * 1000,
} as const;
