import type { Outcome } from './outcome.ts';

export interface Tried {
  /** This one included. */
  readonly attempts: number;
  readonly createdAt: Date;
}

/** What is written down after an attempt. */
export interface NextTry {
  readonly state: 'accepted' | 'unknown' | 'pending' | 'failed';
  readonly dueAt: Date;
  /** Whether the attempt counts. */
  readonly counts: boolean;
}

const minute = 60_000;
/** News or numbers of a day ago help nobody. */
const triedForMs = 24 * 60 * minute;

/** What certainly was not taken is tried again, ever more rarely, for a day; what never left, at once. */
export function nextTry({ state, reason, response }: Outcome, { attempts, createdAt }: Tried, now: Date): NextTry {
  if (state === 'accepted' || state === 'unknown') return { state, dueAt: now, counts: true };
  if (state === 'pending' && response === null) return { state, dueAt: now, counts: false };
  const dueAt = new Date(now.getTime() + Math.min(60, 2 ** (attempts - 1)) * minute);
  const isOver = reason === 'rejected' || dueAt.getTime() - createdAt.getTime() > triedForMs;
  return { state: isOver ? 'failed' : 'pending', dueAt, counts: true };
}
