import { DomainError } from '@engagex/domain/shared';

/** Lets a few do something at the same time and a few more wait for their turn. */
export class Semaphore {
  readonly #waiting: (() => void)[] = [];
  #free: number;
  readonly #mayWait: number;

  constructor(atOnce: number, mayWait: number) {
    this.#free = atOnce;
    this.#mayWait = mayWait;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    await this.#begin();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  async #begin(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#waiting.length >= this.#mayWait) {
      const message = 'Many workbooks are being read at the moment. Upload the file again in a minute.';
      throw new DomainError('unavailable', 'workbook.busy', message);
    }
    await new Promise<void>((turn) => this.#waiting.push(turn));
  }
}
