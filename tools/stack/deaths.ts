/** How long to wait before a service that died is started again: longer each time, until it has lived for a while. */

const LONGEST_PAUSE_MS = 60_000;
const LIVED_WELL_MS = 60_000;

export class Deaths {
  readonly #firstPauseMs: number;
  #inARow = 0;

  constructor(firstPauseMs = 250) {
    this.#firstPauseMs = firstPauseMs;
  }

  /** How often it died without having lived for a minute in between. */
  get inARow(): number {
    return this.#inARow;
  }

  /** Counts a death after a life of so many milliseconds; the pause before the next start. */
  count(livedMs: number): number {
    if (livedMs > LIVED_WELL_MS) this.#inARow = 0;
    this.#inARow += 1;
    return Math.min(this.#firstPauseMs * 2 ** (this.#inARow - 1), LONGEST_PAUSE_MS);
  }
}

/** "; starting it again" with how long that takes, where it takes a while. */
export function inWords(pauseMs: number): string {
  if (pauseMs < 1_000) return 'starting it again';
  const seconds = Math.round(pauseMs / 1_000);
  return `starting it again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
}
