const secondMs = 1_000;
/** Whoever waits so long for an answer is not counted on; others get a connection in its place. */
const shortMs = 2 * secondMs;
/** So long without the server's word on any message, and it may be gone: it is tried with one connection at a time. */
const suspiciousMs = 2 * secondMs;
/** And so long, and what waits for a connection is given back. */
const patienceMs = 10 * secondMs;
const longestMs = 60 * secondMs;
/** How much of the slowest answer is remembered at the next one. */
const memory = 0.9;

/** How long a server may take to answer before it is thought to be silent, by how long it has taken lately. */
export class Silence {
  #slowestMs = 0;
  #lastWordAt = 0;

  /** The server said what happens to a message, so long after it was asked. */
  answered(now: number, afterMs: number): void {
    this.#lastWordAt = now;
    this.#slowestMs = Math.max(Math.min(afterMs, longestMs), this.#slowestMs * memory);
  }

  /** Nothing was received for so long because nobody listened. */
  overslept(ms: number): void {
    if (this.#lastWordAt > 0) this.#lastWordAt += ms;
  }

  isLong(waitedMs: number): boolean {
    return waitedMs >= Math.min(longestMs, Math.max(shortMs, 2 * this.#slowestMs));
  }

  /** Whether it is silent towards everybody, when somebody waits for long. */
  isSuspicious(now: number): boolean {
    return now - this.#lastWordAt >= Math.max(suspiciousMs, 2 * this.#slowestMs);
  }

  /** Whether what has waited for a connection since then should wait no longer. */
  isOver(now: number, since: number): boolean {
    const patience = Math.min(longestMs, Math.max(patienceMs, 3 * this.#slowestMs));
    return now - Math.max(since, this.#lastWordAt) >= patience;
  }
}
