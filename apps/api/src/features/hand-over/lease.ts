/** A moment by two clocks: one never goes back, the other also runs while the machine sleeps. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export function thisMoment(): Moment {
  return { monotonicMs: performance.now(), wallMs: Date.now() };
}

/**
 * How long what this process has claimed is its own. Once the lease has run out others decide about it, so nothing may be
 * handed over by it any more, not even when a later renewal gets through.
 */
export class Lease {
  readonly #ms: number;
  #since: Moment;
  #isLost = false;

  /** `since` is from before the claim was asked for: by the database's clock the lease ends no sooner. */
  constructor(seconds: number, since: Moment) {
    this.#ms = seconds * 1_000;
    this.#since = since;
  }

  /** `since` is from before the renewal was asked for. */
  renewed(since: Moment, now = thisMoment()): void {
    if (this.isHeld(now)) this.#since = since;
  }

  lose(): void {
    this.#isLost = true;
  }

  isHeld(now = thisMoment()): boolean {
    const { monotonicMs, wallMs } = this.#since;
    if (Math.max(now.monotonicMs - monotonicMs, now.wallMs - wallMs) >= this.#ms) this.#isLost = true;
    return !this.#isLost;
  }
}
