import type { Counted, Metrics, Observed } from '@engagex/telemetry';

const edges = [0.01, 0.05, 0.2, 1, 2, 5, 15, 60, 300];

interface Job {
  /** When it was to begin. */
  readonly due: number;
}

/** Jobs of the queues: how long they waited, how long they took, how they ended. */
export class JobMetrics {
  readonly #waits: (queue: string) => Observed;
  readonly #durations: (queue: string) => Observed;
  readonly #jobs: (queue: string, outcome: string) => Counted;
  readonly #sweepFailures: (sweep: string) => Counted;

  constructor(metrics: Metrics) {
    this.#waits = metrics.histogram({
      name: 'engagex_job_wait_seconds',
      help: 'Time between the moment a job was to begin and the moment a worker took it.',
      labels: ['queue'],
      buckets: edges,
    });
    this.#durations = metrics.histogram({
      name: 'engagex_job_duration_seconds',
      help: 'How long jobs took.',
      labels: ['queue'],
      buckets: edges,
    });
    this.#jobs = metrics.counter({
      name: 'engagex_jobs_total',
      help: 'Jobs that ended, by outcome: done or failed.',
      labels: ['queue', 'outcome'],
    });
    this.#sweepFailures = metrics.counter({
      name: 'engagex_sweep_failures_total',
      help: 'Sweeps that could not look for work, or could not wake it.',
      labels: ['sweep'],
    });
  }

  /** Every series of a queue begins at 0: the first job would not be seen as an increase otherwise. */
  expect(queue: string): void {
    this.#waits(queue);
    this.#durations(queue);
    for (const outcome of ['done', 'failed']) this.#jobs(queue, outcome);
  }

  sweepFailed(sweep: string): void {
    this.#sweepFailures(sweep).inc();
  }

  /** Does the job and throws what it throws. */
  async measure<T>(queue: string, { due }: Job, work: () => Promise<T>): Promise<T> {
    this.#waits(queue).observe(Math.max(0, Date.now() - due) / 1000);
    const started = performance.now();
    let outcome = 'failed';
    try {
      const result = await work();
      outcome = 'done';
      return result;
    } finally {
      this.#durations(queue).observe((performance.now() - started) / 1000);
      this.#jobs(queue, outcome).inc();
    }
  }
}
