import { AsyncLocalStorage } from 'node:async_hooks';
import { toldLater } from './told-later.ts';

/** Answers are recorded this long after the first of it at the latest. */
const recordAfterMs = 1_000;
/** No answer for so long: what is left may take as long as a mail server may. */
const quietAfterMs = 1_000;

/**
 * What becomes of messages that were handed over together, recorded as it is answered: one that is not answered keeps none
 * of the others waiting.
 */
export class Slices<T> {
  /** No message waits for a connection any more; few are left then. */
  readonly allBegun: Promise<void>;
  /** Nothing is left to wait for but answers that may take long, or nothing at all. */
  readonly quiet: Promise<void>;
  /** Everything was answered and recorded; rejects when some of it could not be, once all was tried. */
  readonly recorded: Promise<void>;
  readonly #record: (items: readonly T[]) => Promise<void>;
  /** Answers come on connections that others opened: what is recorded belongs to the scope that waits for them. */
  readonly #inScope = AsyncLocalStorage.snapshot();
  readonly #isWaiting: boolean[];
  #waiting: number;
  #unanswered: number;
  #unrecorded: T[] = [];
  #timer: NodeJS.Timeout | undefined;
  #quietTimer: NodeJS.Timeout | undefined;
  #answeredAt = 0;
  #recording: Promise<void> = Promise.resolve();
  #begun = () => {};
  #isQuiet = () => {};
  #done: (outcome: Promise<void>) => void = () => {};

  constructor(count: number, record: (items: readonly T[]) => Promise<void>) {
    this.#record = record;
    this.#isWaiting = Array.from({ length: count }, () => true);
    this.#waiting = count;
    this.#unanswered = count;
    this.allBegun = new Promise((resolve) => (this.#begun = resolve));
    this.quiet = new Promise((resolve) => (this.#isQuiet = resolve));
    this.recorded = toldLater(new Promise((resolve) => (this.#done = resolve)));
    if (count === 0) this.#end();
  }

  /** A connection is at this message. */
  begun(index: number): void {
    if (!this.#isWaiting[index]) return;
    this.#isWaiting[index] = false;
    this.#waiting -= 1;
    if (this.#waiting > 0) return;
    this.#begun();
    this.#answeredAt = Date.now();
    if (this.#unanswered > 0) this.#awaitQuiet(quietAfterMs);
  }

  /** This is what became of it. */
  answered(index: number, item: T): void {
    this.#answeredAt = Date.now();
    this.#unrecorded.push(item);
    this.#unanswered -= 1;
    this.begun(index);
    if (this.#unanswered === 0) this.#end();
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
      const left = this.#answeredAt + quietAfterMs - Date.now();
      if (left > 0) this.#awaitQuiet(left);
      else this.#isQuiet();
    }, ms);
  }
}
