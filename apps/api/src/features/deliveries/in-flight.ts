import { Injectable } from '@nestjs/common';
import { currentScope } from '@engagex/tenancy';

/**
 * How many micro-batches this worker hands over at a time, whatever the number of campaigns. It bounds what a crash
 * leaves unknown: at most this many times 250 messages.
 */
export const microBatchesInFlight = 2;

/** Lets a few micro-batches of all campaigns through at a time, in turn over organizations. */
@Injectable()
export class InFlight {
  /** Who waits, by organization; the one that was served last is at the end. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #free = microBatchesInFlight;

  /** Resolves when there is room, to a function that makes room again. */
  async enter(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(currentScope().organizationId);
    return () => {
      const next = this.#next();
      if (next) next();
      else this.#free += 1;
    };
  }

  #turn(organizationId: string): Promise<void> {
    return new Promise((resolve) => {
      const line = this.#waiting.get(organizationId);
      if (line) line.push(resolve);
      else this.#waiting.set(organizationId, [resolve]);
    });
  }

  #next(): (() => void) | undefined {
    const [first] = this.#waiting;
    if (!first) return undefined;
    const [organizationId, line] = first;
    const next = line.shift();
    this.#waiting.delete(organizationId);
    if (line.length > 0) this.#waiting.set(organizationId, line);
    return next;
  }
}
