import type { GateLimits } from '@engagex/domain/shared';

const kB = 1024;
const MB = 1024 * kB;

/**
 * Every bound of this process in one place; docs/limits.md says the same in a table. What depends on the installation
 * is a setting (config.ts).
 */

/** Doors to the API. None can take the places of another. A caller is a user, a key, or an address without either. */
export const doors = {
  /** What people and programs ask for; REQUESTS_PER_USER counts both those inside and those who wait. */
  api: { places: 64, placesPerCaller: 32, waiting: 1_000, waitingPerCaller: 218, patienceMs: 15_000 },
  /** Files with one field per cell, streamed: each lasts as long as its reader takes. */
  downloads: { places: 8, placesPerCaller: 2, waiting: 32, waitingPerCaller: 4, patienceMs: 15_000 },
  /** Files that are already here, and checked as they are handed over. */
  uploads: { places: 4, placesPerCaller: 2, waiting: 32, waitingPerCaller: 4, patienceMs: 60_000 },
  /** Opens and clicks; the image proxies of a mailbox provider share a few addresses. */
  tracking: { places: 32, placesPerCaller: 24, waiting: 2_000, waitingPerCaller: 1_000, patienceMs: 10_000 },
  /** Images of messages; the image proxies again, and most of what they ask for is in the memory of the API. */
  images: { places: 16, placesPerCaller: 12, waiting: 2_000, waitingPerCaller: 1_000, patienceMs: 10_000 },
  /** Unsubscribing and preferences. Mailbox providers post one-click unsubscribes from a few addresses, too. */
  unsubscribing: { places: 16, placesPerCaller: 12, waiting: 1_000, waitingPerCaller: 500, patienceMs: 30_000 },
  forms: { places: 8, placesPerCaller: 4, waiting: 200, waitingPerCaller: 50, patienceMs: 10_000 },
  /** Events of providers, which come in batches or one by one from a few addresses; those that wait too long come again. */
  hooks: { places: 8, placesPerCaller: 4, waiting: 400, waitingPerCaller: 200, patienceMs: 10_000 },
  /** Events of visitors of other people's pages and of servers; a group commit answers many at once. */
  events: { places: 64, placesPerCaller: 32, waiting: 2_000, waitingPerCaller: 500, patienceMs: 10_000 },
  /** Signing in and up: what the BFF asks on its own behalf. Checking a password costs the API 50 ms of a core. */
  auth: { places: 16, placesPerCaller: 8, waiting: 500, waitingPerCaller: 150, patienceMs: 10_000 },
  /** Which hosts links lead to, their certificates, and the rates of keys: asked once a minute for each host and key. */
  links: { places: 4, placesPerCaller: 4, waiting: 200, waitingPerCaller: 200, patienceMs: 10_000 },
  /** Whether those who follow changes still may; asked for up to 500 of them at once. */
  live: { places: 4, placesPerCaller: 4, waiting: 1_000, waitingPerCaller: 1_000, patienceMs: 20_000 },
} as const satisfies Record<string, GateLimits>;

/** How large a body may be and how slowly it may come; `minBytesPerSecond` holds once `graceMs` are over. */
export interface BodyLimits {
  readonly bytes: number;
  readonly idleMs: number;
  readonly graceMs: number;
  readonly minBytesPerSecond: number;
}

const ordinary = { idleMs: 10_000, graceMs: 10_000, minBytesPerSecond: 4 * kB };

export const bodies = {
  api: { ...ordinary, bytes: 4 * MB },
  upload: { bytes: 200 * MB + 64 * kB, idleMs: 20_000, graceMs: 20_000, minBytesPerSecond: 16 * kB },
  tracking: { ...ordinary, bytes: 0 },
  unsubscribing: { ...ordinary, bytes: 64 * kB },
  forms: { ...ordinary, bytes: 256 * kB },
  hooks: { ...ordinary, bytes: 4 * MB },
  events: { ...ordinary, bytes: 4 * MB },
} as const satisfies Record<string, BodyLimits>;

/** Bodies that are on their way in, over all routes. */
export const receiving = {
  /** A body up to this size waits in memory, the rest of a larger one in an unnamed temporary file. */
  memoryBytes: 256 * kB,
  /** Bodies that are larger than this, or take longer than a second, need one of the places below. */
  freeBytes: 16 * kB,
  atOnce: 2_000,
  atOncePerCaller: 400,
  largeAtOnce: 32,
  largeAtOncePerCaller: 4,
} as const;

/** What a slow reader may leave unread in memory, and how long it may take to read that much. */
export const answers = { bufferBytes: 1 * MB, stalledMs: 60_000, atOnceBytes: 128 * kB } as const;

/** How long a refused connection is tried again, while the API starts. */
export const apiRestartMs = 10_000;

export const live = {
  streams: 10_000,
  /** A reader that has not taken what was written for this long is cut off; it asks for everything when it returns. */
  stalledMs: 30_000,
  /** Changes that wait for a slow reader; of the same thing only one waits. */
  waitingChanges: 1_000,
  heartbeatMs: 15_000,
  /** How often memberships, keys and sessions are checked again even when nothing was announced. */
  recheckMs: 15_000,
  /** Streams are ended when the API has been away for this long. */
  upstreamAwayMs: 15_000,
  upstreamSilentMs: 15_000,
} as const;

export const server = {
  connections: 12_000,
  /** Without a proxy in front; behind one all connections are the proxy's. */
  connectionsPerAddress: 2_500,
  headersTimeoutMs: 10_000,
  keepAliveMs: 65_000,
  maxHeaderBytes: 16 * kB,
} as const;

export const database = { connections: 10, connectMs: 5_000 } as const;

/** Sessions and rates of keys, read from the database for every request; a caller is what the client says it is. */
export const lookups = {
  places: 8,
  placesPerCaller: 4,
  waiting: 2_000,
  waitingPerCaller: 250,
  patienceMs: 15_000,
} as const satisfies GateLimits;

/** Beyond this the process says that it is not ready, so that a balancer sends new requests elsewhere. */
export const readiness = {
  eventLoopLagMs: 3_000,
  stuckMs: 5_000,
  answerWithinMs: 3_000,
  askAgainMs: 250,
  /** One API among several that is being replaced makes no BFF unready: requests that did not begin are repeated for as long. */
  apiAwayMs: 10_000,
} as const;
