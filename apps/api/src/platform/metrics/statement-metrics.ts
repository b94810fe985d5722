import pg from 'pg';
import type { Counted, Metrics, Observed } from '@engagex/telemetry';

const edges = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 10];

/** A pool, as far as it says how busy it is. */
interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** Time at the database: one measurement for each message to it, from sending to the end of its answer. */
export class StatementMetrics {
  readonly #metrics: Metrics;
  readonly #durations: Observed;
  readonly #failures: Counted;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
    const durations = metrics.histogram({
      name: 'engagex_database_query_duration_seconds',
      help: 'Time from sending statements to PostgreSQL to the end of their answer, waits for locks included.',
      buckets: edges,
    });
    const failures = metrics.counter({
      name: 'engagex_database_query_failures_total',
      help: 'Statements that PostgreSQL refused or did not answer.',
    });
    this.#durations = durations();
    this.#failures = failures();
  }

  /** How many connections of this pool there are, and how many requests wait for one. */
  watchPool(pool: Pool, most: number): void {
    this.#metrics.gauge({
      name: 'engagex_database_pool_connections',
      help: 'Connections of the pool: busy, idle, and how many there may be at most.',
      labels: ['state'],
      read: () => [
        { labels: { state: 'busy' }, value: pool.totalCount - pool.idleCount },
        { labels: { state: 'idle' }, value: pool.idleCount },
        { labels: { state: 'most' }, value: most },
      ],
    });
    this.#metrics.gauge({
      name: 'engagex_database_pool_waiting',
      help: 'Work that waits for a connection.',
      read: () => [{ value: pool.waitingCount }],
    });
  }

  /** The driver's client, measured: for the pool's option `Client`. */
  measuredClient(): typeof pg.Client {
    const ended = (startedAt: number, error: unknown) => {
      this.#durations.observe((performance.now() - startedAt) / 1000);
      if (error) this.#failures.inc();
    };
    return class extends pg.Client {
      constructor(settings?: pg.ClientConfig) {
        super(settings);
        const send: (...words: unknown[]) => unknown = this.query.bind(this);
        // The driver's overloads do not matter here: what was asked is passed on, and what comes back is returned.
        this.query = ((...words: unknown[]) => {
          const startedAt = performance.now();
          const last = words.at(-1);
          if (typeof last === 'function') {
            const told = (error: unknown, ...rest: unknown[]): unknown => {
              ended(startedAt, error);
              return Reflect.apply(last, undefined, [error, ...rest]);
            };
            return send(...words.slice(0, -1), told);
          }
          const result = send(...words);
          void answerOf(result)?.then(
            (answer) => ended(startedAt, errorIn(answer)),
            (error: unknown) => ended(startedAt, error),
          );
          return result;
        }) as never;
      }
    };
  }
}

/** A promise, or a query that has one; a COPY has neither, and lasts as long as its file. */
function answerOf(result: unknown): Promise<unknown> | null {
  if (result instanceof Promise) return result;
  if (!result || typeof result !== 'object' || !('answer' in result)) return null;
  return result.answer instanceof Promise ? result.answer : null;
}

function errorIn(answer: unknown): unknown {
  return answer && typeof answer === 'object' && 'error' in answer ? answer.error : null;
}
