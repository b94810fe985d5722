import { bytesOf, type EventResult, type Item, LIMITS } from '../wire.ts';
import { backOff } from './back-off.ts';
import type { Outcome } from './outcome.ts';

/** For this long after the server has refused the key or the origin, which somebody may put right. */
const stopMs = 5 * 60_000;

/** What sending needs of the world around it. */
export interface SenderPlace {
  /** What waits, oldest first. */
  readonly list: () => Promise<readonly Item[]> | readonly Item[];
  /** Sends one request; what it throws counts as a failed connection. */
  readonly post: (items: readonly Item[], failures: number) => Promise<Outcome>;
  /** Runs it when no other sender of the same events is running. */
  readonly inTurn: (run: () => Promise<void>) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
  /** Asks for another `flush` after this time. */
  readonly wakeIn: (ms: number) => void;
  /** They are acknowledged, and wait no longer. */
  readonly taken: (items: readonly Item[], results: readonly EventResult[]) => Promise<void> | void;
  /** The server will never take them, or `maxRetries` was not enough: they wait no longer. */
  readonly refused: (items: readonly Item[], why: string) => Promise<void> | void;
  /** The server refuses the key or the origin: nothing is sent for a while. */
  readonly stopped: (why: string) => void;
  readonly log: (text: string) => void;
  /** How often a request is repeated; without, until it succeeds. */
  readonly maxRetries?: number;
}

export interface Sender {
  /** Sends everything that waits; ends when all is acknowledged or nothing more can be sent for now. */
  flush(): Promise<void>;
  /** The connection is back: do not wait any longer, unless the server itself asked for it. */
  hurry(): Promise<void>;
  /** How long it still waits after a failure. */
  waitMs(): number;
}

/** Sends batch after batch. An event is removed only when the server has acknowledged or refused it. */
export function createSender(place: SenderPlace): Sender {
  const { log, maxRetries = Infinity } = place;
  let failures = 0;
  let retryAt = 0;
  let isTold = false;
  let most: number = LIMITS.batchItems;
  let running: Promise<void> | null = null;

  const waitMs = () => Math.max(0, retryAt - place.now());
  const waitFor = (ms: number, told: boolean) => {
    retryAt = place.now() + ms;
    isTold = told;
  };

  async function sendOne(): Promise<boolean> {
    const batch = firstOf(await place.list(), most);
    if (batch.length === 0) return false;
    const outcome = await place.post(batch, failures).catch(failed);
    const { kind } = outcome;
    if (kind === 'stop') {
      waitFor(stopMs, true);
      place.stopped(outcome.why);
    } else if (kind === 'taken') {
      failures = 0;
      most = LIMITS.batchItems;
      log(`${batch.length} acknowledged`);
      await place.taken(batch, outcome.results);
    } else if (kind === 'halve' && batch[1]) {
      most = Math.ceil(batch.length / 2);
    } else if (kind === 'halve' || failures >= maxRetries) {
      failures = 0;
      await place.refused(batch, outcome.why);
    } else {
      const wait = Math.max(outcome.waitMs, backOff(++failures, place.random()));
      waitFor(wait, outcome.waitMs > 0);
      log(`${outcome.why}; again in ${wait} ms`);
    }
    return true;
  }

  async function run(): Promise<void> {
    do if (waitMs() > 0) return place.wakeIn(waitMs());
    while (await sendOne());
  }

  const flush = () => {
    running ??= place.inTurn(run).finally(() => (running = null));
    return running;
  };

  return {
    flush,
    waitMs,
    hurry() {
      if (!isTold) failures = retryAt = 0;
      return flush();
    },
  };
}

function failed(error: unknown): Outcome {
  return { kind: 'again', waitMs: 0, why: error instanceof Error ? error.message : 'no connection' };
}

/** As many of the oldest as fit into a request; always one. */
export function firstOf(items: readonly Item[], most: number): readonly Item[] {
  let bytes = 0;
  const end = items.findIndex(({ body }, index) => {
    bytes += bytesOf(body);
    return index >= most || (index > 0 && bytes > LIMITS.batchBytes);
  });
  return end < 0 ? items : items.slice(0, end);
}
