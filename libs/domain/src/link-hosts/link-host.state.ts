/**
 * `pending`: it never worked yet. `live`: new mail links to it. `failing`: it worked before; new mail links to the
 * installation's own host until it works again, and what was sent is still served.
 */
export const linkHostStates = ['pending', 'live', 'failing'] as const;
export type LinkHostState = (typeof linkHostStates)[number];

/** What keeps a link host from working, as far as our own request to it tells. */
export const linkProblems = [
  /** It has no address. */
  'no_record',
  /** It leads to another server. */
  'elsewhere',
  /** The same, and that server is a proxy such as Cloudflare’s. */
  'proxied',
  /** Nobody answers at port 443. */
  'unreachable',
  /** There is no certificate yet, it has expired, or it is for another name. */
  'certificate',
  /** A CAA record allows other authorities only (RFC 8659). */
  'caa',
  /** Whoever answers with a good certificate is not this installation. */
  'other_server',
] as const;
export type LinkProblem = (typeof linkProblems)[number];

/** What a check found; null when our request came back from this installation. */
export type LinkVerdict = LinkProblem | null;

export interface LinkHostStanding {
  readonly state: LinkHostState;
  readonly problem: LinkProblem | null;
  /** Checks in a row that nobody answered. */
  readonly misses: number;
  readonly stateSince: Date;
}

/** Where nobody answered, one more check decides: a lost packet does not change what mail looks like. */
const missesThatCount = 2;

/** The standing after a check. */
export function afterCheck(before: LinkHostStanding, verdict: LinkVerdict, now: Date): LinkHostStanding {
  const misses = verdict === 'unreachable' ? before.misses + 1 : 0;
  if (verdict === 'unreachable' && before.state === 'live' && misses < missesThatCount) return { ...before, misses };
  const state = verdict === null ? 'live' : before.state === 'pending' ? 'pending' : 'failing';
  return { state, problem: verdict, misses, stateSince: state === before.state ? before.stateSince : now };
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** A check of a host that mail is being sent with may not be older: five minutes are what a lost certificate may cost. */
export const liveForMs = 3 * minuteMs;
const wantedEveryMs = 2 * minuteMs;
const wantedForMs = hourMs;

/**
 * When to look again. Hosts that mail links to now are looked at every two minutes, others once an hour; what fails or is new
 * at growing distances, up to an hour. `wantedAt` is when new mail last asked for it.
 */
export function nextCheckAt(
  { state, misses, stateSince }: LinkHostStanding,
  { now, wantedAt }: { readonly now: Date; readonly wantedAt: Date | null },
): Date {
  const isWanted = wantedAt !== null && now.getTime() - wantedAt.getTime() < wantedForMs;
  if (state === 'live') {
    const everyMs = misses > 0 ? 30 * secondMs : isWanted ? wantedEveryMs : hourMs;
    return new Date(now.getTime() + everyMs);
  }
  const sinceMs = now.getTime() - stateSince.getTime();
  const growing = Math.min(Math.max(sinceMs / 4, minuteMs), hourMs);
  return new Date(now.getTime() + (isWanted ? Math.min(growing, 5 * minuteMs) : growing));
}

/** How long before its end a certificate is renewed. */
export const renewalMs = 30 * 24 * hourMs;

/** When to order again after this many failures in a row: 5 min, 10 min, … a day. Authorities allow five an hour. */
export function nextOrderAt(failures: number, now: Date, notBefore: Date | null = null): Date {
  const backOff = now.getTime() + Math.min(15 * minuteMs * 2 ** Math.max(failures - 1, 0), 24 * hourMs);
  return new Date(Math.max(backOff, notBefore?.getTime() ?? 0));
}
