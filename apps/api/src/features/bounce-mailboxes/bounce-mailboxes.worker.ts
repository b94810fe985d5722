import { Injectable } from '@nestjs/common';
import { startSweep } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { CheckBounceMailbox } from './check-bounce-mailbox.ts';
import { InstallationMailbox } from './installation-mailbox.ts';
import { mailboxesQueue, MailboxWakeUps } from './mailbox-wake-ups.ts';

const payload = z.object({ mailboxId: z.uuid() });
const sweepEveryMs = 5_000;
/** They mostly wait for servers, and one that hangs must not hold up the others. */
const atOnce = 16;

/** Reads bounce mailboxes when they are due. */
@Injectable()
export class BounceMailboxesWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};
  #ofInstallation: Promise<void> | null = null;

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly checks: CheckBounceMailbox,
    private readonly installation: InstallationMailbox,
    private readonly wakeUps: MailboxWakeUps,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency: atOnce,
      subjectOf: (job: unknown) => payload.parse(job).mailboxId,
      giveUp: async () => {}, // it is due again when its claim ends
    };
    this.queues.work(mailboxesQueue, about, (job) => this.checks.check(payload.parse(job).mailboxId));
    this.#stopSweep = startSweep({
      name: mailboxesQueue,
      everyMs: sweepEveryMs,
      find: () => {
        this.#readInstallation();
        return this.source.query('select organization_id as "organizationId", id from due_bounce_mailboxes($1)', [
          this.clock.now(),
        ]);
      },
      wake: (id) => this.wakeUps.wake(id),
      onError: (err) => this.failures.sweepFailed(mailboxesQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
    await this.#ofInstallation;
  }

  /** Beside the sweep, which does not wait for its server. */
  #readInstallation(): void {
    this.#ofInstallation ??= this.installation
      .check()
      .catch((err: unknown) => this.failures.sweepFailed(mailboxesQueue, err))
      .finally(() => (this.#ofInstallation = null));
  }
}
