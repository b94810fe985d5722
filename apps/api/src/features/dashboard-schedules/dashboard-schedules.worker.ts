import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { Journals } from '../hand-over/index.ts';
import { MakeDue } from './mailings/make-due.ts';
import { dashboardSchedulesQueue } from './mailings/mailings.service.ts';
import { PrepareMailings } from './mailings/prepare-mailings.ts';
import { MailOutcomes } from './mails/mail-outcomes.ts';
import { SendMail } from './mails/send-mail.ts';

const payload = z.object({ organizationId: z.uuid() });
const concurrency = 2;
const sweepEveryMs = 15_000;
const mailsEveryMs = 3_000;

/** Reads dashboards that are due in jobs, for that may take long; the sweep itself mails them, each worker what it takes. */
@Injectable()
export class DashboardSchedulesWorker extends Work {
  #stopSweeps: () => Promise<unknown> = async () => {};

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly due: MakeDue,
    private readonly mailings: PrepareMailings,
    private readonly sender: SendMail,
    private readonly outcomes: MailOutcomes,
    private readonly journals: Journals,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).organizationId,
      giveUp: async () => {}, // each mailing says itself what is wrong, and is due again
    };
    this.queues.work(dashboardSchedulesQueue, about, async () => {
      await this.due.makeDue();
      await this.mailings.prepare();
    });
    const stops = [
      startSweep({
        name: dashboardSchedulesQueue,
        everyMs: sweepEveryMs,
        find: () => this.#find('due_dashboard_schedules'),
        wake: (organizationId) =>
          this.queues.add(dashboardSchedulesQueue, { organizationId }, { once: organizationId }),
        onError: (err) => this.failures.sweepFailed(dashboardSchedulesQueue, err),
      }),
      startSweep({
        name: 'dashboard-mails',
        everyMs: mailsEveryMs,
        find: () => this.#find('due_dashboard_mails'),
        wake: (id) => this.#send(id),
        onError: (err) => this.failures.sweepFailed('dashboard-mails', err),
      }),
      startSweep({
        name: 'dashboard-mails',
        everyMs: mailsEveryMs,
        find: async () => this.journals.abandoned('dashboard-mails'),
        wake: (claimId) => this.outcomes.settle(claimId),
        onError: (err) => this.failures.sweepFailed('dashboard-mails', err),
      }),
    ];
    this.#stopSweeps = () => Promise.all(stops.map((stop) => stop()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweeps();
  }

  #find(due: 'due_dashboard_schedules' | 'due_dashboard_mails') {
    return this.source.query(`select organization_id as "organizationId", id from ${due}($1)`, [this.clock.now()]);
  }

  /** One that fails must not keep the others waiting; it is found again. */
  async #send(id: string): Promise<void> {
    try {
      const giveUp = (words: string) => this.outcomes.giveUp(id, words);
      await this.failures.watch({ queue: 'dashboard-mails', subject: id, giveUp }, () => this.sender.send(id));
    } catch (err) {
      this.log.error({ err, dashboardMail: id }, 'a dashboard could not be mailed');
    }
  }
}
