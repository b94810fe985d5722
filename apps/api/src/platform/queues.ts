import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import type { ConnectionOptions, QueueOptions } from 'bullmq';
import type { Logger } from 'pino';
import { runJob, stamp, type TenantJob } from '@engagex/tenancy';
import type { Config } from '../config.ts';

/** A sweep that finds the same row again adds no second job for this long. */
const onceEveryMs = 4_000;

export interface WorkOptions {
  readonly concurrency: number;
}

/**
 * The job queues: BullMQ on PostgreSQL, or on Redis when one is configured. A job is a wake-up about rows or a batch
 * of them, never the only record of work: the sweeps find again whatever a queue loses.
 */
export class Queues {
  readonly #options: QueueOptions;
  readonly #log: Logger;
  readonly #queues = new Map<string, Queue>();
  readonly #workers: Worker[] = [];

  constructor(config: Config, log: Logger) {
    this.#log = log;
    if (!config.REDIS_URL) setDefaultBackendFactory(createPostgresBackend);
    this.#options = { connection: connectionOf(config) };
  }

  /**
   * Enqueues a job of the scope's organization. Call it through `afterCommit` when it is about rows just written.
   * With `once`, one job of that name is added every few seconds at most. Not one at a time: a job whose worker was
   * killed still looks active for a while, and must not hold up the next.
   */
  async add(queue: string, payload: object, options: { once?: string } = {}): Promise<void> {
    try {
      await this.#queue(queue).add(queue, stamp(payload), {
        ...(options.once ? { jobId: `${options.once}-${Math.floor(Date.now() / onceEveryMs)}` } : {}),
        removeOnComplete: true,
        removeOnFail: true,
      });
    } catch (err) {
      // The rows are committed and the sweep will find them: what was asked for is done, only a little later.
      this.#log.warn({ err, queue }, 'could not enqueue; the sweep will find the rows');
    }
  }

  /** Works on a queue in this process, each job in the scope of its organization. */
  work<Payload>(queue: string, options: WorkOptions, process: (payload: Payload) => Promise<void>): void {
    const worker = new Worker<TenantJob<Payload>>(queue, (job) => runJob(queue, job.data, process), {
      ...this.#options,
      concurrency: options.concurrency,
      // A job is claimed again after a crash as often as it takes; the rows decide what is left to do.
      maxStalledCount: 1_000,
    });
    worker.on('error', (err) => this.#log.error({ err, queue }, 'queue connection failed'));
    worker.on('failed', (job, err) =>
      this.#log.error(
        { err, queue, organizationId: job?.data.organizationId },
        'job failed; the sweep will find its rows',
      ),
    );
    this.#workers.push(worker);
  }

  /** Waits for the jobs under way, takes no more. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  #queue(name: string): Queue {
    const existing = this.#queues.get(name);
    if (existing) return existing;
    const queue = new Queue(name, this.#options);
    queue.on('error', (err) => this.#log.error({ err, queue: name }, 'queue connection failed'));
    this.#queues.set(name, queue);
    return queue;
  }
}

function connectionOf(config: Config): ConnectionOptions {
  if (config.REDIS_URL) return { url: config.REDIS_URL, maxRetriesPerRequest: null };
  return { connectionString: config.DATABASE_URL, max: 4 };
}
