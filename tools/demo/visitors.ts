/** Visitors who come to the demo shop while somebody may be watching. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readers } from './readers.ts';
import { type ShopEvent, visitFromMessageMs, visitNow } from './shop-visits.ts';

export type SendEvents = (events: readonly ShopEvent[]) => Promise<void>;

const second = 1_000;
const minute = 60 * second;

/** How long until the next visit: at first there is something to watch, later the events of a day are a few hundred. */
export function pauseAfter(runningForMs: number): number {
  return runningForMs < 30 * minute ? 8 * second : 5 * minute;
}

/** Every third visitor comes from a message, while there are unread ones. Keeps no process alive, and a visit that fails is not missed. */
export function keepVisiting(readers: Readers, send: SendEvents): void {
  const started = Date.now();
  let visits = 0;
  const visit = async (number: number) => {
    const events = number % 3 === 0 ? await readers.readNext() : [];
    if (events.length === 0) return send(visitNow(number, Date.now()));
    await sleep(visitFromMessageMs, undefined, { ref: false });
    return send(events);
  };
  const next = () =>
    setTimeout(
      () => {
        visit((visits += 1)).catch(() => {});
        next();
      },
      pauseAfter(Date.now() - started),
    ).unref();
  next();
}
