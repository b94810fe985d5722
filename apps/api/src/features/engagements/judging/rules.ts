import type { HitReason } from '@engagex/domain/engagements';

export interface Burst {
  readonly reason: HitReason;
  readonly links: number;
  readonly seconds: number;
  readonly ofOneClient: boolean;
  /** A longer pause between two clicks ends the run. */
  readonly pauseSeconds: number;
}

/** Goes up with every change below or in the classes of clients: what was judged by another version can be judged again. */
export const rulesVersion = 3;

/** A hit that comes to this many points is a machine's. */
export const machineFrom = 3;

/** How much each reason weighs. Three points are enough alone: no person does that. */
export const weights: Readonly<Record<HitReason, number>> = {
  head_request: 3,
  head_twin: 3,
  scanner: 3,
  program: 3,
  gateway_network: 3,
  before_acceptance: 3,
  too_soon: 3,
  many_links: 3,
  every_link: 3,
  same_program: 3,
  // Apple fetches the pictures of every message, read or not.
  privacy_proxy: 3,
  bare_name: 3,
  no_name: 2,
  // Two tabs opened by a quick hand, perhaps.
  two_at_once: 2,
  cloud_network: 2,
  mailbox_network: 2,
  within_seconds: 2,
  within_half_a_minute: 1,
  // Pictures may be switched off: alone it says nothing.
  not_opened: 1,
  gateway_mailbox: 1,
  old_browser: 1,
  image_proxy: 0,
  private_relay: 0,
};

/**
 * All of these say the same: somebody was quick. People who read without pictures and follow a link at once are too, so
 * together they weigh no more than this, and a machine shows itself by something else as well.
 */
export const signsOfHaste = {
  reasons: ['within_seconds', 'within_half_a_minute', 'not_opened'],
  atMost: 2,
} as const satisfies { readonly reasons: readonly HitReason[]; readonly atMost: number };

/** Seconds after the message was accepted, or handed over when that is all that is known. */
export const soon = { tooSoon: 2, withinSeconds: 15, withinHalfAMinute: 30 } as const;

/**
 * So many links of one message within so many seconds are followed by no person, except two. Scanners change their names in
 * the middle; over a longer time the clicks must be of one client, or those of a person would be among them.
 */
export const bursts = [
  { reason: 'two_at_once', links: 2, seconds: 0.5, ofOneClient: false, pauseSeconds: 0.5 },
  { reason: 'many_links', links: 3, seconds: 10, ofOneClient: false, pauseSeconds: 10 },
  { reason: 'many_links', links: 6, seconds: 60, ofOneClient: true, pauseSeconds: 18 },
] as const satisfies readonly Burst[];

/** The same for every link of a message that has some. */
export const everyLink = { leastLinks: 3, seconds: 60, ofOneClient: true, pauseSeconds: 18 } as const;

/** Who asks with HEAD and then with GET within so many seconds is one program. */
export const twinSeconds = 10;

/** What the program of a burst did shortly before or after is the same run of it; in a data centre it runs for longer. */
export const sameProgramSeconds = { anywhere: 10, inDataCentres: 60 } as const;

/** Gateways follow links without reading. A client that opened the message so many seconds before its click has read it. */
export const readFirst = { least: 5, most: 120 } as const;

/** Pictures may arrive a little after the click. */
export const openedWithinSeconds = 5;

/** Nothing further away than this changes the verdict on a hit: a burst, and what its program did around it. */
export const farthestSeconds = 120;

/** So many hits of a message are judged together: far more than any person or machine leaves in so short a time. The newest count. */
export const mostHits = 500;
