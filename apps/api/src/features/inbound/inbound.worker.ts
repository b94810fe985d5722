import { Injectable } from '@nestjs/common';
import { JobFailures } from '../../platform/job-failures.ts';
import { Work } from '../../platform/work.ts';
import { InboundListener } from './inbound-listener.ts';
import { InboundMails } from './inbound-mails.ts';
import { ReadMails } from './read-mails.ts';

const name = 'inbound';
const everyMs = 1_000;
const forgetEveryMs = 10 * 60 * 1_000;

/** Listens for mail, and reads what was stored by whichever process. */
@Injectable()
export class InboundWorker extends Work {
  #isEnding = false;
  #isStarted = false;
  #reading: Promise<void> = Promise.resolve();
  #isReading = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly failures: JobFailures,
    private readonly listener: InboundListener,
    private readonly mails: InboundMails,
    private readonly reader: ReadMails,
  ) {
    super();
  }

  start(): void {
    this.#isStarted = true;
    this.mails.onStored(() => this.#wake());
    this.#timers = [
      setInterval(() => this.#wake(), everyMs),
      setInterval(
        () => void this.mails.forget().catch((err: unknown) => this.failures.sweepFailed(name, err)),
        forgetEveryMs,
      ),
    ];
    this.listener.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isEnding = true;
    for (const timer of this.#timers) clearInterval(timer);
    if (!this.#isStarted) return;
    await this.listener.close();
    await this.#reading;
  }

  #wake(): void {
    if (this.#isReading || this.#isEnding) return;
    this.#isReading = true;
    this.#reading = this.#readAll().finally(() => (this.#isReading = false));
  }

  async #readAll(): Promise<void> {
    try {
      while (!this.#isEnding && (await this.reader.run()) > 0);
    } catch (err) {
      this.failures.sweepFailed(name, err);
    }
  }
}
