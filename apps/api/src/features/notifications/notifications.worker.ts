import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { SendNotification } from './send-notification.ts';

const sweepEveryMs = 3_000;
/** A notification whose mail server takes longer to answer no longer keeps the next waiting. */
const patienceMs = 2_000;
/** But so many may not be answered; then the others wait. */
const mostUnanswered = 20;

/** A notification is mailed once in a long while, so the sweep itself does it; several workers may, each takes its own. */
@Injectable()
export class NotificationsWorker extends Work {
  readonly #unanswered = new Set<Promise<void>>();
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly sender: SendNotification,
  ) {
    super();
  }

  start(): void {
    this.#stopSweep = startSweep({
      name: 'notifications',
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query('select organization_id as "organizationId", id from due_notifications($1)', [
          this.clock.now(),
        ]),
      wake: (id) => this.#begin(id),
      onError: (err) => this.failures.sweepFailed('notifications', err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
    await Promise.all(this.#unanswered);
  }

  async #begin(id: string): Promise<void> {
    if (this.#unanswered.size >= mostUnanswered) await Promise.race(this.#unanswered);
    const sending = this.#send(id).finally(() => this.#unanswered.delete(sending));
    this.#unanswered.add(sending);
    const stop = new AbortController();
    await Promise.race([sending, delay(patienceMs, undefined, { signal: stop.signal }).catch(() => {})]);
    stop.abort();
  }

  /** One that fails must not keep the others waiting; it is found again. */
  async #send(id: string): Promise<void> {
    try {
      const giveUp = (words: string) => this.sender.giveUp(id, words);
      await this.failures.watch({ queue: 'notifications', subject: id, giveUp }, () => this.sender.send(id));
    } catch (err) {
      this.log.error({ err, notification: id }, 'a notification could not be mailed');
    }
  }
}
