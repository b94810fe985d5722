import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { Journals } from '../hand-over/index.ts';
import { NotificationOutcomes } from './notification-outcomes.ts';
import { SendNotification } from './send-notification.ts';

const sweepEveryMs = 3_000;

/** A notification is mailed once in a long while, so the sweep itself does it; several workers may, each takes its own. */
@Injectable()
export class NotificationsWorker extends Work {
  #stopSweeps: () => Promise<unknown> = async () => {};

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly sender: SendNotification,
    private readonly outcomes: NotificationOutcomes,
    private readonly journals: Journals,
  ) {
    super();
  }

  start(): void {
    const stops = [
      startSweep({
        name: 'notifications',
        everyMs: sweepEveryMs,
        find: () =>
          this.source.query('select organization_id as "organizationId", id from due_notifications($1)', [
            this.clock.now(),
          ]),
        wake: (id) => this.#send(id),
        onError: (err) => this.failures.sweepFailed('notifications', err),
      }),
      startSweep({
        name: 'notifications',
        everyMs: sweepEveryMs,
        find: async () => this.journals.abandoned('notifications'),
        wake: (claimId) => this.outcomes.settle(claimId),
        onError: (err) => this.failures.sweepFailed('notifications', err),
      }),
    ];
    this.#stopSweeps = () => Promise.all(stops.map((stop) => stop()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweeps();
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
