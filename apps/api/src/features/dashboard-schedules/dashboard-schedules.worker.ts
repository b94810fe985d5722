import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { SystemMails } from '../hand-over/index.ts';
import { MakeDue } from './mailings/make-due.ts';
import { dashboardSchedulesQueue } from './mailings/mailings.service.ts';
import { PrepareMailings } from './mailings/prepare-mailings.ts';
import { SendMail } from './mails/send-mail.ts';

const payload = z.object({ organizationId: z.uuid() });
const concurrency = 2;
const sweepEveryMs = 15_000;
const dueSchedules = 'select organization_id as "organizationId", id from due_dashboard_schedules($1)';

/** Reads dashboards that are due in jobs, for that may take long; sweeps mail what was read. */
@Injectable()
export class DashboardSchedulesWorker extends Work {
  #stopSweeps: () => Promise<unknown> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly due: MakeDue,
    private readonly mailings: PrepareMailings,
    private readonly sender: SendMail,
    private readonly mails: SystemMails,
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
        find: () => this.source.query(dueSchedules, [this.clock.now()]),
        wake: (organizationId) =>
          this.queues.add(dashboardSchedulesQueue, { organizationId }, { once: organizationId }),
        onError: (err) => this.failures.sweepFailed(dashboardSchedulesQueue, err),
      }),
      this.mails.sweep(this.sender.mail),
    ];
    this.#stopSweeps = () => Promise.all(stops.map((stop) => stop()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweeps();
  }
}
