import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { readiness } from './limits.ts';

const lagWindowMs = 5_000;

/** A pool of places, and for how long somebody has been waiting while every place was taken. */
interface Places {
  readonly stuckForMs: number;
}

interface Watched {
  readonly pool: { query(sql: string): Promise<unknown> };
  readonly places: readonly Places[];
  readonly hub: { readonly isConnected: boolean };
  readonly apiUrl: string;
}

/** Whether this process can do its work now, asked at most a few times a second however often somebody wants to know. */
export class Readiness {
  readonly #watched: Watched;
  readonly #lag = monitorEventLoopDelay({ resolution: 20 });
  readonly #forgetting: NodeJS.Timeout;
  /** By what is expected of the API, when it was last so. */
  readonly #lastSo = new Map<string, number>();
  #asked: { readonly at: number; readonly answer: Promise<string | null> } | null = null;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#lag.enable();
    this.#forgetting = setInterval(() => this.#lag.reset(), lagWindowMs);
    this.#forgetting.unref();
  }

  /** What is wrong, in a sentence; null when nothing is. */
  problem(): Promise<string | null> {
    const now = performance.now();
    if (!this.#asked || now - this.#asked.at > readiness.askAgainMs) this.#asked = { at: now, answer: this.#check() };
    return this.#asked.answer;
  }

  close(): void {
    clearInterval(this.#forgetting);
    this.#lag.disable();
  }

  async #check(): Promise<string | null> {
    const { pool, places, hub, apiUrl } = this.#watched;
    const lagMs = this.#lag.max / 1e6;
    if (lagMs > readiness.eventLoopLagMs) return `The event loop was blocked for ${Math.round(lagMs)} ms.`;
    if (places.some(({ stuckForMs }) => stuckForMs > readiness.stuckMs))
      return 'Requests have been waiting for several seconds because every slot was taken.';
    const [answersDatabase, answersApi] = await Promise.all([
      succeeds(pool.query('select 1')),
      succeeds(askApi(apiUrl)),
    ]);
    if (!answersDatabase) return 'The database does not answer.';
    if (!this.#isSoLately('answers', answersApi)) return 'The API does not answer.';
    // It has to know us, too: another installation's API would refuse the secret.
    if (!this.#isSoLately('known', hub.isConnected)) return 'The API does not let this process follow changes.';
    return null;
  }

  /** Whether it is, or was a moment ago: all BFFs would be unready at once where the API that they talked to is replaced. */
  #isSoLately(what: string, isSo: boolean): boolean {
    const now = performance.now();
    if (isSo) this.#lastSo.set(what, now);
    return now - (this.#lastSo.get(what) ?? -Infinity) < readiness.apiAwayMs;
  }
}

async function askApi(apiUrl: string): Promise<void> {
  const signal = AbortSignal.timeout(readiness.answerWithinMs);
  const answer = await fetch(new URL('/health/ready', apiUrl), { signal });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`The API answered ${answer.status}.`);
}

/** Whether it succeeds, and soon enough. */
async function succeeds(asking: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController();
  const late = delay(readiness.answerWithinMs, false, { signal: stop.signal }).catch(() => false);
  try {
    return await Promise.race([
      asking.then(
        () => true,
        () => false,
      ),
      late,
    ]);
  } finally {
    stop.abort();
  }
}
