/** How long to wait for an answer, in milliseconds, from its question on: what trickles in does not buy time. */
export interface Timeouts {
  readonly connect: number;
  readonly greeting: number;
  readonly mail: number;
  readonly rcpt: number;
  readonly data: number;
  readonly dot: number;
  readonly reset: number;
}

const minute = 60_000;

/** RFC 5321, 4.5.3.2; less until the greeting, because until then nothing is lost by trying again later. */
export const standardTimeouts: Timeouts = {
  connect: 10_000,
  greeting: 30_000,
  mail: 5 * minute,
  rcpt: 5 * minute,
  data: 2 * minute,
  dot: 10 * minute,
  reset: 5 * minute,
};

/** The same, none longer than this; undefined leaves them as they are. */
export function timeoutsUpTo(seconds = Infinity): Timeouts {
  const bounded = (step: keyof Timeouts) => Math.min(standardTimeouts[step], seconds * 1000);
  return {
    connect: bounded('connect'),
    greeting: bounded('greeting'),
    mail: bounded('mail'),
    rcpt: bounded('rcpt'),
    data: bounded('data'),
    dot: bounded('dot'),
    reset: bounded('reset'),
  };
}
