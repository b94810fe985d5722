/**
 * `pending`: not proven yet. `verified`: everything needed is published. `degraded`: a needed record is gone or wrong; mail
 * still goes out for a while. `failed`: it stayed that way, the domain was never proven, or another organization has it.
 */
export const domainStates = ['pending', 'verified', 'degraded', 'failed'] as const;
export type DomainState = (typeof domainStates)[number];

/**
 * What a check of the needed records said. `missing` is definite: name servers answered, and a record is not there or wrong.
 * `unreachable`: nobody knows, which changes no state (RFC 2308, 7).
 */
export const checkVerdicts = ['found', 'missing', 'unreachable'] as const;
export type CheckVerdict = (typeof checkVerdicts)[number];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long a pending domain is looked for, and how long a degraded one may still send. */
export const patienceMs = 72 * hourMs;
/** A failed domain is still looked at for this long: whoever publishes the records late need not tell us. */
const afterFailureMs = 30 * dayMs;

/** Where a verdict leads, at once or once the state has lasted for 72 hours. */
const moves: Readonly<
  Record<
    DomainState,
    { readonly found: DomainState; readonly missing: DomainState; readonly missingTooLong: DomainState }
  >
> = {
  pending: { found: 'verified', missing: 'pending', missingTooLong: 'failed' },
  verified: { found: 'verified', missing: 'degraded', missingTooLong: 'degraded' },
  degraded: { found: 'verified', missing: 'degraded', missingTooLong: 'failed' },
  failed: { found: 'verified', missing: 'failed', missingTooLong: 'failed' },
};

export interface StandingOfDomain {
  readonly state: DomainState;
  readonly since: Date;
}

/** The state after a check. */
export function afterCheck({ state, since }: StandingOfDomain, verdict: CheckVerdict, now: Date): DomainState {
  if (verdict === 'unreachable') return state;
  if (verdict === 'found') return moves[state].found;
  return now.getTime() - since.getTime() >= patienceMs ? moves[state].missingTooLong : moves[state].missing;
}

/** When a domain is checked again by itself; null when it no longer is. Growing gaps while something is awaited. */
export function nextCheckAt({ state, since }: StandingOfDomain, verdict: CheckVerdict, now: Date): Date | null {
  const elapsedMs = now.getTime() - since.getTime();
  const growing = (leastMs: number) => new Date(now.getTime() + Math.min(hourMs, Math.max(leastMs, elapsedMs / 4)));
  if (state === 'pending') return growing(minuteMs);
  if (state === 'degraded') return growing(5 * minuteMs);
  if (state === 'failed') return elapsedMs < afterFailureMs ? new Date(now.getTime() + dayMs) : null;
  return new Date(now.getTime() + (verdict === 'unreachable' ? hourMs : dayMs));
}

/** Whether campaigns and messages may be sent from it. */
export function maySend(state: DomainState): boolean {
  return state === 'verified' || state === 'degraded';
}
