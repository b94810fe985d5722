import { Gate } from '@engagex/domain/shared';
import { DataSource, type EntitySchema } from 'typeorm';
import type { Config } from '../config.ts';
import type { StatementMetrics } from './metrics/statement-metrics.ts';

/** No transaction of ours waits for anything but its own statements; a busy machine may need a while between two. */
const leastIdleSeconds = 10;

/** Connections that members and keys never take: opens, clicks, unsubscribes and health find one free. */
const keptFree = 3;

/**
 * Turns of organizations at the connections. One with any number of requests gets two thirds of them at most, and the
 * others' requests do not wait behind its own.
 */
export function turnsAtDatabase({ DATABASE_POOL }: Config): Gate {
  const places = Math.max(2, DATABASE_POOL - keptFree);
  return new Gate('database', {
    places,
    placesPerCaller: Math.max(1, Math.ceil((places * 2) / 3)),
    waiting: 1_000,
    waitingPerCaller: 300,
    patienceMs: 10_000,
  });
}

/** The pool of the role engagex_app. `entities` are the features' schemas; the tables are made by migrations/. */
export function createDataSource(
  config: Config,
  entities: readonly EntitySchema[],
  metrics: StatementMetrics | null = null,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url: config.DATABASE_URL,
    entities: [...entities],
    applicationName: 'engagex',
    poolSize: config.DATABASE_POOL,
    synchronize: false,
    logging: false,
    extra: {
      keepAlive: true,
      ...(metrics ? { Client: metrics.measuredClient() } : {}),
      connectionTimeoutMillis: 10_000,
      // Compiling a statement and starting helpers for it take longer than most of ours run, and are paid each time.
      options: '-c jit=off -c max_parallel_workers_per_gather=0',
      // A process that is frozen in the middle of a transaction would keep its locks, and everybody else waiting.
      idle_in_transaction_session_timeout: Math.max(leastIdleSeconds, config.DELIVERY_LEASE_SECONDS) * 1000,
    },
  });
}
