import { Injectable } from '@nestjs/common';
import { currentScope } from '@engagex/tenancy';

/** How many micro-batches of one organization wait for connections to its mail server at a time in this worker. */
export const microBatchesOfOne = 2;
/** And of all organizations: a mail server that is gone keeps those of others no place. */
const microBatchesInFlight = 6;

/** Lets a few micro-batches of all campaigns through at a time, in turn over organizations. */
@Injectable()
export class InFlight {
  /** Who waits, by organization; the one that was served last is at the end. */
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #under = new Map<string, number>();
  #free = microBatchesInFlight;

  /** Resolves when there is room, to a function that makes room again. */
  async enter(): Promise<() => void> {
    const { organizationId } = currentScope();
    if (this.#mayEnter(organizationId)) this.#add(organizationId, 1);
    else await this.#turn(organizationId);
    return () => {
      this.#add(organizationId, -1);
      this.#next()?.();
    };
  }

  #mayEnter(organizationId: string): boolean {
    return this.#free > 0 && (this.#under.get(organizationId) ?? 0) < microBatchesOfOne;
  }

  #add(organizationId: string, count: 1 | -1): void {
    this.#free -= count;
    const under = (this.#under.get(organizationId) ?? 0) + count;
    if (under > 0) this.#under.set(organizationId, under);
    else this.#under.delete(organizationId);
  }

  #turn(organizationId: string): Promise<void> {
    return new Promise((resolve) => {
      const line = this.#waiting.get(organizationId);
      if (line) line.push(resolve);
      else this.#waiting.set(organizationId, [resolve]);
    });
  }

  #next(): (() => void) | undefined {
    for (const [organizationId, line] of this.#waiting) {
      if (!this.#mayEnter(organizationId)) continue;
      const next = line.shift();
      this.#waiting.delete(organizationId);
      if (line.length > 0) this.#waiting.set(organizationId, line);
      this.#add(organizationId, 1);
      return next;
    }
    return undefined;
  }
}
