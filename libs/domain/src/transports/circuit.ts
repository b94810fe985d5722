const firstPauseMs = 5_000;
const longestPauseMs = 300_000;
/** So often it is tried again soon: most interruptions are short. */
const shortPauses = 12;
/** How long one worker has for the probe before another may try. */
export const probeMs = 30_000;

/** How long a transport that could not be reached so many times in a row is left alone: 5 seconds at first, 5 minutes at most. */
export function pauseAfter(failures: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(Math.max(0, failures - shortPauses), 10));
}

/** The bounds of what a transport may ask for: a header that is wrong must not keep mail for long. */
const leastAskedMs = 1_000;
const mostAskedMs = 900_000;

/** How long a transport that asked to be left alone is. */
export function pauseAsked(askedMs: number): number {
  return Math.min(mostAskedMs, Math.max(leastAskedMs, askedMs));
}

export interface TransportState {
  readonly isEnabled: boolean;
  readonly brokenAt: Date | string | null;
  readonly failures: number;
}

export type TransportHealth = 'working' | 'unreachable' | 'broken' | 'off';

export function healthOf({ isEnabled, brokenAt, failures }: TransportState): TransportHealth {
  if (!isEnabled) return 'off';
  if (brokenAt) return 'broken';
  return failures > 0 ? 'unreachable' : 'working';
}
