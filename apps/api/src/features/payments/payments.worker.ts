import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { Payments } from '../../ports/payments.ts';
import { MissedEvents } from './missed-events.ts';
import { paymentsQueue } from './receive-payment-events.ts';
import { comparedEveryMs, TendPayments } from './tend-payments.ts';

const payload = z.object({ organizationId: z.uuid() });
const concurrency = 2;
const dueEveryMs = 5_000;
const missedEveryMs = 10 * 60_000;

/** Keeps what is stored of payments as Stripe has it. Does nothing where nobody takes payments. */
@Injectable()
export class PaymentsWorker extends Work {
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly payments: Payments,
    private readonly tending: TendPayments,
    private readonly missed: MissedEvents,
  ) {
    super();
  }

  start(): void {
    if (!this.payments.isAvailable) return;
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).organizationId,
      giveUp: async () => {}, // the rows stay due, and the health check says that it fails
    };
    this.queues.work(paymentsQueue, about, () => this.tending.run());
    this.#sweep(paymentsQueue, dueEveryMs, {
      find: () => {
        const now = this.clock.now();
        const comparedBefore = new Date(now.getTime() - comparedEveryMs);
        const sql = 'select organization_id as "organizationId", id from due_payments($1, $2)';
        return this.source.query(sql, [now, comparedBefore]);
      },
      wake: (organizationId) => this.queues.add(paymentsQueue, { organizationId }, { once: organizationId }),
    });
    this.#sweep('missed-payment-events', missedEveryMs, {
      find: async () => {
        await this.missed.fetch();
        return [];
      },
      wake: async () => {},
    });
  }

  #sweep(name: string, everyMs: number, work: Pick<Parameters<typeof startSweep>[0], 'find' | 'wake'>): void {
    this.#stops.push(startSweep({ name, everyMs, ...work, onError: (err) => this.failures.sweepFailed(name, err) }));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
  }
}
