import { DomainError } from '@engagex/domain/shared';

export interface GroupLimits {
  /** How long the first of a group waits for others while nothing is being written. */
  readonly gatherMs: number;
  /** What is written at once. */
  readonly most: number;
  /** Groups that are being written at the same time. */
  readonly atOnce: number;
  /** What may wait, over all; more is refused. */
  readonly waiting: number;
}

interface Entry<Item, Outcome> {
  readonly items: readonly Item[];
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes what arrives within a few milliseconds together: a commit waits for the disk once, however much is in it. While groups are being
 * written the next one gathers, so groups grow with the load.
 */
export class GroupCommit<Item, Outcome> {
  readonly #write: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  readonly #limits: GroupLimits;
  readonly #entries: Entry<Item, Outcome>[] = [];
  #waiting = 0;
  #writing = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param write resolves to an outcome for each item, in their order. */
  constructor(write: (items: readonly Item[]) => Promise<readonly Outcome[]>, limits: GroupLimits) {
    this.#write = write;
    this.#limits = limits;
  }

  add(items: readonly Item[]): Promise<readonly Outcome[]> {
    if (this.#waiting + items.length > this.#limits.waiting)
      throw new DomainError(
        'limit',
        'events.busy',
        'Too many events are waiting to be stored. Send them again in a moment.',
      );
    this.#waiting += items.length;
    return new Promise((resolve, reject) => {
      this.#entries.push({ items, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#entries.length === 0 || this.#writing >= this.#limits.atOnce) return;
    if (this.#waiting >= this.#limits.most) return this.#begin();
    // A second group at the same time is worth its own commit only when it is full.
    if (this.#writing === 0) this.#timer ??= setTimeout(() => this.#begin(), this.#limits.gatherMs);
  }

  #begin(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const group = this.#take();
    if (group.length === 0) return;
    this.#writing += 1;
    void this.#writeGroup(group).finally(() => {
      this.#writing -= 1;
      this.#next();
    });
    this.#next();
  }

  #take(): Entry<Item, Outcome>[] {
    let count = 0;
    let entries = 0;
    for (const { items } of this.#entries) {
      if (entries > 0 && count + items.length > this.#limits.most) break;
      count += items.length;
      entries += 1;
    }
    this.#waiting -= count;
    return this.#entries.splice(0, entries);
  }

  async #writeGroup(group: readonly Entry<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.#write(group.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, resolve } of group) resolve(outcomes.slice(from, (from += items.length)));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
