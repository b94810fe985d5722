/** What a key may send: so many events a second, and ten seconds' worth at once. */
export class KeyRate {
  readonly #perSecond: number;
  #left: number;
  #at: number;

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond * 10;
    this.#at = now;
  }

  /** Null when they may come, else the seconds to wait. The last request may go into debt, so that a large batch passes at all. */
  take(events: number, now: number): number | null {
    this.#left = Math.min(this.#perSecond * 10, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#left <= 0) return Math.ceil(-this.#left / this.#perSecond) || 1;
    this.#left -= events;
    return null;
  }
}
