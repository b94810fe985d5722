import { AsyncLocalStorage } from 'node:async_hooks';

/** What was heard is recorded this long after the first of it at the latest. */
const recordAfterMs = 1_000;
/** Nothing heard for so long: what is left may take as long as a mail server may. */
const quietAfterMs = 1_000;

/**
 * What becomes of messages that were handed over together, recorded as it is heard: one that is not answered keeps none
 * of the others waiting.
 */
export class Slices<T> {
  /** No message waits for a connection any more; few are left then. */
  readonly allBegun: Promise<void>;
  /** Nothing is left to wait for but answers that may take long, or nothing at all. */
  readonly quiet: Promise<void>;
  /** Everything was heard and recorded; rejects when some of it could not be, once all was tried. */
  readonly recorded: Promise<void>;
  readonly #record: (items: readonly T[]) => Promise<void>;
  /** Answers come on connections that others opened: what is recorded belongs to the scope that waits for them. */
  readonly #inScope = AsyncLocalStorage.snapshot();
  readonly #isWaiting: boolean[];
  #waiting: number;
  #unheard: number;
  #unrecorded: T[] = [];
  #timer: NodeJS.Timeout | undefined;
  #quietTimer: NodeJS.Timeout | undefined;
  #heardAt = 0;
  #recording: Promise<void> = Promise.resolve();
  #begun = () => {};
  #isQuiet = () => {};
  #done: (outcome: Promise<void>) => void = () => {};

  constructor(count: number, record: (items: readonly T[]) => Promise<void>) {
    this.#record = record;
    this.#isWaiting = Array.from({ length: count }, () => true);
    this.#waiting = count;
    this.#unheard = count;
    this.allBegun = new Promise((resolve) => (this.#begun = resolve));
    this.quiet = new Promise((resolve) => (this.#isQuiet = resolve));
    this.recorded = new Promise((resolve) => (this.#done = resolve));
    if (count === 0) this.#end();
  }

  /** A connection is at this message. */
  begun(index: number): void {
    if (!this.#isWaiting[index]) return;
    this.#isWaiting[index] = false;
    this.#waiting -= 1;
    if (this.#waiting > 0) return;
    this.#begun();
    this.#heardAt = Date.now();
    if (this.#unheard > 0) this.#awaitQuiet(quietAfterMs);
  }

  /** This is what became of it. */
  heard(index: number, item: T): void {
    this.#heardAt = Date.now();
    this.#unrecorded.push(item);
    this.#unheard -= 1;
    this.begun(index);
    if (this.#unheard === 0) this.#end();
    else this.#timer ??= setTimeout(() => this.#recordSlice(), recordAfterMs);
  }

  #recordSlice(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const slice = this.#unrecorded;
    this.#unrecorded = [];
    if (slice.length === 0) return;
    // Each slice is tried whatever became of the one before, and the first error is told.
    this.#recording = this.#recording.then(
      () => this.#inScope(() => this.#record(slice)),
      async (error: unknown) => {
        await this.#inScope(() => this.#record(slice)).catch(() => {});
        throw error;
      },
    );
    this.#recording.catch(() => {}); // told at the end
  }

  #end(): void {
    clearTimeout(this.#quietTimer);
    this.#recordSlice();
    this.#begun();
    this.#done(this.#recording);
    this.#recording.then(this.#isQuiet, this.#isQuiet);
  }

  #awaitQuiet(ms: number): void {
    this.#quietTimer = setTimeout(() => {
      const left = this.#heardAt + quietAfterMs - Date.now();
      if (left > 0) this.#awaitQuiet(left);
      else this.#isQuiet();
    }, ms);
  }
}
