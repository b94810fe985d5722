import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { dueExaminations, examinationsToRepeat } from './doctor.queries.ts';
import { doctorQueue } from './examinations.service.ts';
import { RepeatExaminations } from './repeat-examinations.ts';
import { RunExamination } from './run-examination.ts';

const payload = z.object({ examinationId: z.uuid() });
const concurrency = 4; // they mostly wait for servers
const sweepEveryMs = 5_000;
const repeatEveryMs = 60_000;

/** Examines what was asked for or is due, and begins again every week. */
@Injectable()
export class DoctorWorker extends Work {
  #stopSweeps: () => Promise<unknown> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly examinations: RunExamination,
    private readonly repeats: RepeatExaminations,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).examinationId,
      giveUp: (id: string, words: string) => this.examinations.giveUp(id, words),
    };
    this.queues.work(doctorQueue, about, async (job) => {
      await this.examinations.run(payload.parse(job).examinationId);
    });
    const stops = [
      startSweep({
        name: doctorQueue,
        everyMs: sweepEveryMs,
        find: () => this.source.query(dueExaminations, [this.clock.now()]),
        wake: (id) => this.queues.add(doctorQueue, { examinationId: id }, { once: `examine-${id}` }),
        onError: (err) => this.failures.sweepFailed(doctorQueue, err),
      }),
      startSweep({
        name: doctorQueue,
        everyMs: repeatEveryMs,
        find: () => this.source.query(examinationsToRepeat, [this.clock.now()]),
        wake: (id) => this.repeats.repeat(id),
        onError: (err) => this.failures.sweepFailed(doctorQueue, err),
      }),
    ];
    this.#stopSweeps = () => Promise.all(stops.map((stop) => stop()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweeps();
  }
}
