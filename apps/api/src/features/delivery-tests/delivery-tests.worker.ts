import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { dueDeliveryTests, deliveryTestsToRepeat } from './delivery-tests.queries.ts';
import { deliveryTestsQueue } from './delivery-tests.service.ts';
import { RepeatDeliveryTests } from './repeat-delivery-tests.ts';
import { RunDeliveryTest } from './run-delivery-test.ts';

const payload = z.object({ testId: z.uuid() });
const concurrency = 4; // they mostly wait for servers
const sweepEveryMs = 5_000;
const repeatEveryMs = 60_000;

/** Tests what was asked for or is due, and begins again every week. */
@Injectable()
export class DeliveryTestsWorker extends Work {
  #stopSweeps: () => Promise<unknown> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly tests: RunDeliveryTest,
    private readonly repeats: RepeatDeliveryTests,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).testId,
      giveUp: (id: string, words: string) => this.tests.giveUp(id, words),
    };
    this.queues.work(deliveryTestsQueue, about, async (job) => {
      await this.tests.run(payload.parse(job).testId);
    });
    const stops = [
      startSweep({
        name: deliveryTestsQueue,
        everyMs: sweepEveryMs,
        find: () => this.source.query(dueDeliveryTests, [this.clock.now()]),
        wake: (id) => this.queues.add(deliveryTestsQueue, { testId: id }, { once: `test-${id}` }),
        onError: (err) => this.failures.sweepFailed(deliveryTestsQueue, err),
      }),
      startSweep({
        name: deliveryTestsQueue,
        everyMs: repeatEveryMs,
        find: () => this.source.query(deliveryTestsToRepeat, [this.clock.now()]),
        wake: (id) => this.repeats.repeat(id),
        onError: (err) => this.failures.sweepFailed(deliveryTestsQueue, err),
      }),
    ];
    this.#stopSweeps = () => Promise.all(stops.map((stop) => stop()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweeps();
  }
}
