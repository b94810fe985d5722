import { createPostgresBackend, createRedisBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import type { ConnectionOptions, Job } from 'bullmq';
import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { runJob, stamp, type TenantJob } from '@engagex/tenancy';
import type { Config } from '../config.ts';
import type { JobFailures } from './job-failures.ts';
import type { ProcessMetrics } from './metrics/process-metrics.ts';

/** A sweep that finds the same row again adds no second job for this long. */
const onceEveryMs = 4_000;
/** Jobs for a time that is later than this are left to the sweep. */
const latestMs = 60_000;
const laterEveryMs = 250;
/** The caller is not kept waiting longer for a queue that is away. */
const patienceMs = 2_000;

export interface WorkOptions<Payload> {
  readonly concurrency: number;
  /** The id of the row a job is about, or of the organization. */
  readonly subjectOf: (payload: Payload) => string;
  /** What becomes of it when its jobs fail again and again (`Watched`). */
  readonly giveUp: (subject: string, words: string) => Promise<unknown>;
}

/**
 * The job queues: BullMQ on PostgreSQL, or on Redis when one is configured. A job is a wake-up about rows or a batch
 * of them, never the only record of work: the sweeps find again whatever a queue loses.
 */
export class Queues {
  readonly #connection: ConnectionOptions;
  readonly #redis: Redis | null;
  readonly #log: Logger;
  readonly #failures: JobFailures;
  readonly #metrics: ProcessMetrics | null;
  readonly #queues = new Map<string, Queue>();
  readonly #workers: Worker[] = [];

  constructor(config: Config, log: Logger, failures: JobFailures, metrics: ProcessMetrics | null = null) {
    this.#log = log;
    this.#metrics = metrics;
    this.#failures = failures;
    // Handed over ready-made: BullMQ itself would look for the package where npm does not put it.
    this.#redis = config.REDIS_URL ? new Redis(config.REDIS_URL, { maxRetriesPerRequest: null }) : null;
    this.#redis?.on('error', (err) => log.error({ err }, 'Redis connection failed'));
    if (this.#redis) setDefaultBackendFactory(createRedisBackend);
    else setDefaultBackendFactory(createPostgresBackend);
    this.#connection = this.#redis ?? { connectionString: config.DATABASE_URL, max: 4 };
  }

  /**
   * Enqueues a job of the scope's organization. Call it through `afterCommit` when it is about rows just written.
   * With `once`, one job of that name is added every few seconds at most. Not one at a time: a job whose worker was
   * killed still looks active for a while, and must not hold up the next. With `at`, it comes then and not at once.
   */
  async add(queue: string, payload: object, options: { once?: string; at?: Date } = {}): Promise<void> {
    const delayMs = options.at ? Math.max(0, options.at.getTime() - Date.now()) : 0;
    if (delayMs > latestMs) return;
    try {
      const adding = this.#queue(queue).add(queue, stamp(payload), {
        ...(options.once ? { jobId: `${options.once}-${slotOf(options.at)}` } : {}),
        ...(delayMs > 0 ? { delay: delayMs } : {}),
        removeOnComplete: true,
        removeOnFail: true,
      });
      await withinPatience(adding);
    } catch (err) {
      // The rows are committed and the sweep will find them: what was asked for is done, only a little later.
      this.#log.warn({ err, queue }, 'could not enqueue; the sweep will find the rows');
    }
  }

  /**
   * Works on a queue in this process, each job in the scope of its organization. What fails again and again is given up
   * by its owner, in words.
   */
  work<Payload>(queue: string, options: WorkOptions<Payload>, process: (payload: Payload) => Promise<void>): void {
    const watched = (payload: Payload) => {
      const subject = options.subjectOf(payload);
      const giveUp = (words: string) => options.giveUp(subject, words);
      return this.#failures.watch({ queue, subject, giveUp }, () => process(payload));
    };
    const run = (job: Job<TenantJob<Payload>>) => {
      const work = () => runJob(queue, job.data, watched);
      return this.#metrics?.jobs.measure(queue, { due: job.timestamp + (job.opts.delay ?? 0) }, work) ?? work();
    };
    const worker = new Worker<TenantJob<Payload>>(queue, run, {
      connection: this.#connection,
      concurrency: options.concurrency,
      // A job is claimed again after a crash as often as it takes; the rows decide what is left to do.
      maxStalledCount: 1_000,
    });
    worker.on('error', (err) => this.#log.error({ err, queue }, 'queue connection failed'));
    worker.on('failed', (job, err) => {
      this.#metrics?.recent.failed(queue, err, null);
      this.#log.error(
        { err, queue, organizationId: job?.data.organizationId },
        'job failed; the sweep will find its rows',
      );
    });
    this.#metrics?.jobs.expect(queue);
    this.#workers.push(worker);
  }

  /** Waits for the jobs under way, takes no more. */
  async finishWork(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.close()));
  }

  async close(): Promise<void> {
    await this.finishWork();
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
    this.#redis?.disconnect();
  }

  #queue(name: string): Queue {
    const existing = this.#queues.get(name);
    if (existing) return existing;
    const queue = new Queue(name, { connection: this.#connection });
    queue.on('error', (err) => this.#log.error({ err, queue: name }, 'queue connection failed'));
    this.#queues.set(name, queue);
    return queue;
  }
}

/** Jobs of one name and one slot are one. */
function slotOf(at: Date | undefined): number {
  return at ? Math.floor(at.getTime() / laterEveryMs) : Math.floor(Date.now() / onceEveryMs);
}

async function withinPatience(work: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  const late = delay(patienceMs, null, { signal: stop.signal }).then(() => {
    throw new Error(`The queue did not answer within ${patienceMs} ms.`);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    stop.abort();
    late.catch(() => {}); // aborted, or already told
    work.catch(() => {}); // told above, unless it was late
  }
}
