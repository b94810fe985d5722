import { setTimeout as delay } from 'node:timers/promises';

/** How long a message that tries whether a transport can be reached again is waited for. */
export const probePatienceMs = 12_000;
/** How long what became of messages waits for a database that is away; then it is left to the journal. */
export const recordPatienceMs = 60_000;

/** Resolves when the work has ended, however that went, or after so long. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  const late = delay(ms, undefined, { signal: stop.signal }).catch(() => {});
  await Promise.race([work.catch(() => {}), late]);
  stop.abort();
}
