import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { SendNotice } from './send-notice.ts';

const sweepEveryMs = 3_000;

/** A notice is mailed once in a long while, so the sweep itself does it; several workers may, each takes its own. */
@Injectable()
export class NoticesWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly sender: SendNotice,
  ) {
    super();
  }

  start(): void {
    this.#stopSweep = startSweep({
      name: 'notices',
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query('select organization_id as "organizationId", id from due_notices($1)', [this.clock.now()]),
      wake: (id) => this.#send(id),
      onError: (err) => this.failures.sweepFailed('notices', err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }

  /** One that fails must not keep the others waiting; it is found again. */
  async #send(id: string): Promise<void> {
    try {
      const giveUp = (words: string) => this.sender.giveUp(id, words);
      await this.failures.watch({ queue: 'notices', subject: id, giveUp }, () => this.sender.send(id));
    } catch (err) {
      this.log.error({ err, notice: id }, 'a notice could not be mailed');
    }
  }
}
