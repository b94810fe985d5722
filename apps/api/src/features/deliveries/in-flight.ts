import { Injectable } from '@nestjs/common';

/**
 * How many micro-batches this worker hands over at a time, whatever the number of campaigns. It bounds what a crash
 * leaves unknown: at most this many times 50 messages.
 */
export const microBatchesInFlight = 2;

/** Lets a few micro-batches of all campaigns through at a time, in the order they came. */
@Injectable()
export class InFlight {
  readonly #waiting: (() => void)[] = [];
  #free = microBatchesInFlight;

  /** Resolves when there is room, to a function that makes room again. */
  async enter(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    };
  }
}
